import type { Fault, FaultKind } from '../model/fault.ts';

/** What happens to an item that met a fault. */
export type ItemFate =
  /** It is retried and is not to blame. */
  | 'retry'
  /** It is retried in a batch of its own: one item of its batch is to blame, and this shows which. */
  | 'retry-alone'
  /** It is retried, and the attempt counts. */
  | 'blamed'
  /** It is retried by the next method, and listed if there is none. */
  | 'next-method'
  /** It is listed. */
  | 'failed'
  /** The source no longer has it. */
  | 'gone'
  /** It may have arrived: the destination is asked before anything else is done with it. */
  | 'unconfirmed';

/** What to do about a fault: with the item that met it, with the pace of the slice, with the slice. */
export type Remedy = {
  item: ItemFate;
  /** What happens to each item of a call that met the fault as a whole, where there are several. */
  ofSeveral: ItemFate;
  pace: {
    /** Whether fewer batches are in flight from now on, or each is smaller. */
    batches: 'same' | 'fewer' | 'smaller';
    /** How long nothing new starts, in ms. */
    waitMs: number;
  };
  /** Nothing more can be done on this mailbox, until someone puts something right (`paused`) or at all. */
  end?: 'paused' | 'failed' | 'stopped';
};

/** Attempts after which an item that is itself to blame is listed. */
export const MAX_ATTEMPTS = 4;

/** Doubles from fault to fault. `usesRetryAfter`: the server's Retry-After wins. */
type Wait = { firstMs: number; longestMs: number; usesRetryAfter?: true };
const BUSY: Wait = { firstMs: 2_000, longestMs: 300_000, usesRetryAfter: true };
const CONNECTIONS: Wait = { firstMs: 2_000, longestMs: 2_000, usesRetryAfter: true };
const TRANSIENT: Wait = { firstMs: 10_000, longestMs: 900_000, usesRetryAfter: true };
const VERSION: Wait = { firstMs: 10_000, longestMs: 900_000 };
const SIGN_IN: Wait = { firstMs: 30_000, longestMs: 300_000 };
const UNKNOWN: Wait = { firstMs: 2_000, longestMs: 300_000 };

type Row = {
  item: ItemFate;
  /** As `item` where it is absent. */
  ofSeveral?: ItemFate;
  batches?: 'fewer' | 'smaller';
  wait?: Wait;
  end?: 'paused' | 'failed' | 'stopped';
  /** After `failures` in a row, `last` applies; with `inMidRun`, it applies at first contact already. */
  patience?: { failures: number; inMidRun?: true; last: Omit<Row, 'patience'> };
};

const IS_LISTED: Row = { item: 'failed', ofSeveral: 'retry-alone', batches: 'smaller' };
const IS_PAUSED: Row = { item: 'retry', end: 'paused' };
const IS_FINAL: Row = { item: 'retry', end: 'failed' };

/** The failure matrix. */
const TABLE: Readonly<Record<FaultKind, Row>> = {
  busy: { item: 'retry', batches: 'fewer', wait: BUSY },
  'too-many-connections': { item: 'retry', batches: 'fewer', wait: CONNECTIONS },
  overload: { item: 'retry', batches: 'smaller', wait: BUSY },
  transient: { item: 'retry', wait: TRANSIENT },
  unreachable: { item: 'retry', wait: TRANSIENT },
  // Smaller batches until it is clear which item brings the connection down, if it is one.
  'in-doubt': { item: 'unconfirmed', batches: 'smaller' },
  // In mid-run it may be a passing fault of the server; after a few times lock-out threatens.
  credentials: { item: 'retry', wait: SIGN_IN, patience: { failures: 3, inMidRun: true, last: IS_PAUSED } },
  access: IS_PAUSED,
  'not-processed': { item: 'retry' },
  quota: IS_PAUSED,
  'too-large': { item: 'failed', ofSeveral: 'retry', batches: 'smaller' },
  vanished: { item: 'gone', ofSeveral: 'retry-alone', batches: 'smaller' },
  corrupt: { item: 'next-method', ofSeveral: 'retry-alone', batches: 'smaller' },
  refused: IS_LISTED,
  stale: { item: 'blamed', patience: { failures: 1, last: IS_LISTED } },
  // The same state would be refused again; who asked with it knows what to do.
  'sync-state': IS_LISTED,
  // The connection negotiates with the next call; no item is to blame.
  version: { item: 'retry', wait: VERSION, patience: { failures: MAX_ATTEMPTS, last: IS_PAUSED } },
  // The slice ends, and the next one goes to another server.
  'wrong-server': IS_PAUSED,
  tls: IS_FINAL,
  // What was an Exchange server a moment ago is one that is being restarted, or its front door.
  'not-exchange': { item: 'retry', wait: VERSION, patience: { failures: 6, inMidRun: true, last: IS_FINAL } },
  'exchange-online': IS_FINAL,
  'oauth-only': IS_FINAL,
  unsupported: { item: 'next-method', ofSeveral: 'retry-alone', batches: 'smaller' },
  stopped: { item: 'retry', end: 'stopped' },
  unknown: {
    item: 'blamed',
    wait: UNKNOWN,
    patience: { failures: MAX_ATTEMPTS, last: { item: 'next-method', ofSeveral: 'retry-alone', batches: 'smaller' } },
  },
};

/**
 * What to do about a fault. `failures` counts the faults of this kind in a row (0 for the first), `jitter` is 0..1: it
 * lengthens waits by up to a fifth, so that mailboxes do not return in step.
 */
export function decide(fault: Fault, failures: number, jitter: number, inMidRun = true): Remedy {
  // Another call of the same account got the server's refusal, and has already slowed down.
  if (fault.kind === 'busy' && fault.code === 'held-back')
    return remedyOf({ item: 'retry' }, fault.retryAfterMs ?? BUSY.firstMs);
  const row = rowOf(fault, failures, inMidRun);
  const waitMs =
    fault.kind === 'in-doubt' && fault.was
      ? decide({ ...fault, kind: fault.was }, failures, jitter).pace.waitMs
      : waitOf(row.wait, fault, failures, jitter);
  // An item that the destination does not have is no item that the source has lost.
  if (row.item === 'gone' && fault.side === 'destination') return remedyOf({ ...row, item: 'failed' }, waitMs);
  return remedyOf(row, waitMs);
}

function rowOf({ kind }: Fault, failures: number, inMidRun: boolean): Row {
  const row = TABLE[kind];
  const { patience } = row;
  if (!patience) return row;
  const isOver = failures >= patience.failures || (patience.inMidRun === true && !inMidRun);
  return isOver ? patience.last : row;
}

function remedyOf(row: Row, waitMs: number): Remedy {
  const { item, ofSeveral, batches, end } = row;
  return {
    item,
    ofSeveral: ofSeveral ?? item,
    pace: { batches: batches ?? 'same', waitMs },
    ...(end && { end }),
  };
}

function waitOf(wait: Wait | undefined, { retryAfterMs }: Fault, failures: number, jitter: number): number {
  if (!wait) return 0;
  const usesRetryAfter = wait.usesRetryAfter === true && retryAfterMs !== undefined && retryAfterMs > 0;
  const ms = usesRetryAfter ? retryAfterMs : Math.min(wait.longestMs, wait.firstMs * 2 ** Math.min(failures, 20));
  return Math.round(ms * (1 + jitter / 5));
}
