import { expect, it } from 'vitest';
import type { PassOptions } from '../../worker/engine/model/pass.ts';
import type { MemoryMailbox } from '../fakes/memory-mailbox.ts';
import { addFolder, addItem, createMemoryMailbox, moveItem, pathOf, removeItem } from '../fakes/memory-mailbox.ts';
import { forSeeds } from '../fakes/shrink.ts';
import { createWorld } from '../fakes/slice-world.ts';
import { runThrough, troubleFolders } from './broken-passes.ts';
import { bySample } from '../sample.ts';

const SEEDS = Number(process.env.SEEDS ?? bySample({ small: 20, full: 60 }));
const FIRST = Number(process.env.SEED ?? 1);

type Random = () => number;
const upTo = (random: Random, count: number): number => Math.floor(random() * count);
const pick = <T>(random: Random, list: readonly T[]): T => list[upTo(random, list.length)]!;

/** What people do to their folders: make, fill, rename, move, delete with all that is below. */
function live(
  mailbox: MemoryMailbox,
  random: Random,
  changes: number,
  name: () => string,
  moves = new Map<string, number>(),
): void {
  for (let i = 0; i < changes; i++) {
    const dice = random();
    const own = mailbox.folders.filter(({ distinguishedId }) => distinguishedId === undefined);
    const folder = own.length > 0 ? pick(random, own) : undefined;
    if (!folder || dice < 0.3) addFolder(mailbox, pick(random, mailbox.folders).id, name());
    else if (dice < 0.4) folder.name = name();
    else if (dice < 0.5) {
      const into = pick(random, mailbox.folders);
      if (!isWithin(mailbox, into.id, folder.id)) folder.parentId = into.id;
    } else if (dice < 0.6) deleteFolder(mailbox, folder.id);
    else if (dice < 0.75 && mailbox.items.size > 0) {
      const item = pick(random, [...mailbox.items.values()]);
      const into = pick(random, mailbox.folders).id;
      if (into === item.folderId) continue;
      moves.set(item.content, (moves.get(item.content) ?? 0) + 1);
      moveItem(mailbox, item.id, into);
    } else addItem(mailbox, pick(random, mailbox.folders).id, { subject: name() }, `content of ${name()}`);
  }
}

function isWithin(mailbox: MemoryMailbox, id: string, above: string): boolean {
  if (id === above) return true;
  const folder = mailbox.folders.find((each) => each.id === id);
  return folder !== undefined && folder.parentId !== '' && isWithin(mailbox, folder.parentId, above);
}

function deleteFolder(mailbox: MemoryMailbox, id: string): void {
  const going = new Set(
    mailbox.folders.filter((folder) => isWithin(mailbox, folder.id, id)).map((folder) => folder.id),
  );
  const items = [...mailbox.items.values()].filter(({ folderId }) => going.has(folderId));
  // A mailbox that is emptied is not believed; that has a test of its own.
  if (items.length === mailbox.items.size) return;
  for (const item of items) removeItem(mailbox, item.id);
  mailbox.folders = mailbox.folders.filter((folder) => !going.has(folder.id));
}

const linesOf = (mailbox: MemoryMailbox): string[] =>
  [...mailbox.items.values()].map((item) => `${pathOf(mailbox, item.folderId)}|${item.content}`).toSorted();

const contentsOf = (mailbox: MemoryMailbox) => new Set([...mailbox.items.values()].map(({ content }) => content));

async function runLiving(random: () => number, label: string, deletions: 'keep' | 'remove'): Promise<void> {
  let names = 0;
  const name = () => `n${(names += 1)}`;
  const source = createMemoryMailbox('source', ['Inbox', 'Sent']);
  source.pageSize = 1 + upTo(random, 9);
  addItem(source, 'source-Inbox', { subject: 'first' }, 'first');
  live(source, random, 20, name);
  const world = createWorld(source, createMemoryMailbox('destination', ['Inbox']));
  const options = (): PassOptions => ({ deletions, maximumDeletions: 1e6 });
  const moves = new Map<string, number>();
  let wasTroubled = false;
  const passes = 1 + upTo(random, 3);
  for (let pass = 0; pass < passes; pass++) {
    let left = upTo(random, 3);
    const newBatchId = () => {
      if (left-- > 0) live(source, random, 1, name, moves);
      return `batch-${pass}-${upTo(random, 1e9)}`;
    };
    const isTroubled = random() < 0.4;
    wasTroubled ||= isTroubled;
    const heal = isTroubled ? troubleFolders(world, random) : () => {};
    const before = contentsOf(world.destination);
    await runThrough(world, label, random, false, { options, newBatchId });
    heal();
    const [there, now] = [contentsOf(source), contentsOf(world.destination)];
    const lost = [...before].filter((content) => there.has(content) && !now.has(content));
    expect(lost, `${label}: nothing removed that is still at the source`).toEqual([]);
    live(source, random, upTo(random, 10), name, moves);
  }
  await runThrough(world, label, random, random() < 0.5, { options });
  await runThrough(world, label, random, true, { options });
  const arrived = linesOf(world.destination);
  if (deletions === 'remove') expect(arrived, label).toEqual(linesOf(source));
  else {
    expect(arrived, `${label}: nothing lost`).toEqual(expect.arrayContaining(linesOf(source)));
    // What moved behind the reading's back, and was deleted before the next one, keeps both copies: no one can tell it
    // from two that look alike, and what was deleted is to stay. So does what moved twice, and was copied in between
    // because nobody could see that it had left a folder that is not listed.
    const isThere = new Set([...source.items.values()].map(({ content }) => content));
    const isKeptTwice = (content: string) => wasTroubled && (moves.get(content) ?? 0) > 1;
    const contents = [...world.destination.items.values()]
      .map(({ content }) => content)
      .filter((content) => isThere.has(content) && !isKeptTwice(content));
    expect(new Set(contents).size, `${label}: nothing twice`).toBe(contents.length);
  }
  world.ledger.close();
}

it.each(['keep', 'remove'] as const)(
  `follows folders that people make, rename, move and delete (seeds ${FIRST}..${FIRST + SEEDS - 1}; deletions: %s)`,
  { timeout: Math.max(120_000, 2_000 * SEEDS) },
  (deletions) => forSeeds(FIRST, SEEDS, (random, label) => runLiving(random, label, deletions), 15_485_863),
);
