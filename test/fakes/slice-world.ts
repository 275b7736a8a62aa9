import { createBudget } from '../../worker/engine/pacing/budget.ts';
import { runSlice } from '../../worker/engine/slice.ts';
import type { SliceDeps } from '../../worker/engine/context/slice-job.ts';
import type { SliceResult } from '../../worker/engine/context/slice-result.ts';
import type { Progress } from '../../worker/engine/model/progress.ts';
import type { MemoryMailbox } from './memory-mailbox.ts';
import { memoryDestination, memorySource } from './memory-mailbox.ts';
import type { SqliteLedger } from './sqlite-ledger.ts';
import { createSqliteLedger } from './sqlite-ledger.ts';

/** Everything one mailbox's pass needs, with a clock that jumps: a sleep takes no time. */
export type World = {
  source: MemoryMailbox;
  destination: MemoryMailbox;
  ledger: SqliteLedger;
  watermarks: Map<string, string>;
  clock: { now: number };
  lease: number;
  /** The id of the pass that runs; another one is another pass. */
  pass: string;
  progress: Progress[];
};

export function createWorld(source: MemoryMailbox, destination: MemoryMailbox): World {
  const clock = { now: Date.parse('2026-01-01T00:00:00Z') };
  // What was there before is older.
  source.now = () => clock.now;
  return {
    source,
    destination,
    ledger: createSqliteLedger(),
    watermarks: new Map(),
    clock,
    lease: 0,
    pass: 'pass-1',
    progress: [],
  };
}

export function sliceDeps(world: World, more: Partial<SliceDeps> = {}): SliceDeps {
  world.lease += 1;
  let batch = 0;
  const lease = world.lease;
  return {
    source: memorySource(world.source),
    destination: memoryDestination(world.destination),
    ledger: world.ledger.lease(lease),
    watermarks: {
      all: async () => new Map(world.watermarks),
      put: async (marks) => marks.forEach(({ folder, syncState }) => world.watermarks.set(folder.sourceId, syncState)),
    },
    order: { id: world.pass, type: 'full' },
    options: () => ({}),
    maxConcurrency: 4,
    priorWaits: 0,
    memory: createBudget(50_000_000),
    now: () => world.clock.now,
    sleep: async (ms) => {
      world.clock.now += ms;
      // Lets what is on its way go on, as a real wait would.
      await new Promise((resolve) => setImmediate(resolve));
    },
    random: () => 0.5,
    newBatchId: () => `batch-${lease}-${++batch}`,
    deadlineAt: world.clock.now + 60_000,
    doubtWaitMs: 65_000,
    stop: new AbortController().signal,
    abort: new AbortController().signal,
    onProgress: (progress) => void world.progress.push(structuredClone(progress)),
    ...more,
  };
}

/** Runs slices of a new pass as the coordinator would, until the pass ends. */
export async function runPass(world: World, more: Partial<SliceDeps> = {}, maxSlices = 200): Promise<SliceResult> {
  let waits = 0;
  world.pass = `pass-${Number(world.pass.slice(5)) + 1}`;
  for (let slice = 0; slice < maxSlices; slice++) {
    const result = await runSlice(sliceDeps(world, { priorWaits: waits, ...more }));
    if (result.outcome === 'wait') {
      world.clock.now = Math.max(world.clock.now, result.resumeAt);
      waits += result.fault ? 1 : 0;
    } else if (result.outcome === 'more') waits = 0;
    else return result;
  }
  throw new Error(`The pass did not end within ${maxSlices} slices.`);
}

/** Items of a mailbox as comparable lines: folder, subject, content, read state. */
export function linesOf(mailbox: MemoryMailbox): string[] {
  const names = new Map(mailbox.folders.map((folder) => [folder.id, folder.name]));
  return [...mailbox.items.values()]
    .map((item) => `${names.get(item.folderId)}|${item.subject}|${item.content}|${item.isRead ?? ''}`)
    .sort();
}
