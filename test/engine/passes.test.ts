import { afterEach, describe, expect, it } from 'vitest';
import type { PassOptions } from '../../worker/engine/model/pass.ts';
import type { PassType } from '../../worker/lib/pass-types.ts';
import type { SliceResult } from '../../worker/engine/context/slice-result.ts';
import type { MemoryMailbox } from '../fakes/memory-mailbox.ts';
import { addItem, createMemoryMailbox, editItem, fault, moveItem, removeItem } from '../fakes/memory-mailbox.ts';
import type { World } from '../fakes/slice-world.ts';
import { createWorld, linesOf, runPass } from '../fakes/slice-world.ts';

let world: World;
afterEach(() => world.ledger.close());

/** Thirty dated messages in two folders, a month apart, the first of them the oldest. */
function setUp(more: Partial<MemoryMailbox> = {}): World {
  const source = createMemoryMailbox('source', ['Inbox', 'Projects']);
  for (let i = 0; i < 30; i++)
    addItem(
      source,
      i % 2 === 0 ? 'source-Inbox' : 'source-Projects',
      { subject: `subject ${i}`, messageId: `<${i}@a>`, sentAt: at(i), receivedAt: at(i), isRead: true },
      `content ${i}`,
    );
  source.pageSize = 100;
  world = createWorld(source, Object.assign(createMemoryMailbox('destination', ['Inbox', 'Projects']), more));
  return world;
}

const at = (month: number) => `${new Date(Date.UTC(2020, month, 1)).toISOString().slice(0, 19)}Z`;
const run = (type: PassType, options: PassOptions = {}, before?: string): Promise<SliceResult> =>
  runPass(world, {
    order: { id: `${type}-${++passes}`, type, ...(before && { before }) },
    options: () => options,
  });
let passes = 0;
const idOf = (mailbox: MemoryMailbox, subject: string) =>
  [...mailbox.items.values()].find((item) => item.subject === subject)!.id;
const writes = () => world.destination.calls.filter((name) => name === 'write').length;

describe('a pass that verifies', () => {
  it('reads only folders and rights, and reports what is missing', async () => {
    setUp();
    expect((await run('verify')).outcome).toBe('done');
    world.destination.lacking = fault('access', { code: 'right-missing', side: 'destination' }).fault;
    expect(await run('verify')).toMatchObject({ outcome: 'failed', fault: { code: 'right-missing' } });
    expect(new Set([...world.source.calls, ...world.destination.calls])).toEqual(new Set(['folders', 'rights']));
  });
});

describe('a trial pass', () => {
  it('copies ten items of each folder, and a full pass copies the rest', async () => {
    setUp();
    const { summary } = await run('trial');
    expect(summary).toMatchObject({ copied: { count: 20 }, waiting: { count: 0 } });
    expect(world.destination.items.size).toBe(20);
    await run('trial');
    expect(world.destination.items.size).toBe(20);
    await run('full');
    expect(linesOf(world.destination)).toEqual(linesOf(world.source));
  });

  it('copies five megabytes at most', async () => {
    setUp();
    world.source.folders.push({ ...world.source.folders[2]!, id: 'source-Large', name: 'Large' });
    for (let i = 0; i < 4; i++) addItem(world.source, 'source-Large', { sizeBytes: 2_400_000 }, `large ${i}`);
    await run('trial');
    const bytes = [...world.destination.items.values()].reduce((sum, item) => sum + item.sizeBytes, 0);
    expect(bytes).toBeLessThanOrEqual(5_000_000);
    expect(bytes).toBeGreaterThan(2_400_000);
  });
});

describe('a pre-stage pass', () => {
  it('copies old items from one watermark; the full pass copies the deferred ones without a second read', async () => {
    setUp();
    const { summary } = await run('pre-stage', {}, at(12));
    expect(summary).toMatchObject({ copied: { count: 12 }, waiting: { count: 0 }, deferred: { count: 18 } });
    world.source.calls.length = 0;
    await run('full');
    expect(linesOf(world.destination)).toEqual(linesOf(world.source));
    expect(world.source.calls.filter((name) => name === 'changes')).toHaveLength(world.source.folders.length);
  });
});

describe('the options of a project', () => {
  it('choose by date and by kind', async () => {
    setUp();
    addItem(world.source, 'source-Inbox', { itemClass: 'IPM.Contact', subject: 'a contact' }, 'contact');
    await run('full', { from: at(5), until: at(10), itemKinds: ['email'] });
    expect(world.destination.items.size).toBe(5);
    await run('full', { itemKinds: ['contact'] });
    expect(world.destination.items.size).toBe(6);
    await run('full');
    expect(linesOf(world.destination)).toEqual(linesOf(world.source));
  });

  it('apply from the next batch of a running pass', async () => {
    setUp();
    let options: PassOptions = {};
    world.destination.hook = (name) => {
      if (name === 'write') options = { until: at(0) };
    };
    await runPass(world, { order: { id: 'changing', type: 'full' }, options: () => options, maxConcurrency: 1 });
    expect(world.destination.items.size).toBeGreaterThan(0);
    expect(world.destination.items.size).toBeLessThan(30);
  });
});

describe('a pass that retries errors', () => {
  it('retries only what failed', async () => {
    setUp();
    const bad = idOf(world.source, 'subject 3');
    world.source.itemFault = (_call, id) => (id === bad ? fault('refused').fault : undefined);
    expect((await run('full')).summary).toMatchObject({ copied: { count: 29 }, failed: { count: 1 } });
    addItem(world.source, 'source-Inbox', { subject: 'new' }, 'new');
    world.source.itemFault = () => undefined;
    expect((await run('retry-errors')).summary).toMatchObject({ copied: { count: 30 }, failed: { count: 0 } });
    expect(linesOf(world.destination).join()).not.toContain('|new|');
    await run('full');
    expect(linesOf(world.destination)).toEqual(linesOf(world.source));
  });
});

describe('what changed since', () => {
  it('an edited item replaces its copy', async () => {
    setUp();
    await run('full');
    editItem(world.source, idOf(world.source, 'subject 4'), { content: 'second version' });
    const { summary } = await run('full');
    expect(summary).toMatchObject({ copied: { count: 30 }, waiting: { count: 0 } });
    expect(linesOf(world.destination)).toEqual(linesOf(world.source));
  });

  it('an edited item whose copy was edited too is listed, and both stay unchanged', async () => {
    setUp();
    await run('full');
    editItem(world.source, idOf(world.source, 'subject 4'), { content: 'edited at the source' });
    editItem(world.destination, idOf(world.destination, 'subject 4'), { content: 'edited at the destination' });
    const { summary } = await run('full');
    expect(summary).toMatchObject({ failed: { count: 1 }, copied: { count: 29 } });
    const { failed } = await world.ledger.lease(world.lease).unlisted(10);
    expect(failed).toMatchObject([{ fault: { code: 'changed-on-both-sides' } }]);
    expect(linesOf(world.destination).join()).toContain('edited at the destination');
    expect(world.destination.items.size).toBe(30);
  });

  it('a moved item is moved, not copied; an edited one is copied into its new folder and removed from the old', async () => {
    setUp();
    await run('full');
    moveItem(world.source, idOf(world.source, 'subject 4'), 'source-Projects');
    const edited = moveItem(world.source, idOf(world.source, 'subject 6'), 'source-Projects')!;
    editItem(world.source, edited, { content: 'moved and edited, and longer' });
    world.source.calls.length = 0;
    await run('full');
    expect(linesOf(world.destination)).toEqual(linesOf(world.source));
    expect(world.source.calls.filter((name) => name === 'read')).toHaveLength(1);
  });

  it('an item that was moved away and back keeps its copy, and is not copied again', async () => {
    setUp();
    await run('full');
    const away = moveItem(world.source, idOf(world.source, 'subject 4'), 'source-Projects')!;
    moveItem(world.source, away, 'source-Inbox');
    const before = writes();
    await run('full');
    expect(writes()).toBe(before);
    expect(linesOf(world.destination)).toEqual(linesOf(world.source));
  });

  it('an item that was edited, seen so, and moved before its new version was copied, is copied again', async () => {
    setUp();
    await run('full');
    const id = idOf(world.source, 'subject 4');
    editItem(world.source, id, { content: 'edited, and longer' });
    // Read, and not copied: it is not of the kind.
    await run('full', { itemKinds: ['contact'] });
    moveItem(world.source, id, 'source-Projects');
    await run('full');
    expect(linesOf(world.destination)).toEqual(linesOf(world.source));
  });

  it('an item without a Message-ID is recognised by its date even if moved and edited at once', async () => {
    setUp();
    const contact = { itemClass: 'IPM.Contact', subject: 'Ann', receivedAt: at(3) };
    const id = addItem(world.source, 'source-Inbox', contact, 'first');
    await run('full');
    editItem(world.source, moveItem(world.source, id, 'source-Projects')!, { content: 'second, and longer' });
    await run('full');
    expect(linesOf(world.destination)).toEqual(linesOf(world.source));
  });

  it('a deleted item keeps its copy if a similar item is in another folder', async () => {
    setUp();
    const task = { itemClass: 'IPM.Task', subject: 'Call back', receivedAt: at(3) };
    const id = addItem(world.source, 'source-Inbox', task, 'of one');
    addItem(world.source, 'source-Projects', { ...task, modifiedAt: at(5) }, 'of two');
    addItem(world.source, 'source-Projects', { ...task, modifiedAt: at(6) }, 'of the third, and longer');
    await run('full');
    expect(world.destination.items.size).toBe(33);
    removeItem(world.source, id);
    await run('full');
    expect(world.destination.items.size).toBe(33);
  });

  it('deleted items keep their copies, unless the options say otherwise', async () => {
    setUp();
    await run('full');
    removeItem(world.source, idOf(world.source, 'subject 4'));
    removeItem(world.source, idOf(world.source, 'subject 6'));
    await run('full');
    expect(world.destination.items.size).toBe(30);
    editItem(world.destination, idOf(world.destination, 'subject 6'), { content: 'someone works with it' });
    await run('full', { deletions: 'remove' });
    expect(world.destination.items.size).toBe(29);
    expect(linesOf(world.destination).join()).toContain('someone works with it');
  });

  it('a mailbox that lost most of its items pauses the pass', async () => {
    setUp();
    await run('full');
    for (const id of [...world.source.items.keys()].slice(0, 20)) removeItem(world.source, id);
    const options = { deletions: 'remove', maximumDeletions: 10 } as const;
    expect(await run('full', options)).toMatchObject({ outcome: 'paused', fault: { code: 'many-deletions' } });
    expect(world.destination.items.size).toBe(30);
  });
});

describe('copies that an earlier tool made', () => {
  it('are adopted, each once', async () => {
    setUp();
    for (const item of world.source.items.values()) {
      const { messageId, sentAt, subject, itemClass } = item;
      if (Number(subject!.slice(8)) >= 10) continue;
      // It kept the Message-ID and when it was sent, and stamped the time of its own work.
      const folderId = item.folderId.replace('source', 'destination');
      addItem(world.destination, folderId, { messageId, sentAt, subject, itemClass, receivedAt: at(70) }, item.content);
    }
    await run('full');
    expect(world.destination.items.size).toBe(30);
    expect(writes()).toBeGreaterThan(0);
  });

  it('a mailbox that was copied whole before is not copied again when the ledger is lost', async () => {
    setUp();
    await run('full');
    world.ledger.close();
    world = { ...createWorld(world.source, world.destination) };
    const before = writes();
    const { summary } = await run('full');
    expect(summary).toMatchObject({ copied: { count: 30 } });
    expect(writes()).toBe(before);
    expect(linesOf(world.destination)).toEqual(linesOf(world.source));
  });
});

describe('the reconciliation after a pass', () => {
  it('finds missing copies and foreign items, and checks only folders whose counts disagree', async () => {
    setUp();
    addItem(world.destination, 'destination-Projects', { subject: 'of the new owner' }, 'mine');
    await run('full');
    world.destination.calls.length = 0;
    const quiet = await run('full');
    expect(quiet.outcome === 'done' && quiet.folders).toMatchObject([
      { path: 'Inbox', missing: { count: 0 }, extra: 0 },
      { path: 'Projects', missing: { count: 0 }, extra: 1 },
    ]);
    const listings = () => world.destination.calls.filter((name) => name === 'mark').length;
    // It knows the folder, and asks what has changed.
    expect(listings()).toBe(1);
    removeItem(world.destination, idOf(world.destination, 'subject 4'));
    const result = await run('full');
    expect(result.outcome === 'done' && result.folders[0]).toMatchObject({
      source: { count: 15 },
      destination: { count: 14 },
      missing: { count: 1 },
      extra: 0,
      differences: [{ itemClass: 'IPM.Note', itemAt: at(4) }],
    });
  });

  it('continues from what it knows of a folder, whatever changed since', async () => {
    setUp({ pageSize: 4 });
    addItem(world.destination, 'destination-Inbox', { subject: 'of the new owner' }, 'mine');
    const inbox = async () => {
      const result = await run('full');
      if (result.outcome !== 'done') throw new Error(result.outcome);
      const { missing, extra, differences } = result.folders.find(({ path }) => path === 'Inbox')!;
      return { missing: missing.count, extra, differences: differences.map(({ itemAt }) => itemAt) };
    };
    expect(await inbox()).toEqual({ missing: 0, extra: 1, differences: [] });
    removeItem(world.destination, idOf(world.destination, 'subject 4'));
    addItem(world.destination, 'destination-Inbox', { subject: 'another' }, 'mine');
    addItem(world.destination, 'destination-Inbox', { subject: 'a third' }, 'mine');
    addItem(world.source, 'source-Inbox', { subject: 'late', messageId: '<late@a>', sentAt: at(40) }, 'late');
    expect(await inbox()).toEqual({ missing: 1, extra: 3, differences: [at(4)] });
    // Copied and deleted between two looks: no list of changes has it.
    editItem(world.source, idOf(world.source, 'subject 6'), { content: 'edited' });
    const hook = world.destination.hook;
    world.destination.hook = (call, phase) => {
      const copies = [...world.destination.items.values()].filter(({ content }) => content === 'edited');
      if (call === 'folders' && phase === 'before') for (const { id } of copies) removeItem(world.destination, id);
    };
    expect(await inbox()).toEqual({ missing: 2, extra: 3, differences: [at(4), at(6)] });
    world.destination.hook = hook;
    const asked = world.destination.calls.filter((name) => name === 'changeKeys').length;
    expect(await inbox()).toEqual({ missing: 2, extra: 3, differences: [at(4), at(6)] });
    expect(world.destination.calls.filter((name) => name === 'changeKeys').length).toBe(asked);
    // The server forgets its states: everything is looked for again.
    world.ledger.sql.run(`UPDATE folders SET compared = 'forgotten'`);
    expect(await inbox()).toEqual({ missing: 2, extra: 3, differences: [at(4), at(6)] });
  });
});
