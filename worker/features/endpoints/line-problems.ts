import type { ProblemError, ProblemFacts } from '../../lib/problem.ts';
import type { LineFailure } from '../../lib/tls-facts.ts';
import { problem } from './errors.ts';
import { textOfLine } from './line-texts.ts';

/** The problem of a connection that was not opened. `host` is the one that it was to lead to. */
export function problemOfLine(failure: LineFailure, host?: string): ProblemError {
  return problem(codeOf(failure), failure.message, [], {
    ...textOfLine(failure),
    ...factsOf(failure),
    ...(host !== undefined && { host }),
  });
}

function codeOf({ code }: LineFailure): Parameters<typeof problem>[0] {
  switch (code) {
    case 'certificate-untrusted':
      return 'endpoint-certificate-untrusted';
    case 'certificate-changed':
      return 'endpoint-certificate-changed';
    case 'tls-unsupported':
      return 'endpoint-tls-unsupported';
    case 'proxy-refused':
    case 'proxy-unreachable':
      return 'endpoint-proxy-refused';
    case 'unknown-host':
      return 'endpoint-unknown-host';
    case 'address-refused':
      return 'endpoint-address-not-allowed';
    case 'grant-refused':
      return 'endpoint-gateway-unreachable';
    case 'connection-refused':
    case 'connect-timeout':
      return 'endpoint-unreachable';
  }
}

function factsOf(failure: LineFailure): ProblemFacts {
  switch (failure.code) {
    case 'certificate-untrusted':
      return { reason: failure.reason, reasons: failure.reasons, certificate: failure.certificate };
    case 'certificate-changed':
      return { certificate: failure.certificate };
    case 'tls-unsupported':
      return { how: failure.how, ...(failure.offers !== undefined && { offers: failure.offers }) };
    default:
      return {};
  }
}
