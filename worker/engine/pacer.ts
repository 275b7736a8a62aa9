import type { Fault } from './fault.ts';

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
  /** Faults in a row that asked to slow down or wait; 0 after a success. */
  failures: number;
  /** Successes since the last change of concurrency. */
  streak: number;
};

export type PaceEvent =
  | { type: 'success'; tookMs: number; items: number }
  | { type: 'slow-down'; delayMs: number; now: number; fault?: Fault }
  | { type: 'wait'; delayMs: number; now: number; fault?: Fault }
  | { type: 'split' };

const MAX_BATCH_ITEMS = 20;
const MAX_BATCH_BYTES = 4_000_000;
const MIN_BATCH_BYTES = 256_000;
/** A server gives a batch one minute; a batch that takes this long is on its way to that limit. */
const LONG_BATCH_MS = 20_000;

/** `failures` of the slice before, so that waits go on growing across slices. */
export function startPace(maxConcurrency: number, failures = 0): Pace {
  return {
    concurrency: Math.min(2, maxConcurrency),
    maxConcurrency,
    batchItems: MAX_BATCH_ITEMS,
    batchBytes: MAX_BATCH_BYTES / 2,
    notBeforeAt: 0,
    failures,
    streak: 0,
  };
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
        streak: grows ? 0 : streak,
        concurrency: grows ? state.concurrency + 1 : state.concurrency,
        batchItems: long ? half(state.batchItems, 1) : Math.min(MAX_BATCH_ITEMS, state.batchItems + 1),
        batchBytes: long
          ? half(state.batchBytes, MIN_BATCH_BYTES)
          : Math.min(MAX_BATCH_BYTES, state.batchBytes + MIN_BATCH_BYTES),
      };
    }
    case 'slow-down':
      return {
        ...state,
        failures: state.failures + 1,
        streak: 0,
        concurrency: half(state.concurrency, 1),
        notBeforeAt: Math.max(state.notBeforeAt, event.now + event.delayMs),
        ...(event.fault && { fault: event.fault }),
      };
    case 'wait':
      return {
        ...state,
        failures: state.failures + 1,
        streak: 0,
        notBeforeAt: Math.max(state.notBeforeAt, event.now + event.delayMs),
        ...(event.fault && { fault: event.fault }),
      };
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
