import { describe, expect, it } from 'vitest';
import type { Ledger } from '../../worker/engine/ledger.ts';
import { runSlice } from '../../worker/engine/slice.ts';
import type { SliceDeps } from '../../worker/engine/slice-context.ts';
import { addItem, createMemoryMailbox, fault } from '../fakes/memory-mailbox.ts';
import type { MemoryMailbox } from '../fakes/memory-mailbox.ts';
import { createRandom } from '../fakes/prng.ts';
import type { World } from '../fakes/slice-world.ts';
import { createWorld, linesOf, sliceDeps } from '../fakes/slice-world.ts';

const SEEDS = Number(process.env.SEEDS ?? 60);
const FIRST = Number(process.env.SEED ?? 1);

/** A mailbox with twins: items that no one can tell apart by what a server says of them. */
function randomMailbox(random: () => number): MemoryMailbox {
  const source = createMemoryMailbox('source', ['Inbox', 'Sent', 'Projects']);
  source.pageSize = 1 + Math.floor(random() * 9);
  const count = Math.floor(random() * 40);
  for (let i = 0; i < count; i++) addRandomItem(source, random, i);
  return source;
}

function addRandomItem(source: MemoryMailbox, random: () => number, i: number): void {
  const folder = source.folders[1 + Math.floor(random() * 3)]!;
  const isTwin = random() < 0.3;
  const subject = isTwin ? 'twin' : `subject ${i}`;
  const itemClass = random() < 0.3 ? 'IPM.Contact' : 'IPM.Note';
  const padding = 'x'.repeat(random() < 0.01 ? 2_500_000 : Math.floor(random() * 50));
  addItem(
    source,
    folder.id,
    { subject, itemClass, ...(random() < 0.5 && { isRead: random() < 0.5 }) },
    `${i}${padding}`,
  );
}

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

async function runSeed(seed: number): Promise<void> {
  const random = createRandom(seed);
  const source = randomMailbox(random);
  const world = createWorld(source, createMemoryMailbox('destination', ['Inbox']));
  const before = JSON.stringify([...source.items]);
  let isDone = false;
  for (let slice = 0; !isDone && slice < 400; slice++) {
    let deps = sliceDeps(world, { random, maxConcurrency: 1 + Math.floor(random() * 4) });
    if (slice < 12 && random() < 0.6) deps = crashing(world, deps, 1 + Math.floor(random() * 60));
    else unreliable(world, random);
    const result = await runSlice(deps);
    isDone = result.outcome === 'done';
    if (isDone) expect(result.summary?.failed.count, `seed ${seed}: nothing given up`).toBe(0);
    // The next slice begins after the lease was lost, or when this one said so.
    world.clock.now = Math.max(world.clock.now + 20_000, result.outcome === 'wait' ? result.resumeAt : 0);
  }
  expect(isDone, `seed ${seed} ends`).toBe(true);
  expect(linesOf(world.destination), `seed ${seed}: nothing lost, nothing twice`).toEqual(linesOf(source));
  expect(JSON.stringify([...source.items]), `seed ${seed}: source untouched`).toBe(before);
  world.ledger.close();
}

describe('exactly once', () => {
  it(
    `survives crashes and faults at random steps (seeds ${FIRST}..${FIRST + SEEDS - 1})`,
    { timeout: 120_000 },
    async () => {
      for (let seed = FIRST; seed < FIRST + SEEDS; seed++) await runSeed(seed);
    },
  );
});
