import type { SliceDeps } from '../../worker/engine/context/slice-job.ts';
import type { SliceResult } from '../../worker/engine/context/slice-result.ts';
import type { Progress } from '../../worker/engine/model/progress.ts';
import type { MemoryMailbox } from './memory-mailbox.ts';
import { memoryDestination, memorySource } from './memory-mailbox.ts';
import type { PassWorld } from './pass-world.ts';
import { createPassWorld, depsFor, endPass } from './pass-world.ts';

/** Everything one mailbox's pass needs, with two mailboxes in memory and a clock that jumps: a sleep takes no time. */
export type World = PassWorld & {
  source: MemoryMailbox;
  destination: MemoryMailbox;
  clock: { now: number };
  progress: Progress[];
};

export function createWorld(source: MemoryMailbox, destination: MemoryMailbox): World {
  const clock = { now: Date.parse('2026-01-01T00:00:00Z') };
  // What was there before is older.
  source.now = () => clock.now;
  const time = {
    now: () => clock.now,
    sleep: async (ms: number) => {
      clock.now += Math.max(0, ms);
      // Lets requests in flight continue, as a real wait would.
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
  return { ...createPassWorld(time), source, destination, clock, progress: [] };
}

const sidesOf = (world: World) => ({
  source: memorySource(world.source),
  destination: memoryDestination(world.destination),
});

const noting = (world: World): Partial<SliceDeps> => ({
  onProgress: (progress) => void world.progress.push(structuredClone(progress)),
});

export function sliceDeps(world: World, more: Partial<SliceDeps> = {}): SliceDeps {
  return depsFor(world, sidesOf(world), { ...noting(world), ...more });
}

/** Runs slices of a new pass as the coordinator would, until the pass ends. */
export async function runPass(world: World, more: Partial<SliceDeps> = {}, maxSlices = 200): Promise<SliceResult> {
  const { result } = await endPass(
    world,
    () => ({ ...sidesOf(world), more: { ...noting(world), ...more } }),
    maxSlices,
  );
  return result;
}

/** Items of a mailbox as comparable lines: folder, subject, content, read state. */
export function linesOf(mailbox: MemoryMailbox): string[] {
  const names = new Map(mailbox.folders.map((folder) => [folder.id, folder.name]));
  return [...mailbox.items.values()]
    .map((item) => `${names.get(item.folderId)}|${item.subject}|${item.content}|${item.isRead ?? ''}`)
    .sort();
}
