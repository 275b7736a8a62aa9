import { afterEach, describe, expect, it } from 'vitest';
import type { ItemFacts } from '../../worker/engine/model/item.ts';
import type { PassOptions } from '../../worker/engine/model/pass.ts';
import type { SliceResult } from '../../worker/engine/context/slice-result.ts';
import {
  addFolder,
  addItem,
  createMemoryMailbox,
  editItem,
  moveItem,
  removeItem,
  setItemRead,
} from '../fakes/memory-mailbox.ts';
import type { World } from '../fakes/slice-world.ts';
import { createWorld, runPass } from '../fakes/slice-world.ts';

let world: World;
afterEach(() => world.ledger.close());

const MINUTE = 60_000;
const DAY = 86_400_000;
let count = 0;

/** A mailbox of which all has been copied. */
async function copied(items = 12): Promise<World> {
  const source = createMemoryMailbox('source', ['Inbox', 'Sent', 'Projects', 'Calendar']);
  source.folders[2]!.distinguishedId = 'sentitems';
  source.folders[4]!.folderClass = 'IPF.Appointment';
  const destination = createMemoryMailbox('destination', ['Inbox', 'Sent', 'Projects', 'Calendar', 'Junk']);
  destination.folders[2]!.distinguishedId = 'sentitems';
  destination.folders[4]!.folderClass = 'IPF.Appointment';
  world = createWorld(source, destination);
  for (let i = 0; i < items; i++) addItem(source, i % 2 ? 'source-Inbox' : 'source-Projects', message(), `old ${i}`);
  await run();
  destination.pageSize = 512;
  world.clock.now += DAY;
  return world;
}

const run = (options: PassOptions = {}): Promise<SliceResult> => runPass(world, { options: () => options });
const iso = (ms: number) => new Date(Math.floor(ms / 1000) * 1000).toISOString().replace('.000', '');

function message(more: Partial<ItemFacts> = {}): Partial<ItemFacts> {
  count += 1;
  const at = iso(world.clock.now);
  return {
    messageId: `<m${count}@x.example>`,
    subject: `message ${count}`,
    sender: 'ann@x.example',
    sentAt: at,
    receivedAt: at,
    isRead: false,
    ...more,
  };
}

/** A message comes to both mailboxes; what is forwarded has gained headers, and may come later. Returns both ids. */
function deliver(facts: Partial<ItemFacts>, laterMs = 0, place = 'destination-Inbox'): [string, string] {
  const there = { ...facts, receivedAt: iso(Date.parse(facts.receivedAt!) + laterMs) };
  return [
    addItem(world.source, 'source-Inbox', facts, 'the message'),
    addItem(world.destination, place, there, 'the message, Received: by a relay'),
  ];
}

const titles = (folderId: string) =>
  [...world.destination.items.values()].filter((item) => item.folderId === folderId).map(({ subject }) => subject);
const marks = () => world.destination.calls.filter((name) => name === 'mark').length;
const writes = () => world.destination.calls.filter((name) => name === 'write').length;

/** Runs a delta pass; what it wrote, and how often it asked for changes of the destination. */
async function delta(options?: PassOptions) {
  world.destination.calls.length = 0;
  const { summary, outcome } = await run(options);
  expect(outcome).toBe('done');
  return { writes: writes(), adopted: summary?.adopted?.count ?? 0, asked: marks() };
}

describe('a message that reached both mailboxes', () => {
  it.each([0, 1000, 37_000, 10 * MINUTE, 59 * MINUTE, DAY])(
    'is not copied again, received %i ms later',
    async (later) => {
      await copied();
      deliver(message(), later);
      world.clock.now += later;
      expect(await delta()).toMatchObject({ writes: 0, adopted: 1 });
      expect(world.destination.items.size).toBe(13);
    },
  );

  it('is recognised by sender, subject, sent time and size if it has no Message-ID', async () => {
    await copied();
    const facts = message({ sizeBytes: 20_000 });
    delete facts.messageId;
    addItem(world.source, 'source-Inbox', facts, 'x');
    addItem(
      world.destination,
      'destination-Inbox',
      { ...facts, sizeBytes: 23_000, receivedAt: iso(world.clock.now + 5000) },
      'x',
    );
    expect(await delta()).toMatchObject({ writes: 0, adopted: 1 });
  });

  it.each([
    ['sender', { sender: 'ben@x.example' }],
    ['subject', { subject: 'another' }],
    ['sent time', { sentAt: '2026-01-01T00:00:07Z' }],
    ['size', { sizeBytes: 90_000 }],
  ])('without a Message-ID another one is copied: %s', async (_, other) => {
    await copied();
    const facts = message({ sizeBytes: 20_000 });
    delete facts.messageId;
    addItem(world.source, 'source-Inbox', facts, 'x');
    addItem(world.destination, 'destination-Inbox', { ...facts, ...other }, 'x');
    expect(await delta()).toMatchObject({ writes: 1, adopted: 0 });
  });

  it.each(['destination-Junk', 'destination-Projects', 'new'])(
    'is found after a rule has moved it: %s',
    async (place) => {
      await copied();
      const folder = place === 'new' ? addFolder(world.destination, 'destination-root', 'Filed').id : place;
      deliver(message(), 5000, folder);
      expect(await delta()).toMatchObject({ writes: 0, adopted: 1 });
      const { outcome, ...result } = await run();
      expect(outcome === 'done' && 'folders' in result && result.folders.map(({ missing }) => missing.count)).toEqual([
        0, 0, 0, 0,
      ]);
    },
  );

  it('is still recognised if it was read, flagged or edited there first, and its read state is not changed', async () => {
    await copied();
    const [, there] = deliver(message());
    setItemRead(world.destination, there, true);
    editItem(world.destination, there, { content: 'flagged' });
    expect(await delta()).toMatchObject({ writes: 0, adopted: 1 });
    expect(world.destination.calls).not.toContain('setRead');
    expect(world.destination.items.get(there)).toMatchObject({ isRead: true, content: 'flagged' });
  });

  it('two at the source remain two, whichever of them was forwarded', async () => {
    await copied();
    const facts = message();
    deliver(facts, 3000);
    addItem(world.source, 'source-Projects', facts, 'the same, filed');
    addItem(world.source, 'source-Inbox', facts, 'the same, again');
    expect(await delta()).toMatchObject({ writes: 2, adopted: 1 });
    expect(world.destination.items.size).toBe(15);
  });

  it('a message to oneself has its copy in both folders', async () => {
    await copied();
    const facts = message();
    addItem(world.source, 'source-Sent', facts, 'as sent');
    deliver(facts, 3000);
    expect(await delta()).toMatchObject({ writes: 1, adopted: 1 });
    expect(titles('destination-Sent')).toEqual([facts.subject]);
    expect(titles('destination-Inbox').filter((title) => title === facts.subject)).toHaveLength(1);
  });

  it('a sent item is never matched with a received one', async () => {
    await copied();
    const facts = message();
    addItem(world.source, 'source-Sent', facts, 'as sent');
    addItem(world.destination, 'destination-Inbox', facts, 'as received');
    expect(await delta()).toMatchObject({ writes: 1, adopted: 0 });
    expect(titles('destination-Sent')).toEqual([facts.subject]);
  });

  it('a copy of ours that a person moved is not mistaken for an item from elsewhere', async () => {
    await copied();
    const facts = message();
    addItem(world.source, 'source-Inbox', facts, 'one');
    await delta();
    const copy = [...world.destination.items.values()].find(({ subject }) => subject === facts.subject)!;
    moveItem(world.destination, copy.id, 'destination-Projects');
    addItem(world.source, 'source-Projects', facts, 'a copy that its owner has made');
    expect(await delta()).toMatchObject({ writes: 1, adopted: 0 });
  });

  it('may reach the destination first, and is remembered until it reaches the source', async () => {
    await copied();
    const facts = message();
    addItem(world.destination, 'destination-Inbox', facts, 'forwarded at once');
    addItem(world.source, 'source-Inbox', message(), 'another');
    expect(await delta()).toMatchObject({ writes: 1, adopted: 0 });
    world.clock.now += DAY;
    addItem(world.source, 'source-Inbox', { ...facts, receivedAt: iso(world.clock.now) }, 'kept back for a day');
    expect(await delta()).toMatchObject({ writes: 0, adopted: 1 });
    expect(world.destination.items.size).toBe(14);
  });

  it('is adopted once: an adopted item that was deleted at the destination is not available for another', async () => {
    await copied();
    const facts = message();
    const [, there] = deliver(facts);
    expect(await delta()).toMatchObject({ adopted: 1 });
    addItem(world.source, 'source-Inbox', facts, 'the same once more');
    expect(await delta()).toMatchObject({ writes: 1, adopted: 1 });
    removeItem(world.destination, there);
    addItem(world.source, 'source-Inbox', facts, 'and once more');
    expect(await delta()).toMatchObject({ writes: 1 });
  });

  it('is kept at the destination when it is deleted at the source, and is listed', async () => {
    await copied();
    const [here, there] = deliver(message());
    await delta();
    removeItem(world.source, here);
    expect(await delta({ deletions: 'remove' })).toMatchObject({ writes: 0 });
    expect(world.destination.items.has(there)).toBe(true);
    const { omissions } = await world.ledger.lease(world.lease).unlistedOmissions(10);
    expect(omissions.map(({ code }) => code)).toEqual(['received-copy-kept']);
  });

  it('follows its item into another folder', async () => {
    await copied();
    const facts = message();
    const [here] = deliver(facts, 0, 'destination-Junk');
    await delta();
    moveItem(world.source, here, 'source-Projects');
    await delta({ deletions: 'remove' });
    expect(titles('destination-Junk')).toEqual([]);
    expect(titles('destination-Projects')).toContain(facts.subject);
  });
});

describe('other kinds of items', () => {
  it('appointments are known by their UID', async () => {
    await copied();
    const meeting = {
      itemClass: 'IPM.Appointment',
      subject: 'Meeting',
      uid: '040000008200E0',
      startAt: '2026-02-01T10:00:00Z',
    };
    addItem(world.source, 'source-Calendar', meeting, 'x');
    addItem(world.destination, 'destination-Calendar', { ...meeting, startAt: '2026-02-01T11:00:00Z' }, 'x');
    expect(await delta()).toMatchObject({ writes: 0, adopted: 1 });
  });

  it.each(['IPM.Contact', 'IPM.Task', 'IPM.StickyNote', 'IPM.DistList'])(
    '%s: nothing is guessed',
    async (itemClass) => {
      await copied();
      const facts = { itemClass, subject: 'Ann', receivedAt: iso(world.clock.now) };
      addItem(world.source, 'source-Inbox', facts, 'x');
      addItem(world.destination, 'destination-Inbox', facts, 'x');
      expect(await delta()).toMatchObject({ writes: 1, adopted: 0 });
    },
  );
});

describe('what it costs', () => {
  it('nothing where nothing is new', async () => {
    await copied();
    expect(await delta()).toEqual({ writes: 0, adopted: 0, asked: 0 });
  });

  it('one request for each folder that something new goes to, and for those that received something', async () => {
    await copied();
    addItem(world.source, 'source-Inbox', message(), 'new');
    expect(await delta()).toEqual({ writes: 1, adopted: 0, asked: 1 });
    addItem(world.source, 'source-Inbox', message(), 'new');
    addItem(world.source, 'source-Projects', message(), 'new');
    expect(await delta()).toEqual({ writes: 2, adopted: 0, asked: 2 });
    // The folders where something stands that is not ours are counted when the pass has ended, as ever.
    deliver(message(), 0, 'destination-Junk');
    expect(await delta()).toMatchObject({ writes: 0, adopted: 1, asked: 2 });
  });

  it('a folder of many changes is read page by page, and only once', async () => {
    await copied(300);
    world.destination.pageSize = 7;
    deliver(message());
    await delta();
    world.destination.pageSize = 512;
    deliver(message());
    expect((await delta()).asked).toBeLessThanOrEqual(2);
  });

  it('a sync state that the server has forgotten is replaced by reading the whole folder', async () => {
    await copied();
    deliver(message());
    world.destination.era += 1;
    expect(await delta()).toMatchObject({ writes: 0, adopted: 1 });
  });
});
