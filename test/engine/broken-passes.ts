import { expect } from 'vitest';
import type { Ledger } from '../../worker/engine/model/ledger.ts';
import { runSlice } from '../../worker/engine/slice.ts';
import type { SliceDeps } from '../../worker/engine/context/slice-job.ts';
import type { SliceResult } from '../../worker/engine/context/slice-result.ts';
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
