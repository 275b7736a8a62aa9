import type { Fault, FaultKind } from '../../engine/model/fault.ts';
import type { HandshakeFailure, LineFailure } from '../../lib/tls-facts.ts';
import { makeFault, type Side } from './make-fault.ts';

const KINDS: Readonly<Record<LineFailure['code'], FaultKind>> = {
  'address-refused': 'unreachable',
  'unknown-host': 'unreachable',
  'connection-refused': 'unreachable',
  'connect-timeout': 'unreachable',
  'proxy-refused': 'unreachable',
  'proxy-unreachable': 'unreachable',
  // The gateway was restarted meanwhile, and this side will be as well.
  'grant-refused': 'unreachable',
  'certificate-untrusted': 'tls',
  'certificate-changed': 'tls',
  'tls-unsupported': 'tls',
};

/** Handshakes fail like this at times with servers and firewalls that are only busy. */
const PASSING: ReadonlySet<HandshakeFailure> = new Set(['cut', 'hang', 'other']);

/** The fault of a connection that the gateway could not open. */
export function lineFault(failure: LineFailure, side: Side): Fault {
  const { code, message } = failure;
  const mayPass = failure.code === 'tls-unsupported' && PASSING.has(failure.how);
  return { ...makeFault(mayPass ? 'unreachable' : KINDS[code], 'endpoint', code, message, side), line: failure };
}
