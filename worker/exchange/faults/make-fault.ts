import type { Fault, FaultKind, FaultScope } from '../../engine/model/fault.ts';

export type Side = NonNullable<Fault['side']>;

/** Faults after which the server has surely carried out nothing of the request. */
const CERTAIN: ReadonlySet<FaultKind> = new Set([
  'busy',
  'too-many-connections',
  'credentials',
  'access',
  'quota',
  'too-large',
  'vanished',
  'version',
  'wrong-server',
  'tls',
  'unreachable',
  'not-exchange',
  'exchange-online',
  'oauth-only',
  'unsupported',
]);

/** What is kept of a server's own words: more than any says, and little enough to be stored with every item. */
const MAX_CODE = 100;
const MAX_MESSAGE = 1000;

/** Makes a fault; `code` is the server's own word. */
export function makeFault(kind: FaultKind, scope: FaultScope, code: string, message: string, side?: Side): Fault {
  const said = { code: code.slice(0, MAX_CODE), message: message.slice(0, MAX_MESSAGE) };
  return side === undefined ? { kind, scope, ...said } : { kind, scope, ...said, side };
}

/**
 * The fault of a mutating request: unchanged if the server certainly did nothing, otherwise unconfirmed. Only for whole
 * requests: a result for one item is certain.
 */
export function unconfirmedUnlessCertain(fault: Fault): Fault {
  // A page in the place of an answer may follow upon what was carried out.
  const isCertain = CERTAIN.has(fault.kind) && fault.code !== 'http-200';
  return isCertain || isUnknownElement(fault.code) ? fault : unconfirmedOf(fault);
}

/** It is unknown whether the request was carried out. */
export function unconfirmedOf(fault: Fault): Fault {
  return { ...fault, kind: 'in-doubt', scope: 'batch', was: fault.kind };
}

/** The request was turned down before anything of it was carried out: it does not fit the server's schema. */
export function isUnknownElement(code: string): boolean {
  return code === 'ErrorSchemaValidation' || code === 'ErrorInvalidRequest';
}
