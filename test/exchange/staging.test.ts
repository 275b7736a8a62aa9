import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sampleOf } from '../sample.ts';
import { compareMailboxes, describeDifference } from '../sandbox/compare/compare.ts';
import type { NewItem } from '../sandbox/items/model.ts';
import { PROFILES } from '../sandbox/profiles/profiles.ts';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { getDistinguished } from '../sandbox/store/folders.ts';
import { insertItem } from '../sandbox/store/items.ts';
import { RIGHT, rightsOfLevel, setPermission } from '../sandbox/store/permissions.ts';
import { mailboxPasses } from './pairs/copy-pass.ts';
import { series } from './pairs/odd-items.ts';
import { heavyTask, lostContact } from './staged-items.ts';

const EMAIL = 'ann@example.com';
const COLLEAGUE = 'bob@example.com';
const OWNER = rightsOfLevel('Owner')!;

let sandbox: Sandbox;
const put = (folder: string, item: NewItem) => {
  const { store } = sandbox.source;
  const mailbox = store.mailbox(EMAIL)!;
  insertItem(store, mailbox.id, getDistinguished(store, mailbox.id, folder)!.id, item);
};
beforeAll(async () => {
  sandbox = await startSandbox({
    source: { profile: 'Exchange2007_SP1', mailboxes: [{ email: EMAIL }] },
    destination: { profile: 'Exchange2013', mailboxes: [{ email: EMAIL }, { email: COLLEAGUE }] },
  });
  put('calendar', series(EMAIL));
  put('tasks', heavyTask());
});
afterAll(() => sandbox.close());

/** What the colleague may do in every folder that people see; below the root of the mailbox nothing. */
function grant(rights: number): void {
  const { store } = sandbox.destination;
  const folders = store.sql('select id, parent from folders where mailbox = ?').all(store.mailbox(EMAIL)!.id);
  for (const { id, parent } of folders as { id: number; parent: number | null }[])
    setPermission(store, id, COLLEAGUE, parent ? rights : undefined);
}

async function copy(writer: string) {
  const { store, side } = sandbox.destination;
  const passes = mailboxPasses(sandbox, EMAIL, fetch, writer);
  const { failed } = await passes.run();
  const { requests } = sandbox.destination.stats();
  side.faults.clear();
  await passes.run();
  passes.close();
  const levels = { from: PROFILES.Exchange2007_SP1.level, to: PROFILES.Exchange2013.level };
  const found = compareMailboxes(sandbox.source.store, EMAIL, store, EMAIL, { levels }).map(describeDifference);
  const left = store.sql("select name from folders where name like 'Mailferry%'").all();
  return { failed, found, left, requests: { ...requests } };
}

beforeEach(() => {
  sandbox.destination.store.sql('delete from items').run();
  sandbox.destination.resetStats();
});

const WHOLE = { failed: [], found: [], left: [] };

test('items are prepared below the root, and one request cleans up', async () => {
  const { requests, ...rest } = await copy(EMAIL);
  expect(rest).toEqual(WHOLE);
  expect(requests).toMatchObject({ CreateFolder: 2, DeleteFolder: 1, MoveItem: 2 });
  sandbox.destination.resetStats();
  const passes = mailboxPasses(sandbox, EMAIL);
  await passes.run({ itemKinds: ['note'] });
  passes.close();
  // The tree of folders, the same to reconcile, and one look for what is left.
  expect(sandbox.destination.stats().requests).toMatchObject({ FindFolder: 3 });
  expect(sandbox.destination.stats().requests['DeleteFolder']).toBeUndefined();
});

test('where the account has no right below the root, they are prepared in a hidden folder', async () => {
  grant(OWNER);
  const { requests, ...rest } = await copy(COLLEAGUE);
  expect(rest).toEqual(WHOLE);
  expect(requests).toMatchObject({ MoveItem: 2, DeleteFolder: 1 });
});

test('what a run that was cut off has left in it is no folder of the mailbox, and goes', async () => {
  grant(OWNER);
  const passes = mailboxPasses(sandbox, EMAIL, fetch, COLLEAGUE);
  sandbox.destination.side.faults.add({ operation: 'DeleteFolder', every: 1, effect: { kind: 'reset', at: 'before' } });
  await passes.run();
  const { store } = sandbox.destination;
  const left = () => store.sql("select hidden from folders where name like 'Mailferry%'").all();
  expect(left()).toEqual([{ hidden: 1 }, { hidden: 1 }]);
  sandbox.destination.side.faults.clear();
  await passes.run();
  expect(left()).toEqual([]);
  passes.close();
});

describe('where it may make no folder at all', () => {
  const only = OWNER & ~RIGHT.createSubfolder & ~RIGHT.owner;
  // The tree is complete: no folder has to be made for the items themselves.
  beforeEach(() => grant(only | RIGHT.editAny | RIGHT.deleteAny | RIGHT.readAny));

  test('items grow where they belong, and are whole', async () => {
    const { requests, ...rest } = await copy(COLLEAGUE);
    expect(rest).toEqual(WHOLE);
    expect(requests['MoveItem']).toBeUndefined();
    expect(sandbox.destination.stats().outgoing).toBe(0);
    const items = sandbox.destination.store.sql('select properties from items where owner is null').all();
    for (const { properties } of items) expect(properties).not.toContain('unfinished');
  });

  test.each(sampleOf(['before', 'after'] as const, 4))(
    'they arrive once and whole, whichever request the connection breaks %s',
    async (at) => {
      const operation = ['CreateItem', 'CreateAttachment', 'UpdateItem', 'DeleteItem', 'GetItem'];
      let struck = 0;
      for (let nth = at === 'before' ? 1 : 3; ; nth += 4) {
        sandbox.destination.store.sql('delete from items').run();
        sandbox.destination.resetStats();
        sandbox.destination.side.faults.add({ name: 'cut', operation, nth, times: 1, effect: { kind: 'reset', at } });
        const { failed, found } = await copy(COLLEAGUE);
        expect({ failed, found }, `request ${nth}`).toEqual({ failed: [], found: [] });
        if (!sandbox.destination.stats().faults['cut']) break;
        struck = nth;
      }
      expect(struck).toBeGreaterThanOrEqual(8);
    },
    120_000,
  );

  test('a contact in Deleted Items is listed: its server makes none there', async () => {
    put('deleteditems', lostContact());
    const { failed } = await copy(COLLEAGUE);
    expect(failed).toMatchObject([{ itemClass: 'IPM.Contact', code: 'ErrorCannotCreateContactInNonContactFolder' }]);
  });
});
