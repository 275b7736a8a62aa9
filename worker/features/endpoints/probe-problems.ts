import type { Fault, FaultKind } from '../../engine/model/fault.ts';
import type { ProblemError } from '../../lib/problem.ts';
import { problem, type EndpointCode } from './errors.ts';
import { problemOfLine } from './line-problems.ts';

/** Codes by the kinds of faults that a probe can end with; any other kind is a server that is not Exchange as we know it. */
const CODE_BY_FAULT: Readonly<Partial<Record<FaultKind, EndpointCode>>> = {
  unreachable: 'endpoint-unreachable',
  transient: 'endpoint-unreachable',
  tls: 'endpoint-tls-unsupported',
  'exchange-online': 'endpoint-exchange-online',
  'oauth-only': 'endpoint-oauth-only',
  credentials: 'endpoint-credentials-refused',
  access: 'endpoint-access-denied',
  busy: 'endpoint-server-busy',
  'too-many-connections': 'endpoint-server-busy',
  overload: 'endpoint-server-busy',
};

/** Codes by the fault's own word, where it says more than its kind. The platform answers 530 for unknown names. */
const CODE_BY_WORD: Readonly<Record<string, EndpointCode>> = {
  'unknown-host': 'endpoint-unknown-host',
  'host-unknown': 'endpoint-unknown-host',
  'http-530': 'endpoint-unknown-host',
  'address-refused': 'endpoint-address-not-allowed',
  'certificate-untrusted': 'endpoint-certificate-untrusted',
  'certificate-changed': 'endpoint-certificate-changed',
  'http-526': 'endpoint-certificate-untrusted',
  'gateway-unreachable': 'endpoint-gateway-unreachable',
  'proxy-refused': 'endpoint-proxy-refused',
  'proxy-unreachable': 'endpoint-proxy-refused',
  'line-re-encrypted': 'endpoint-line-re-encrypted',
  'no-usable-sign-in': 'endpoint-sign-in-unsupported',
  'extended-protection': 'endpoint-extended-protection',
};

/**
 * The problem of a failed probe. `code` is the fault's code, which distinguishes an unknown host from a silent one.
 * `host` is the one that was asked.
 */
export function problemOfProbe(fault: Pick<Fault, 'kind' | 'code' | 'message' | 'line'>, host?: string): ProblemError {
  if (fault.line) return problemOfLine(fault.line, host);
  const own = CODE_BY_WORD[fault.code];
  if (own) return problem(own, fault.message);
  return problem(CODE_BY_FAULT[fault.kind] ?? 'endpoint-not-exchange', fault.message);
}
