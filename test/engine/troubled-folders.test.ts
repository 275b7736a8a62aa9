import { afterEach, describe, expect, it } from 'vitest';
import type { Fault, FaultKind } from '../../worker/engine/model/fault.ts';
import { addFolder, addItem, createMemoryMailbox, fault, removeItem } from '../fakes/memory-mailbox.ts';
import type { MemoryMailbox } from '../fakes/memory-mailbox.ts';
import type { World } from '../fakes/slice-world.ts';
import { createWorld, linesOf, runPass } from '../fakes/slice-world.ts';

let world: World;
afterEach(() => world.ledger.close());

const FOLDERS = ['Inbox', 'Sent', 'Projects', 'Private'];
/** As servers say it of a folder as a whole. */
const LASTING: readonly FaultKind[] = ['access', 'corrupt', 'vanished', 'sync-state', 'unsupported', 'wrong-server'];
const PASSING: readonly FaultKind[] = ['transient', 'overload', 'busy', 'not-exchange', 'unknown', 'version'];

/** Three items in each folder, and one below Projects; the destination has the Inbox alone. */
function setUp(): void {
  const source = createMemoryMailbox('source', FOLDERS);
  addFolder(source, 'source-Projects', 'Below');
  for (const { id, name } of source.folders.slice(1))
    for (let i = 0; i < 3; i++) addItem(source, id, { subject: `${name} ${i}` }, `${name} ${i}`);
  world = createWorld(source, createMemoryMailbox('destination', ['Inbox']));
}

const said = (kind: FaultKind): Fault => fault(kind, { code: `Error-${kind}` }).fault;

/** The source does not list a folder, `times` or always. */
function unlistable(id: string, kind: FaultKind, times = Infinity): void {
  let left = times;
  world.source.folderFault = (call, folder) =>
    call === 'changes' && folder === id && left-- > 0 ? said(kind) : undefined;
}

/** The destination does not make a folder. */
function unmakeable(name: string, kind: FaultKind, times = Infinity): void {
  let left = times;
  world.destination.folderFault = (call, folder) =>
    call === 'createFolders' && folder === name && left-- > 0 ? said(kind) : undefined;
}

const healed = () => {
  world.source.folderFault = world.destination.folderFault = () => undefined;
};

/** What is listed, as `path: code` or `path below above`. */
async function listed(): Promise<string[]> {
  const ledger = world.ledger.lease(world.lease);
  const { folders } = await ledger.unlisted(100);
  await ledger.listed([], [...(folders?.failed ?? []).map(({ sourceId }) => sourceId), ...(folders?.recovered ?? [])]);
  return [
    ...(folders?.failed ?? []).map(({ path, below, fault: { code } }) =>
      below === undefined ? `${path}: ${code}` : `${path} below ${below}`,
    ),
    ...(folders?.recovered ?? []).map((id) => `recovered ${id}`),
  ].toSorted();
}

const omissions = async () =>
  (await world.ledger.lease(world.lease).unlistedOmissions(9)).omissions.map(({ kind, code }) => `${kind} ${code}`);

const without = (...names: string[]) =>
  linesOf(world.source).filter((line) => !names.some((name) => line.startsWith(`${name}|`)));

async function expectRetried(): Promise<void> {
  healed();
  expect(await runPass(world, { order: { id: 'retry', type: 'retry-errors' } })).toMatchObject({ outcome: 'done' });
  expect(linesOf(world.destination)).toEqual(linesOf(world.source));
}

describe('a folder that the source does not list', () => {
  it.each([...LASTING, ...PASSING])('is set aside, and all others are copied: %s', async (kind) => {
    setUp();
    unlistable('source-Projects', kind);
    expect(await runPass(world)).toMatchObject({ outcome: 'done', summary: { failed: { count: 0 } } });
    expect(linesOf(world.destination)).toEqual(without('Projects'));
    expect(await listed()).toEqual([`Projects: Error-${kind}`]);
    await expectRetried();
    expect(await listed()).toEqual(['recovered source-Projects']);
  });

  it.each([...LASTING, ...PASSING])('may be the Inbox: %s', async (kind) => {
    setUp();
    unlistable('source-Inbox', kind);
    expect(await runPass(world)).toMatchObject({ outcome: 'done' });
    expect(linesOf(world.destination)).toEqual(without('Inbox'));
    expect(await listed()).toEqual([`Inbox: Error-${kind}`]);
    healed();
    expect(await runPass(world)).toMatchObject({ outcome: 'done' });
    expect(linesOf(world.destination)).toEqual(linesOf(world.source));
    expect(await listed()).toEqual(['recovered source-Inbox']);
  });

  it.each([...LASTING, ...PASSING])('once is read a moment later: %s', async (kind) => {
    setUp();
    unlistable('source-Sent', kind, 1);
    expect(await runPass(world)).toMatchObject({ outcome: 'done' });
    expect(linesOf(world.destination)).toEqual(linesOf(world.source));
    expect(await listed()).toEqual([]);
  });

  it('does not make its items count as deleted', async () => {
    setUp();
    const options = () => ({ deletions: 'remove' as const });
    await runPass(world, { options });
    const [first] = world.source.items.keys();
    unlistable('source-Projects', 'vanished');
    removeItem(world.source, first!);
    expect(await runPass(world, { options })).toMatchObject({ outcome: 'done' });
    expect(world.destination.items.size).toBe(world.source.items.size + 1);
    expect(await listed()).toEqual(['Projects: Error-vanished']);
    expect(await omissions()).toEqual(['changes deletions-wait']);
    healed();
    await runPass(world, { options });
    expect(await omissions()).toEqual([]);
    expect(linesOf(world.destination)).toEqual(linesOf(world.source));
  });
});

describe('a folder that the destination does not make', () => {
  it.each([...LASTING, ...PASSING])('is set aside with its subfolders, and all others are copied: %s', async (kind) => {
    setUp();
    unmakeable('Projects', kind);
    expect(await runPass(world)).toMatchObject({ outcome: 'done' });
    expect(linesOf(world.destination)).toEqual(without('Projects', 'Below'));
    expect(await listed()).toEqual(['Projects/Below below Projects', `Projects: Error-${kind}`]);
    // Once more with the same result: it stays on the list, once.
    expect(await runPass(world)).toMatchObject({ outcome: 'done' });
    expect(await listed()).toEqual(['Projects/Below below Projects', `Projects: Error-${kind}`]);
    await expectRetried();
    expect((await listed()).length).toBe(2);
  });

  it.each([...LASTING, ...PASSING])('once is made a moment later: %s', async (kind) => {
    setUp();
    unmakeable('Sent', kind, 1);
    expect(await runPass(world)).toMatchObject({ outcome: 'done' });
    expect(linesOf(world.destination)).toEqual(linesOf(world.source));
    expect(await listed()).toEqual([]);
  });

  it('prevents the removal of copies whose items may have moved into it', async () => {
    setUp();
    const options = () => ({ deletions: 'remove' as const });
    await runPass(world, { options });
    addFolder(world.source, 'source-root', 'New');
    unmakeable('New', 'corrupt');
    const [first] = world.source.items.keys();
    removeItem(world.source, first!);
    expect(await runPass(world, { options })).toMatchObject({ outcome: 'done' });
    expect(world.destination.items.size).toBe(world.source.items.size + 1);
    healed();
    await runPass(world, { options });
    expect(linesOf(world.destination)).toEqual(linesOf(world.source));
  });
});

describe('a destination folder that takes nothing', () => {
  const DENIALS: Partial<Fault>[] = [
    { kind: 'access', scope: 'mailbox', code: 'ErrorAccessDenied' },
    { kind: 'access', scope: 'folder', code: 'ErrorCreateItemAccessDenied' },
    { kind: 'quota', scope: 'folder', code: 'ErrorMessagePerFolderCountReceiveQuotaExceeded' },
  ];
  const deny = (more: Partial<Fault>) => {
    const bad = { ...fault('access').fault, side: 'destination' as const, ...more };
    world.destination.itemFault = (call, id) =>
      call.startsWith('write') && world.source.items.get(id)?.folderId === 'source-Projects' ? bad : undefined;
  };

  it.each(DENIALS.flatMap((denial) => [3, 30].map((items) => ({ ...denial, items }))))(
    'is set aside, and all others are filled: $code, $items items',
    async ({ items, ...denial }) => {
      setUp();
      for (let i = 3; i < items; i++)
        addItem(world.source, 'source-Projects', { subject: `Projects ${i}` }, `Projects ${i}`);
      deny(denial);
      for (let pass = 0; pass < 2; pass++) {
        expect(await runPass(world)).toMatchObject({ outcome: 'done', summary: { failed: { count: 0 } } });
        expect(linesOf(world.destination)).toEqual(without('Projects'));
        expect(await listed()).toEqual([`Projects: ${denial.code!}`]);
      }
      world.destination.itemFault = () => undefined;
      await expectRetried();
      // By the best method, as if nothing had been in the way.
      expect([...world.destination.items.values()].filter((item) => item.marker !== undefined)).toEqual([]);
      expect(await listed()).toEqual(['recovered source-Projects']);
    },
  );

  it('pauses the mailbox if all the others accept nothing either', async () => {
    setUp();
    const bad = fault('access', { side: 'destination', code: 'ErrorAccessDenied', scope: 'mailbox' }).fault;
    world.destination.itemFault = () => bad;
    expect(await runPass(world)).toMatchObject({ outcome: 'paused', fault: { code: 'ErrorAccessDenied' } });
  });
});

describe('a server that is down', () => {
  it.each(['transient', 'busy'] as const)('is waited for, and no folder is set aside: %s', async (kind) => {
    setUp();
    const from = world.clock.now;
    const isDown = () => world.clock.now < from + 3_600_000;
    world.source.folderFault = (call) => (call === 'changes' && isDown() ? said(kind) : undefined);
    expect(await runPass(world)).toMatchObject({ outcome: 'done' });
    expect(linesOf(world.destination)).toEqual(linesOf(world.source));
    expect(await listed()).toEqual([]);
  });

  it('that denies every folder pauses the mailbox', async () => {
    setUp();
    world.source.folderFault = (call) => (call === 'changes' ? said('access') : undefined);
    expect(await runPass(world)).toMatchObject({ outcome: 'paused', fault: { code: 'Error-access' } });
    expect(await listed()).toEqual([]);
  });
});

describe('a well-known folder of which a side shows only the name', () => {
  const denied = (name: string) => ({ ...fault('access', { code: 'Denied' }).fault, side: name as 'source' });
  const hide = (mailbox: MemoryMailbox) => {
    const sent = mailbox.folders.find(({ name }) => name === 'Sent')!;
    sent.distinguishedId = 'sentitems';
    mailbox.folders = [
      ...mailbox.folders.filter((folder) => folder !== sent),
      { ...sent, id: '?sentitems', denied: denied(mailbox.name) },
    ];
  };

  it.each(['source', 'destination'] as const)('is set aside with its subfolders: %s', async (side) => {
    const source = createMemoryMailbox('source', FOLDERS);
    addFolder(source, 'source-Sent', '2020');
    for (const { id, name } of source.folders.slice(1)) addItem(source, id, { subject: name }, name);
    world = createWorld(source, createMemoryMailbox('destination', ['Inbox', 'Sent']));
    for (const { folders } of [world.source, world.destination])
      folders.find(({ name }) => name === 'Sent')!.distinguishedId = 'sentitems';
    hide(world[side]);
    expect(await runPass(world)).toMatchObject({ outcome: 'done' });
    const below = side === 'destination' ? ['Sent/2020 below Sent'] : [];
    expect(await listed()).toEqual([...below, 'Sent: Denied']);
    expect(world.destination.folders.filter(({ name }) => name === 'Sent')).toHaveLength(1);
    expect(linesOf(world.destination).filter((line) => !line.startsWith('undefined'))).toEqual(
      expect.arrayContaining(without('Sent', '2020', 'undefined')),
    );
  });
});

describe('a destination folder that cannot be listed', () => {
  it.each([...LASTING.filter((kind) => kind !== 'sync-state'), ...PASSING])('is set aside: %s', async (kind) => {
    setUp();
    world.destination.folderFault = (call, id) =>
      call === 'mark' && id === 'destination-Inbox' ? said(kind) : undefined;
    expect(await runPass(world)).toMatchObject({ outcome: 'done' });
    expect(linesOf(world.destination)).toEqual(without('Inbox'));
    expect(await listed()).toEqual([`Inbox: Error-${kind}`]);
    await expectRetried();
  });
});
