import { expect, it } from 'vitest';
import type { ItemFacts } from '../../worker/engine/model/item.ts';
import type { MemoryItem, MemoryMailbox } from '../fakes/memory-mailbox.ts';
import { addItem, createMemoryMailbox, editItem, moveItem, removeItem, setItemRead } from '../fakes/memory-mailbox.ts';
import { forSeeds } from '../fakes/shrink.ts';
import type { World } from '../fakes/slice-world.ts';
import { createWorld } from '../fakes/slice-world.ts';
import { runThrough } from './broken-passes.ts';
import { bySample } from '../sample.ts';

const SEEDS = Number(process.env.SEEDS ?? bySample({ small: 15, full: 40 }));
const FIRST = Number(process.env.SEED ?? 1);

const FOLDERS = ['Inbox', 'Sent', 'Projects'];
/** A folder of the destination that the source does not have. */
const FILED = 'Filed';

/** What people and their providers do. Each message has a subject of its own. */
type Life = {
  world: World;
  random: () => number;
  count: number;
  /** Messages that both mailboxes have received, by subject; the one that stands at the destination. */
  forwarded: Map<string, string>;
  /** Messages that the destination has and the source does not have yet. */
  early: Partial<ItemFacts>[];
};

const pick = <T>(random: () => number, list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
const iso = (ms: number) => new Date(Math.floor(ms / 1000) * 1000).toISOString().replace('.000', '');

function newMessage(life: Life, agoMs = Math.floor(life.random() * 3_600_000)): Partial<ItemFacts> {
  const { world, random } = life;
  const at = iso(world.clock.now - agoMs);
  const number = ++life.count;
  return {
    subject: `message ${number}`,
    sender: 'ann@x.example',
    sentAt: at,
    receivedAt: at,
    isRead: false,
    sizeBytes: 1000,
    ...(random() < 0.8 && { messageId: `<m${number}@x.example>` }),
  };
}

/** The destination has it before the source, or at once; what its own server says of it may be later. */
function forward(life: Life, agoMs?: number): void {
  const { world, random, forwarded } = life;
  const facts = newMessage(life, agoMs);
  const laterMs = pick(random, [0, 0, 1000, 60_000, 86_400_000])!;
  const place = random() < 0.6 ? 'destination-Inbox' : `destination-${pick(random, ['Projects', FILED])!}`;
  const there = { ...facts, sizeBytes: 1400, receivedAt: iso(Date.parse(facts.receivedAt!) + laterMs) };
  const id = addItem(world.destination, place, there, `Received: ${facts.subject!}`);
  forwarded.set(facts.subject!, id);
  if (random() < 0.3) setItemRead(world.destination, id, true);
  if (random() < 0.2) editItem(world.destination, id, { content: `flagged: ${facts.subject!}` });
  if (random() < 0.15) life.early.push(facts);
  else addItem(world.source, 'source-Inbox', facts, `of ${facts.subject!}`);
}

function live(life: Life, changes: number): void {
  const { world, random, forwarded } = life;
  const { source, destination } = world;
  for (let i = 0; i < changes; i++) {
    const dice = random();
    const id = pick(random, [...source.items.keys()]);
    const folder = `source-${pick(random, FOLDERS)!}`;
    // People do not move received mail into Sent Items.
    const kept = `source-${pick(random, ['Inbox', 'Projects'])!}`;
    if (dice < 0.35) forward(life);
    else if (dice < 0.5 || !id) addItem(source, folder, newMessage(life), `of ${life.count}`);
    else if (dice < 0.6) {
      const facts = life.early.shift();
      if (facts) addItem(source, 'source-Inbox', facts, `of ${facts.subject!}`);
    } else if (dice < 0.7) moveItem(source, id, kept);
    else if (dice < 0.75) {
      // A second one that looks the same.
      const { id: _id, changeKey: _key, folderId: _folder, content, ...facts } = source.items.get(id)!;
      addItem(source, kept, facts, content);
    } else if (dice < 0.85) setItemRead(source, id, random() < 0.5);
    else if (dice < 0.92 && source.items.size > 1) removeItem(source, id);
    else {
      // At the destination, before or after anyone looks.
      const [subject, there] = pick(random, [...forwarded]) ?? [];
      if (there !== undefined && destination.items.has(there)) setItemRead(destination, there, random() < 0.5);
      else if (subject !== undefined) forwarded.delete(subject);
    }
  }
}

const countOf = (mailbox: MemoryMailbox) => {
  const counts = new Map<string, number>();
  for (const { subject = '' } of mailbox.items.values()) counts.set(subject, (counts.get(subject) ?? 0) + 1);
  return counts;
};

/** What both sides have of each message: as many as the source has, and at least the one that was forwarded. */
function expectOnce(life: Life, label: string): void {
  const [here, there] = [countOf(life.world.source), countOf(life.world.destination)];
  const subjects = new Set([...here.keys(), ...there.keys()]);
  const wrong = [...subjects].flatMap((subject) => {
    const wanted = here.get(subject) ?? 0;
    const found = there.get(subject) ?? 0;
    // A deletion takes away what we made, and never what was received.
    const isRight = life.forwarded.has(subject)
      ? found === Math.max(1, wanted) || (wanted === 0 && found >= 1)
      : found === wanted;
    return isRight ? [] : [`${subject}: ${wanted} at the source, ${found} at the destination`];
  });
  expect(wrong, label).toEqual([]);
}

async function runOnce(random: () => number, label: string): Promise<void> {
  const source = createMemoryMailbox('source', FOLDERS);
  const destination = createMemoryMailbox('destination', [...FOLDERS, FILED]);
  for (const mailbox of [source, destination]) {
    mailbox.folders[2]!.distinguishedId = 'sentitems';
    mailbox.pageSize = 1 + Math.floor(random() * 9);
  }
  const world = createWorld(source, destination);
  const life: Life = { world, random, count: 0, forwarded: new Map(), early: [] };
  // Mail is forwarded once everything has been copied: earlier items may come from another tool, which other tests cover.
  for (const folder of FOLDERS) addItem(source, `source-${folder}`, newMessage(life), 'old');
  for (let i = 0; i < Math.floor(random() * 12); i++)
    addItem(source, `source-${pick(random, FOLDERS)!}`, newMessage(life), 'old');
  const options = () => ({ deletions: 'remove' as const, maximumDeletions: 1e6 });
  for (let pass = 0; pass < 2 + Math.floor(random() * 3); pass++) {
    // Some of it comes while the pass runs.
    let left = pass === 0 ? 0 : Math.floor(random() * 3);
    const newBatchId = () => {
      if (left-- > 0) forward(life, 0);
      return `batch-${pass}-${Math.floor(random() * 1e9)}`;
    };
    await runThrough(world, label, random, random() < 0.3, { options, newBatchId });
    world.clock.now += 3_600_000 + Math.floor(random() * 86_400_000);
    live(life, Math.floor(random() * 10));
    if (random() < 0.2) destination.era += 1;
    if (random() < 0.1) source.era += 1;
    if (random() < 0.1) world.watermarks.clear();
  }
  for (const facts of life.early) addItem(source, 'source-Inbox', facts, `of ${facts.subject!}`);
  const received = new Map(
    [...life.forwarded.values()].map((id) => [id, destination.items.get(id)] as [string, MemoryItem | undefined]),
  );
  await runThrough(world, label, random, random() < 0.5, { options });
  await runThrough(world, label, random, true, { options });
  expectOnce(life, label);
  for (const [id, before] of received)
    if (before && destination.items.get(id)) expect(destination.items.get(id)!.content, label).toBe(before.content);
  const calls = destination.calls.length;
  await runThrough(world, label, random, true, { options });
  const since = destination.calls.slice(calls).filter((name) => name !== 'folders' && name !== 'mark');
  expect(since, `${label}: nothing more to do`).toEqual([]);
  world.ledger.close();
}

it(
  `a forwarded item exists once, whatever breaks (seeds ${FIRST}..${FIRST + SEEDS - 1})`,
  { timeout: Math.max(240_000, 4_000 * SEEDS) },
  () => forSeeds(FIRST, SEEDS, runOnce, 104_729),
);
