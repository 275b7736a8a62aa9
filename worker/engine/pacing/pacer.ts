import type { Fault } from '../model/fault.ts';

/** How fast a slice goes. All of it is a value; what happened last decides what comes next. */
export type Pace = {
  /** Batches in flight at once. */
  concurrency: number;
  maxConcurrency: number;
  batchItems: number;
  batchBytes: number;
  /** Nothing new starts before this moment (epoch ms). */
  notBeforeAt: number;
  /** Why nothing starts before then. */
  fault?: Fault;
  /** Faults in a row that asked to slow down or wait; 0 after a success. Those of one moment count once. */
  failures: number;
  /** Refused sign-ins in a row. */
  refusals: number;
  /** Successes since the last change of concurrency. */
  streak: number;
};

export type PaceEvent =
  | { type: 'success'; tookMs: number; items: number }
  | { type: 'slow-down'; delayMs: number; now: number; fault?: Fault }
  | { type: 'wait'; delayMs: number; now: number; fault?: Fault }
  | { type: 'split' };

/** Before anything is known of a server: less than any server allows an account by default. */
const FIRST_CONCURRENCY = 4;
const MAX_BATCH_ITEMS = 20;
const MAX_BATCH_BYTES = 4_000_000;
const MIN_BATCH_BYTES = 256_000;
/** A server gives a batch one minute; a batch that takes this long is on its way to that limit. */
const LONG_BATCH_MS = 20_000;

/** What a slice hands on to the next one of its pass. */
export type PaceMemory = Pick<Pace, 'concurrency' | 'batchItems' | 'batchBytes' | 'failures' | 'refusals'> & {
  /** Both servers have let the pass in. */
  isLetIn: boolean;
};

/**
 * From where the slice before ended, so that waits go on growing across slices; after a wait it starts low.
 * `failures` where no more is known of that slice.
 */
export function startPace(maxConcurrency: number, failures = 0, before?: PaceMemory): Pace {
  const isTroubled = failures > 0 || (before?.failures ?? 0) > 0;
  return {
    concurrency: Math.max(1, Math.min(isTroubled ? 1 : (before?.concurrency ?? FIRST_CONCURRENCY), maxConcurrency)),
    maxConcurrency,
    batchItems: before?.batchItems ?? MAX_BATCH_ITEMS,
    batchBytes: before?.batchBytes ?? MAX_BATCH_BYTES / 2,
    notBeforeAt: 0,
    failures: Math.max(failures, before?.failures ?? 0),
    refusals: before?.refusals ?? 0,
    streak: 0,
  };
}

/** What the next slice must know. */
export function memoryOf(
  { concurrency, batchItems, batchBytes, failures, refusals }: Pace,
  isLetIn: boolean,
): PaceMemory {
  return { concurrency, batchItems, batchBytes, failures, refusals, isLetIn };
}

/** More by one after a run of successes, half at a refusal: the scheme that shares a server fairly (AIMD). */
export function pace(state: Pace, event: PaceEvent): Pace {
  switch (event.type) {
    case 'success': {
      const streak = state.streak + 1;
      const grows = streak >= state.concurrency && state.concurrency < state.maxConcurrency;
      const long = event.tookMs > LONG_BATCH_MS && event.items > 1;
      return {
        ...state,
        failures: 0,
        refusals: 0,
        streak: grows ? 0 : streak,
        concurrency: grows ? state.concurrency + 1 : state.concurrency,
        batchItems: long ? half(state.batchItems, 1) : Math.min(MAX_BATCH_ITEMS, state.batchItems + 1),
        batchBytes: long
          ? half(state.batchBytes, MIN_BATCH_BYTES)
          : Math.min(MAX_BATCH_BYTES, state.batchBytes + MIN_BATCH_BYTES),
      };
    }
    case 'slow-down':
    case 'wait': {
      const notBeforeAt = Math.max(state.notBeforeAt, event.now + event.delayMs);
      // What was on its way already when the first one met it is the same trouble, not more of it.
      if (event.now < state.notBeforeAt) return event.fault?.retryAfterMs ? { ...state, notBeforeAt } : state;
      return {
        ...state,
        failures: state.failures + 1,
        refusals: state.refusals + (event.fault?.kind === 'credentials' ? 1 : 0),
        streak: 0,
        concurrency: event.type === 'slow-down' ? half(state.concurrency, 1) : state.concurrency,
        notBeforeAt,
        ...(event.fault && { fault: event.fault }),
      };
    }
    case 'split':
      return {
        ...state,
        streak: 0,
        batchItems: half(state.batchItems, 1),
        batchBytes: half(state.batchBytes, MIN_BATCH_BYTES),
      };
  }
}

function half(value: number, least: number): number {
  return Math.max(least, Math.floor(value / 2));
}
