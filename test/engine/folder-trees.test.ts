import { expect, it } from 'vitest';
import type { PassOptions } from '../../worker/engine/model/pass.ts';
import { addFolder, addItem, createMemoryMailbox, pathOf, type MemoryMailbox } from '../fakes/memory-mailbox.ts';
import { forSeeds } from '../fakes/shrink.ts';
import { createWorld } from '../fakes/slice-world.ts';
import { runThrough, troubleFolders } from './broken-passes.ts';
import { bySample } from '../sample.ts';

const SEEDS = Number(process.env.SEEDS ?? bySample({ small: 20, full: 60 }));
const FIRST = Number(process.env.SEED ?? 1);
const NAMES = ['A', 'B', 'c', 'D'];

type Random = () => number;
type Rules = Pick<PassOptions, 'excludedFolders' | 'folderMapping'>;

const upTo = (random: Random, count: number): number => Math.floor(random() * count);
const pick = <T>(random: Random, list: readonly T[]): T => list[upTo(random, list.length)]!;

/** Folders within folders; no two of one parent have one name, whatever its case. */
function growTree(mailbox: MemoryMailbox, random: Random, count: number, names: readonly string[]): void {
  for (let i = 0; i < count; i++) {
    const parent = pick(random, mailbox.folders);
    const name = pick(random, names);
    const isTaken = mailbox.folders.some((folder) => folder.parentId === parent.id && sameName(folder.name, name));
    if (!isTaken) addFolder(mailbox, parent.id, name);
  }
}

const sameName = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** Each item has its own content; some look the same in what a server reports about them. */
function fillTree(mailbox: MemoryMailbox, random: Random, count: number): void {
  for (let i = 0; i < count; i++) {
    const facts = random() < 0.3 ? { subject: 'twin', modifiedAt: 'at once' } : { subject: `subject ${i}` };
    const itemClass = random() < 0.3 ? 'IPM.Contact' : 'IPM.Note';
    addItem(
      mailbox,
      pick(random, mailbox.folders).id,
      { ...facts, itemClass },
      `content ${String(i).padStart(3, '0')}`,
    );
  }
}

/** Some folders go elsewhere: into others that are there or not, of both sides, or below themselves. */
function randomRules(mailbox: MemoryMailbox, random: Random): Rules {
  const paths = mailbox.folders.slice(1).map(({ id }) => pathOf(mailbox, id));
  const target = () =>
    Array.from({ length: 1 + upTo(random, 3) }, () => pick(random, [...NAMES, 'New', 'Old'])).join('/');
  const folderMapping = Array.from({ length: upTo(random, 4) }, () => ({ from: pick(random, paths), to: target() }));
  const excludedFolders = random() < 0.3 ? [pick(random, paths)] : [];
  return { folderMapping, excludedFolders };
}

/** Where an item of a folder must arrive, in lower case; undefined if its folder is excluded. */
function targetOf(path: string, { folderMapping = [], excludedFolders = [] }: Rules): string | undefined {
  if (path === '') return '';
  const names = path.toLowerCase().split('/');
  const above = names.map((_, index) => names.slice(0, index + 1).join('/'));
  if (excludedFolders.some((excluded) => above.includes(excluded.toLowerCase()))) return undefined;
  for (const prefix of above.toReversed()) {
    const rule = folderMapping.findLast(({ from }) => sameName(from, prefix));
    if (rule) return (rule.to + names.join('/').slice(prefix.length)).toLowerCase();
  }
  return names.join('/');
}

async function runTree(random: () => number, label: string): Promise<void> {
  const source = createMemoryMailbox('source', ['Inbox']);
  source.pageSize = 1 + upTo(random, 9);
  growTree(source, random, upTo(random, 14), NAMES);
  fillTree(source, random, upTo(random, 40));
  const destination = createMemoryMailbox('destination', ['Inbox']);
  growTree(destination, random, upTo(random, 8), [...NAMES.map((name) => name.toLowerCase()), 'Old']);
  const rules = randomRules(source, random);
  const world = createWorld(source, destination);
  const more = { options: (): PassOptions => rules };

  const expected = [...source.items.values()].flatMap(({ folderId, content }) => {
    const path = targetOf(pathOf(source, folderId), rules);
    return path === undefined ? [] : [`${path}|${content}`];
  });
  const arrived = () =>
    [...destination.items.values()].map(
      (item) => `${pathOf(destination, item.folderId).toLowerCase()}|${item.content}`,
    );
  if (random() < 0.4) {
    const heal = troubleFolders(world, random);
    await runThrough(world, label, random, false, more);
    heal();
    expect(expected, `${label}: nothing elsewhere`).toEqual(expect.arrayContaining(arrived()));
  }
  await runThrough(world, label, random, false, more);
  expect(arrived().toSorted(), `${label}: ${JSON.stringify(rules)}`).toEqual(expected.toSorted());
  const paths = destination.folders.map(({ id }) => pathOf(destination, id).toLowerCase());
  expect(new Set(paths).size, `${label}: no folder twice`).toBe(paths.length);

  // Another pass finds all of it where it is.
  const calls = destination.calls.length;
  await runThrough(world, label, random, true, more);
  expect(destination.calls.slice(calls).filter((name) => name.startsWith('write'))).toEqual([]);
  expect(arrived()).toHaveLength(expected.length);
  world.ledger.close();
}

/** Rules that change while items are unconfirmed: whichever held for an item, it arrives, and once. */
async function runChangingRules(random: () => number, label: string): Promise<void> {
  const source = createMemoryMailbox('source', ['Inbox']);
  growTree(source, random, upTo(random, 8), NAMES);
  fillTree(source, random, upTo(random, 40));
  const world = createWorld(source, createMemoryMailbox('destination', ['Inbox']));
  let rules: Rules = {};
  const options = (): PassOptions => rules;
  const newBatchId = () => {
    if (random() < 0.2) rules = { ...randomRules(source, random), excludedFolders: [] };
    return `batch-${upTo(random, 1e9)}`;
  };
  await runThrough(world, label, random, false, { options, newBatchId });
  await runThrough(world, label, random, true, { options });
  const contents = (mailbox: MemoryMailbox) => [...mailbox.items.values()].map(({ content }) => content).toSorted();
  expect(contents(world.destination), `changing ${label}`).toEqual(contents(source));
  world.ledger.close();
}

it(
  `copies the items of every folder to the right place (seeds ${FIRST}..${FIRST + SEEDS - 1})`,
  { timeout: Math.max(120_000, 2_000 * SEEDS) },
  () => forSeeds(FIRST, SEEDS, runTree, 104_729),
);

it(
  `loses nothing if rules change in the meantime (seeds ${FIRST}..${FIRST + SEEDS - 1})`,
  { timeout: Math.max(120_000, 2_000 * SEEDS) },
  () => forSeeds(FIRST, SEEDS, runChangingRules, 130_363),
);
