import type { Fault, FaultKind } from '../../engine/model/fault.ts';
import type { LineFailure } from '../../lib/tls-facts.ts';
import { makeFault, type Side } from './make-fault.ts';

const KINDS: Readonly<Record<LineFailure['code'], FaultKind>> = {
  'address-refused': 'unreachable',
  'unknown-host': 'unreachable',
  'connection-refused': 'unreachable',
  'connect-timeout': 'unreachable',
  'proxy-refused': 'unreachable',
  'proxy-unreachable': 'unreachable',
  // The gateway was started anew in the meantime, and this side will be as well.
  'grant-refused': 'unreachable',
  'certificate-untrusted': 'tls',
  'certificate-changed': 'tls',
  'tls-unsupported': 'tls',
};

/** The fault of a connection that the gateway could not open. */
export function lineFault(failure: LineFailure, side: Side): Fault {
  const { code, message } = failure;
  return { ...makeFault(KINDS[code], 'endpoint', code, message, side), line: failure };
}
