import type { Fault } from '../model/fault.ts';

/** What to do about a fault. `costsAttempt` says whether the item is to blame. */
export type Action =
  /** Take the items back and try them again after `delayMs`. */
  | { do: 'retry'; delayMs: number; costsAttempt: boolean }
  /** Make room: as `retry`, and fewer at a time. */
  | { do: 'slow-down'; delayMs: number }
  /** The batch was too much: try it in halves; a single item is tried again after `delayMs`. */
  | { do: 'split'; delayMs: number }
  | { do: 'next-path' }
  | { do: 'list' }
  | { do: 'forget' }
  /** Ask the destination before anything else happens to these items. */
  | { do: 'resolve' }
  /** Nothing more on this mailbox until someone or `afterMs` puts it right. */
  | { do: 'pause'; afterMs?: number }
  | { do: 'fail' }
  | { do: 'stop' };

/** Attempts after which an item that is itself to blame is listed. */
export const MAX_ATTEMPTS = 4;

const BUSY_FIRST_MS = 2_000;

const BUSY_LONGEST_MS = 300_000;

const TRANSIENT_FIRST_MS = 10_000;

const TRANSIENT_LONGEST_MS = 900_000;

/** Sign-in refused in mid-run: this often it is taken for a passing fault of the server, then lock-out threatens. */
const MAX_CREDENTIAL_RETRIES = 3;

/** Pages in the place of answers in mid-run, in a row. */
const MAX_ODD_PAGES = 6;

/**
 * The failure matrix. `failures` counts the faults of this kind in a row (0 for the first), `jitter` is 0..1.
 * A server's own retry-after always wins, with jitter on top so that mailboxes do not return in step.
 */
export function decide(fault: Fault, failures: number, jitter: number, inMidRun = true): Action {
  switch (fault.kind) {
    case 'busy':
      // Heard by someone else with the same account: nothing new, so nothing to slow down for.
      if (fault.code === 'held-back')
        return { do: 'retry', delayMs: fault.retryAfterMs ?? BUSY_FIRST_MS, costsAttempt: false };
      return {
        do: 'slow-down',
        delayMs: spread(told(fault) ?? grow(BUSY_FIRST_MS, BUSY_LONGEST_MS, failures), jitter),
      };
    case 'too-many-connections':
      return { do: 'slow-down', delayMs: spread(told(fault) ?? BUSY_FIRST_MS, jitter) };
    case 'overload':
      return { do: 'split', delayMs: spread(told(fault) ?? grow(BUSY_FIRST_MS, BUSY_LONGEST_MS, failures), jitter) };
    case 'transient':
    case 'unreachable':
      return {
        do: 'retry',
        delayMs: spread(told(fault) ?? grow(TRANSIENT_FIRST_MS, TRANSIENT_LONGEST_MS, failures), jitter),
        costsAttempt: false,
      };
    case 'in-doubt':
      return { do: 'resolve' };
    case 'credentials':
      return inMidRun && failures < MAX_CREDENTIAL_RETRIES
        ? { do: 'retry', delayMs: spread(grow(30_000, BUSY_LONGEST_MS, failures), jitter), costsAttempt: false }
        : { do: 'pause' };
    case 'access':
    case 'quota':
      return { do: 'pause' };
    case 'not-processed':
      return { do: 'retry', delayMs: 0, costsAttempt: false };
    case 'too-large':
      return { do: 'split', delayMs: 0 };
    case 'vanished':
      return { do: 'forget' };
    case 'corrupt':
      return { do: 'next-path' };
    case 'unsupported':
      return { do: 'next-path' };
    case 'refused':
      return { do: 'list' };
    case 'stale':
      return failures < 1 ? { do: 'retry', delayMs: 0, costsAttempt: true } : { do: 'list' };
    case 'sync-state':
      // The same state would be refused again; who asked with it knows what to do.
      return { do: 'list' };
    case 'wrong-server':
      // The slice ends, and the next one goes to another server.
      return { do: 'pause' };
    case 'version':
      // The connection negotiates again with the next call; no item is to blame.
      return failures < MAX_ATTEMPTS
        ? {
            do: 'retry',
            delayMs: spread(grow(TRANSIENT_FIRST_MS, TRANSIENT_LONGEST_MS, failures), jitter),
            costsAttempt: false,
          }
        : { do: 'pause' };
    case 'not-exchange':
      // What was an Exchange server a moment ago is one that is being restarted, or its front door.
      return inMidRun && failures < MAX_ODD_PAGES
        ? {
            do: 'retry',
            delayMs: spread(grow(TRANSIENT_FIRST_MS, TRANSIENT_LONGEST_MS, failures), jitter),
            costsAttempt: false,
          }
        : { do: 'fail' };
    case 'tls':
    case 'exchange-online':
    case 'oauth-only':
      return { do: 'fail' };
    case 'stopped':
      return { do: 'stop' };
    case 'unknown':
      return failures < MAX_ATTEMPTS
        ? { do: 'retry', delayMs: spread(grow(BUSY_FIRST_MS, BUSY_LONGEST_MS, failures), jitter), costsAttempt: true }
        : { do: 'list' };
  }
}

function told(fault: Fault): number | undefined {
  return fault.retryAfterMs !== undefined && fault.retryAfterMs > 0 ? fault.retryAfterMs : undefined;
}

function grow(first: number, longest: number, failures: number): number {
  return Math.min(longest, first * 2 ** Math.min(failures, 20));
}

/** Up to a fifth more. */
function spread(delayMs: number, jitter: number): number {
  return Math.round(delayMs * (1 + jitter / 5));
}
