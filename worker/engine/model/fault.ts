import type { LineFailure } from '../../lib/tls-facts.ts';

/**
 * What went wrong, as a value. The edge (`exchange/faults.ts`) classifies a failure once; from then on the
 * engine only reads `kind` and `scope`. `code` is the server's own word (an EWS response code, `http-503`, …)
 * and is what the error list shows.
 */
export type FaultKind =
  /** The server asks to slow down; `retryAfterMs` is its word where it gave one. */
  | 'busy'
  /** Too many connections or sync calls at once. */
  | 'too-many-connections'
  /** The call was too much for one minute or for the store: smaller batches. */
  | 'overload'
  /** Passing trouble of the server; costs no item attempt. */
  | 'transient'
  /** The request may or may not have been carried out: ask the destination, never retry blindly. */
  | 'in-doubt'
  /** User name or password refused. */
  | 'credentials'
  /** Signed in, but no right to this mailbox, or the account can't be used. */
  | 'access'
  /** The server did not reach this item because an earlier one of the batch failed. */
  | 'not-processed'
  | 'quota'
  /** Larger than the server takes. */
  | 'too-large'
  /** The item is no longer there. */
  | 'vanished'
  /** This item can't be copied by this method. */
  | 'corrupt'
  /** The destination refuses it for good (virus scanner). */
  | 'refused'
  /** Change key or object is stale: refresh once. */
  | 'stale'
  /** The sync state is no longer accepted. */
  | 'sync-state'
  /** Schema or server version does not fit: negotiate again. */
  | 'version'
  /** Another server is responsible: autodiscover again. */
  | 'wrong-server'
  /** Certificate or protocol of the connection. */
  | 'tls'
  /** Host unknown or not reachable. */
  | 'unreachable'
  /** It answers, but not as an EWS server that Mailferry can use. */
  | 'not-exchange'
  | 'exchange-online'
  | 'oauth-only'
  /** The operation is unknown to this server. */
  | 'unsupported'
  /** The pass was stopped. */
  | 'stopped'
  /** Nothing in the table fits. */
  | 'unknown';

export type FaultScope = 'item' | 'batch' | 'folder' | 'mailbox' | 'endpoint';

export type Fault = {
  kind: FaultKind;
  scope: FaultScope;
  /** The server's own word; stable, safe to log. */
  code: string;
  /** The server's message or ours; never contains content of mail. */
  message: string;
  /** Which server said it. */
  side?: 'source' | 'destination';
  /** The EWS operation that was refused, where it is known. */
  operation?: string;
  /** The property that it is about, where the server names one, as `exchange/faults/named-property.ts` writes it. */
  property?: string;
  retryAfterMs?: number;
  /** With too many connections: which limit was exceeded, and its value if the server reports it. */
  limit?: { lane: 'all' | 'sync'; value?: number };
  /** Of a connection that the gateway could not open: why, with the certificate where that is the reason. */
  line?: LineFailure;
  /** For an unconfirmed request: the fault's kind if the request had changed nothing. */
  was?: FaultKind;
};

/** Carries a fault through code that can only throw. */
export class FaultError extends Error {
  readonly fault: Fault;
  constructor(fault: Fault) {
    super(`${fault.code}: ${fault.message}`);
    this.name = 'FaultError';
    this.fault = fault;
  }
}

/** The fault in a caught value; any other error becomes `unknown`, with its name and message. */
export function faultOf(error: unknown, scope: FaultScope = 'mailbox'): Fault {
  if (error instanceof FaultError) return error.fault;
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return { kind: 'unknown', scope, code: 'unexpected', message };
}

/** Why a fault clears without intervention. */
export type Passing =
  /** The server asks for less. Neither it nor the request is at fault. */
  | 'throttling'
  /** The server was reached and failed. One odd item or request can cause that as well. */
  | 'failure'
  /** The server was not reached. */
  | 'absence';

/** All kinds that clear without intervention: the same request may succeed later although nobody changes anything. */
const PASSING: Readonly<Partial<Record<FaultKind, Passing>>> = {
  busy: 'throttling',
  'too-many-connections': 'throttling',
  overload: 'failure',
  transient: 'failure',
  unreachable: 'absence',
};

/** Whether a fault clears without intervention; with `reasons`, whether it does for one of them. */
export function isPassing({ kind }: Pick<Fault, 'kind'>, ...reasons: Passing[]): boolean {
  const reason = PASSING[kind];
  return reason !== undefined && (reasons.length === 0 || reasons.includes(reason));
}

/** As `isPassing`, of one item's result: the server may not have reached the item because an earlier one failed. */
export function isPassingForItem(fault: Pick<Fault, 'kind'>): boolean {
  return fault.kind === 'not-processed' || isPassing(fault);
}

/** What the server never does, or not for this account: said of one thing, it holds for all of its kind. */
export function isRefusedOperation(fault: Fault): boolean {
  return fault.kind === 'unsupported' || isDenied(fault);
}

/** The account lacks a right; other access faults name a problem with the account itself. */
export function isDenied({ kind, code }: Pick<Fault, 'kind' | 'code'>): boolean {
  return kind === 'access' && (code === 'ErrorAccessDenied' || code === 'http-403');
}
