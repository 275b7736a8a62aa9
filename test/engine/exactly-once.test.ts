import { describe, expect, it } from 'vitest';
import { addItem, createMemoryMailbox, editItem, moveItem, removeItem, setItemRead } from '../fakes/memory-mailbox.ts';
import type { MemoryMailbox } from '../fakes/memory-mailbox.ts';
import { forSeeds } from '../fakes/shrink.ts';
import { createWorld, linesOf } from '../fakes/slice-world.ts';
import { runThrough, troubleFolders } from './broken-passes.ts';
import { bySample } from '../sample.ts';

const SEEDS = Number(process.env.SEEDS ?? bySample({ small: 20, full: 60 }));
const FIRST = Number(process.env.SEED ?? 1);

/** A mailbox with twins: items that look the same in everything a server reports about them. */
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

async function runQuietly(random: () => number, label: string): Promise<void> {
  const source = randomMailbox(random);
  const world = createWorld(source, createMemoryMailbox('destination', ['Inbox']));
  const before = JSON.stringify([...source.items]);
  await runThrough(world, label, random, false, {});
  expect(linesOf(world.destination), `${label}: nothing lost, nothing twice`).toEqual(linesOf(source));
  expect(JSON.stringify([...source.items]), `${label}: source untouched`).toBe(before);
  world.ledger.close();
}

/** Passes while people go on working: what they did is carried, whatever breaks. */
async function runLively(random: () => number, label: string): Promise<void> {
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
    const heal = random() < 0.3 ? troubleFolders(world, random) : () => {};
    await runThrough(world, label, random, false, { options, newBatchId });
    heal();
    live(source, random, Math.floor(random() * 12));
    if (random() < 0.2) source.era += 1;
    if (random() < 0.1) world.watermarks.clear();
  }
  const before = JSON.stringify([...source.items]);
  await runThrough(world, label, random, random() < 0.5, { options });
  await runThrough(world, label, random, true, { options });
  expect(linesOf(world.destination), `live ${label}: both sides agree`).toEqual(linesOf(source));
  expect(JSON.stringify([...source.items]), `live ${label}: source untouched`).toBe(before);
  const writes = world.destination.calls.length;
  await runThrough(world, label, random, true, { options });
  const since = world.destination.calls.slice(writes);
  expect(
    since.filter((name) => name !== 'folders' && name !== 'mark'),
    `live ${label}: nothing more to do`,
  ).toEqual([]);
  world.ledger.close();
}

describe('exactly once', () => {
  it(
    `survives crashes and faults at random steps (seeds ${FIRST}..${FIRST + SEEDS - 1})`,
    { timeout: Math.max(120_000, 2_000 * SEEDS) },
    () => forSeeds(FIRST, SEEDS, runQuietly),
  );

  it(
    `follows what people do between and during passes (seeds ${FIRST}..${FIRST + SEEDS - 1})`,
    { timeout: Math.max(240_000, 4_000 * SEEDS) },
    () => forSeeds(FIRST, SEEDS, runLively, 7919),
  );
});
