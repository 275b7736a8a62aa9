import { createBudget } from '../../worker/engine/pacing/budget.ts';
import type { MailboxDestination, MailboxSource } from '../../worker/engine/model/mailbox.ts';
import type { SliceDeps } from '../../worker/engine/context/slice-job.ts';
import type { SliceResult } from '../../worker/engine/context/slice-result.ts';
import { runSlice } from '../../worker/engine/slice.ts';
import type { SqliteLedger } from './sqlite-ledger.ts';
import { createSqliteLedger } from './sqlite-ledger.ts';

/** Time in which long waits take none: a sleep moves the clock on. */
export type Clock = { now: () => number; sleep: (ms: number, signal?: AbortSignal) => Promise<void> };

/** What outlives the slices of one mailbox; `pass` is the id of the pass that runs. */
export type PassWorld = {
  ledger: SqliteLedger;
  watermarks: Map<string, string>;
  lease: number;
  pass: string;
  time: Clock;
};

export type Sides = { source: MailboxSource; destination: MailboxDestination };

export function createPassWorld(time: Clock): PassWorld {
  return { ledger: createSqliteLedger(), watermarks: new Map(), lease: 0, pass: 'pass-1', time };
}

/** Time that sleeps skip; each really sleeps `realMs`, so that requests in flight continue. */
export function jumpingClock(realMs = 5): Clock & { jumpedMs: () => number } {
  let ahead = 0;
  const now = (): number => Date.now() + ahead;
  /** When each sleeper wakes up. Time never passes one by: who sleeps long would take it away from who sleeps briefly. */
  const sleepers = new Set<{ until: number }>();
  const isFirst = (sleeper: { until: number }): boolean => [...sleepers].every(({ until }) => until >= sleeper.until);
  return {
    now,
    jumpedMs: () => ahead,
    sleep: async (ms, signal) => {
      const sleeper = { until: now() + ms };
      sleepers.add(sleeper);
      for (;;) {
        await new Promise((resolve) => setTimeout(resolve, Math.min(ms, realMs)));
        if (signal?.aborted || isFirst(sleeper)) break;
      }
      sleepers.delete(sleeper);
      if (!signal?.aborted) ahead = Math.max(ahead, sleeper.until - Date.now());
    },
  };
}

/** What a slice of the world's present pass is given. Takes a new lease. */
export function depsFor(world: PassWorld, sides: Sides, more: Partial<SliceDeps> = {}): SliceDeps {
  world.lease += 1;
  let batch = 0;
  const { time, lease, watermarks } = world;
  return {
    ...sides,
    ledger: world.ledger.lease(lease),
    watermarks: {
      all: async () => new Map(watermarks),
      put: async (entries) => entries.forEach(({ folder, syncState }) => watermarks.set(folder.sourceId, syncState)),
    },
    order: { id: world.pass, type: 'full' },
    options: () => ({}),
    maxConcurrency: 4,
    priorWaits: 0,
    memory: createBudget(50_000_000),
    now: time.now,
    sleep: time.sleep,
    random: () => 0.5,
    newBatchId: () => `batch-${lease}-${++batch}`,
    deadlineAt: time.now() + 60_000,
    unconfirmedWaitMs: 65_000,
    stop: new AbortController().signal,
    abort: new AbortController().signal,
    onProgress: () => {},
    ...more,
  };
}

/** What a pass ended with, and how its slices did. */
export type PassEnd = { result: SliceResult; results: SliceResult[] };

/**
 * Runs slices of a new pass as the coordinator would, until it ends. `open` is asked for each slice. Throws where the
 * pass does not end within `maxSlices`.
 */
export async function endPass(
  world: PassWorld,
  open: () => Sides & { more?: Partial<SliceDeps>; ended?: () => void },
  maxSlices = 100,
): Promise<PassEnd> {
  world.pass = `pass-${Number(world.pass.slice(5)) + 1}`;
  const results: SliceResult[] = [];
  let waits = 0;
  let pace: SliceResult['pace'];
  while (results.length < maxSlices) {
    const { more, ended, ...sides } = open();
    const result = await runSlice(depsFor(world, sides, { priorWaits: waits, ...(pace && { pace }), ...more }));
    results.push(result);
    ended?.();
    ({ pace } = result);
    if (result.outcome === 'wait') {
      await world.time.sleep(result.resumeAt - world.time.now());
      waits += result.fault ? 1 : 0;
    } else if (result.outcome === 'more') waits = 0;
    else return { result, results };
  }
  throw new Error(`The pass did not end within ${maxSlices} slices: ${JSON.stringify(results.at(-1))}`);
}
