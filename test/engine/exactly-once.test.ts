import { describe, expect, it } from 'vitest';
import type { Ledger } from '../../worker/engine/ledger.ts';
import { runSlice } from '../../worker/engine/slice.ts';
import type { SliceDeps, SliceResult } from '../../worker/engine/slice-context.ts';
import {
  addItem,
  createMemoryMailbox,
  editItem,
  fault,
  moveItem,
  removeItem,
  setItemRead,
} from '../fakes/memory-mailbox.ts';
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

/** What people do in their mailbox between passes, and during one: edits, moves, deletions, reading, new mail. */
function live(source: MemoryMailbox, random: () => number, changes: number): void {
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  for (let i = 0; i < changes; i++) {
    // People often come back to what they just had.
    const recent = pick(source.log.slice(-6))?.id ?? '';
    const id = random() < 0.3 && source.items.has(recent) ? recent : pick([...source.items.keys()]);
    const dice = random();
    if (!id || dice < 0.2) addRandomItem(source, random, 1000 + Math.floor(random() * 1e6));
    else if (dice < 0.4) editItem(source, id, { content: `edited ${Math.floor(random() * 1e6)}` });
    else if (dice < 0.5) editItem(source, id, { subject: `renamed ${Math.floor(random() * 1e6)}` });
    else if (dice < 0.7) {
      // Some are edited right before, in as many bytes.
      const letter = 'abcdefgh'[Math.floor(random() * 8)]!;
      if (dice < 0.56) editItem(source, id, { content: letter.repeat(source.items.get(id)!.content.length) });
      moveItem(source, id, source.folders[1 + Math.floor(random() * 3)]!.id);
    } else if (dice < 0.85) setItemRead(source, id, random() < 0.5);
    // A mailbox that is emptied is not believed; that has a test of its own.
    else if (source.items.size > 1) removeItem(source, id);
  }
}

/** Slices until the pass has ended, with crashes and faults by chance unless `isQuiet`. */
async function runThrough(
  world: World,
  seed: number,
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
      expect(result.summary?.failed.count, `seed ${seed}: nothing given up`).toBe(0);
      // People may go on in the very second in which it ended.
      return;
    }
    // The next slice begins after the lease was lost, or when this one said so.
    world.clock.now = Math.max(world.clock.now + 20_000, result.outcome === 'wait' ? result.resumeAt : 0);
  }
  expect.unreachable(`seed ${seed} does not end: ${JSON.stringify(last)}`);
}

async function runSeed(seed: number): Promise<void> {
  const random = createRandom(seed);
  const source = randomMailbox(random);
  const world = createWorld(source, createMemoryMailbox('destination', ['Inbox']));
  const before = JSON.stringify([...source.items]);
  await runThrough(world, seed, random, false, {});
  expect(linesOf(world.destination), `seed ${seed}: nothing lost, nothing twice`).toEqual(linesOf(source));
  expect(JSON.stringify([...source.items]), `seed ${seed}: source untouched`).toBe(before);
  world.ledger.close();
}

/** Passes while people go on working: what they did is carried, whatever breaks. */
async function runLiveSeed(seed: number): Promise<void> {
  const random = createRandom(seed * 7919);
  const source = randomMailbox(random);
  const world = createWorld(source, createMemoryMailbox('destination', ['Inbox']));
  const options = () => ({ deletions: 'remove' as const, maximumDeletions: 1e6 });
  const passes = 1 + Math.floor(random() * 3);
  for (let pass = 0; pass < passes; pass++) {
    // Some of it happens while the pass runs.
    let left = Math.floor(random() * 3);
    const newBatchId = () => {
      if (left-- > 0) live(source, random, 1);
      return `batch-${pass}-${Math.floor(random() * 1e9)}`;
    };
    await runThrough(world, seed, random, false, { options, newBatchId });
    live(source, random, Math.floor(random() * 12));
    if (random() < 0.2) for (const id of world.watermarks.keys()) world.watermarks.set(id, 'spoiled');
  }
  const before = JSON.stringify([...source.items]);
  await runThrough(world, seed, random, random() < 0.5, { options });
  await runThrough(world, seed, random, true, { options });
  expect(linesOf(world.destination), `live seed ${seed}: both sides agree`).toEqual(linesOf(source));
  expect(JSON.stringify([...source.items]), `live seed ${seed}: source untouched`).toBe(before);
  const writes = world.destination.calls.length;
  await runThrough(world, seed, random, true, { options });
  const since = world.destination.calls.slice(writes);
  expect(
    since.filter((name) => name !== 'folders' && name !== 'mark'),
    `live seed ${seed}: nothing more to do`,
  ).toEqual([]);
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

  it(
    `follows what people do between and during passes (seeds ${FIRST}..${FIRST + SEEDS - 1})`,
    { timeout: 240_000 },
    async () => {
      for (let seed = FIRST; seed < FIRST + SEEDS; seed++) await runLiveSeed(seed);
    },
  );
});
