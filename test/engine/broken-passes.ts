import { expect } from 'vitest';
import type { Ledger } from '../../worker/engine/model/ledger.ts';
import { runSlice } from '../../worker/engine/slice.ts';
import type { SliceDeps } from '../../worker/engine/context/slice-job.ts';
import type { SliceResult } from '../../worker/engine/context/slice-result.ts';
import type { Fault, FaultKind } from '../../worker/engine/model/fault.ts';
import type { MemoryMailbox } from '../fakes/memory-mailbox.ts';
import { fault } from '../fakes/memory-mailbox.ts';
import type { World } from '../fakes/slice-world.ts';
import { sliceDeps } from '../fakes/slice-world.ts';

class Crash extends Error {}

/**
 * The process dies at the n-th step: from then on no call of its slice does anything. Steps are counted before and
 * after each call, so that a call may have been carried out and its answer lost with the process.
 */
function crashing(world: World, deps: SliceDeps, steps: number): SliceDeps {
  let left = steps;
  const step = () => {
    if (--left <= 0) throw new Crash();
  };
  for (const mailbox of [world.source, world.destination]) mailbox.hook = step;
  const guarded = <T extends object>(port: T): T =>
    new Proxy(port, {
      get(target, key) {
        const method = target[key as keyof T] as (...values: unknown[]) => Promise<unknown>;
        return async (...values: unknown[]) => {
          step();
          const answer = await method.apply(target, values);
          step();
          return answer;
        };
      },
    });
  return { ...deps, ledger: guarded<Ledger>(deps.ledger), watermarks: guarded(deps.watermarks) };
}

/** Servers that lose answers, refuse, or are busy, by chance. */
function unreliable(world: World, random: () => number): void {
  world.source.hook = (_call, phase) => {
    if (phase === 'before' && random() < 0.04) throw fault('transient', { side: 'source' });
  };
  world.destination.hook = (call, phase) => {
    if (random() >= 0.06) return;
    if (call.startsWith('write')) throw fault('in-doubt', { side: 'destination' });
    if (phase === 'before') throw fault(random() < 0.5 ? 'busy' : 'transient', { side: 'destination' });
  };
}

/** As servers fail at one folder, for good or until they are left alone. */
const FOLDER_FAULTS: readonly FaultKind[] = [
  'access',
  'corrupt',
  'vanished',
  'unsupported',
  'transient',
  'overload',
  'busy',
  'not-exchange',
  'unknown',
];

/**
 * By chance some folders of people fail by themselves from now on: the source does not list them, or the destination does
 * not make or list them. Returns what heals them.
 */
export function troubleFolders(world: World, random: () => number): () => void {
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  const ofPeople = ({ folders }: MemoryMailbox) =>
    folders.filter(({ distinguishedId }) => distinguishedId === undefined);
  const bad = new Map<string, Fault>();
  const strike = (call: string, folder: string | undefined) =>
    bad.set(`${call} ${folder ?? ''}`, fault(pick(FOLDER_FAULTS)!, { code: 'of-this-folder' }).fault);
  for (let count = Math.floor(random() * 3); count > 0; count--) {
    const dice = random();
    if (dice < 0.5) strike('changes', pick(ofPeople(world.source))?.id);
    else if (dice < 0.8) strike('createFolders', pick(ofPeople(world.source))?.name);
    else strike('mark', pick(ofPeople(world.destination))?.id);
  }
  const mailboxes = [world.source, world.destination];
  for (const mailbox of mailboxes) mailbox.folderFault = (call, folder) => bad.get(`${call} ${folder}`);
  return () => {
    for (const mailbox of mailboxes) mailbox.folderFault = () => undefined;
  };
}

/** Slices of a new pass until it has ended, with crashes and faults by chance unless `isQuiet`. */
export async function runThrough(
  world: World,
  label: string,
  random: () => number,
  isQuiet: boolean,
  more: Partial<SliceDeps>,
): Promise<void> {
  world.pass = `pass-${Number(world.pass.slice(5)) + 1}`;
  let last: SliceResult | undefined;
  for (let slice = 0; slice < 400; slice++) {
    let deps = sliceDeps(world, { random, maxConcurrency: 1 + Math.floor(random() * 4), ...more });
    for (const mailbox of [world.source, world.destination]) mailbox.hook = () => {};
    if (!isQuiet) {
      if (slice < 12 && random() < 0.6) deps = crashing(world, deps, 1 + Math.floor(random() * 60));
      else unreliable(world, random);
    }
    const result = await runSlice(deps);
    last = result;
    if (result.outcome === 'done') {
      expect(result.summary?.failed.count, `${label}: nothing given up`).toBe(0);
      // People may go on in the very second in which it ended.
      return;
    }
    // The next slice begins after the lease was lost, or when this one said so.
    world.clock.now = Math.max(world.clock.now + 20_000, result.outcome === 'wait' ? result.resumeAt : 0);
  }
  expect.unreachable(`${label} does not end: ${JSON.stringify(last)}`);
}
