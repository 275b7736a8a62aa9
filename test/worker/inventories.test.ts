import { expect, test } from 'vitest';
import type { FolderCount } from '../../worker/engine/model/count.ts';
import type { CountedRows } from '../../worker/features/inventories/store.ts';
import { dropPartialInventory, putInventory, putPartialInventory } from '../../worker/features/inventories/store.ts';
import { createHarness, makeProject, signUp } from './harness.ts';

const AT = Date.parse('2026-11-01T10:00:00Z');
const NONE = { count: 0, bytes: 0 };
const ITEMS = { count: 120, bytes: 300_000_000 };
/** A third is older than 90 days. */
const AGES = [NONE, { count: 80, bytes: 200_000_000 }, NONE, { count: 40, bytes: 100_000_000 }, NONE, NONE];
const ABSENT = {
  kind: 'access' as const,
  scope: 'mailbox' as const,
  code: 'ErrorNonExistentMailbox',
  message: 'No mailbox with such guid.',
  side: 'destination' as const,
};

type Ids = { projectId: string; mailboxId: string; passId: string };

function rowsOf({ projectId, mailboxId, passId }: Ids, newId: (prefix: string) => string, path = 'Inbox'): CountedRows {
  const side = {
    projectId,
    mailboxId,
    passId,
    isComplete: true,
    countedAt: AT,
    folderCount: 1,
    itemCount: ITEMS.count,
    itemBytes: ITEMS.bytes,
    kinds: { email: ITEMS },
    ages: AGES,
    oldestAt: AT - 1000,
    newestAt: AT,
    isSampled: false,
    limitBytes: 50_331_648,
    isLimitAssumed: false,
    oversizeCount: 2,
    oversizeBytes: 120_000_000,
    isOversizeCut: false,
    archive: { folderCount: 2, items: { count: 9, bytes: 900 } },
    recoverable: null,
    faultCount: 0,
    fault: null,
    state: { width: 100, version: 'Exchange2010_SP2 14.2.247.0', delegates: 1, rules: null },
  };
  const folder: FolderCount = {
    folderId: `id of ${path}`,
    path,
    folderClass: 'IPF.Note',
    part: 'mailbox',
    count: ITEMS.count,
    seen: { items: ITEMS, kinds: { email: ITEMS }, ages: AGES },
    isWhole: true,
    looks: 1,
    failures: 0,
    large: [],
  };
  const closed = { itemCount: 0, itemBytes: 0, folderCount: 0, kinds: {}, ages: AGES.map(() => NONE), archive: null };
  return {
    sides: [
      { ...side, side: 'source' },
      { ...side, ...closed, side: 'destination', oversizeCount: 0, oversizeBytes: 0, fault: ABSENT },
    ],
    folders: [
      {
        mailboxId,
        side: 'source',
        passId,
        folderId: folder.folderId,
        count: folder,
        counted: { items: ITEMS, kinds: { email: ITEMS }, ages: AGES, isSampled: false },
      },
    ],
    oversize: [70_000_000, 50_400_000].map((sizeBytes) => ({
      id: newId('ovr'),
      projectId,
      mailboxId,
      folderPath: path,
      itemClass: 'IPM.Note',
      kind: 'email',
      sizeBytes,
      itemAt: AT,
      subject: null,
    })),
  };
}

async function world() {
  const harness = createHarness();
  const owner = await signUp(harness);
  const { db, newId } = harness.deps;
  const { projectId, mailboxIds } = await makeProject(owner.ask, 2);
  const [first, second] = mailboxIds.map(String) as [string, string];
  const put = (mailboxId: string, passId: string, path?: string) =>
    putInventory(db, owner.workgroupId, mailboxId, passId, rowsOf({ projectId, mailboxId, passId }, newId, path));
  return { harness, ...owner, db, newId, projectId, first, second, put };
}

test('a mailbox shows both sides of its last inventory, and a destination that is not there as a finding', async () => {
  const { ask, first, put } = await world();
  expect((await ask('GET', `/api/mailboxes/${first}/inventory`)).body).toEqual({
    mailboxId: first,
    source: null,
    destination: null,
    oversizeItems: [],
  });
  await put(first, 'pas_1', 'Inbox');
  await put(first, 'pas_2', 'Posteingang');
  const { body } = await ask('GET', `/api/mailboxes/${first}/inventory`);
  expect(body.source).toMatchObject({
    passId: 'pas_2',
    countedAt: '2026-11-01T10:00:00.000Z',
    items: ITEMS,
    kinds: { email: ITEMS },
    delegateCount: 1,
    ruleCount: null,
    recoverableItems: null,
    finding: null,
  });
  expect(body.source.folders.map(({ path }: { path: string }) => path)).toEqual(['Posteingang']);
  expect(body.destination.finding).toMatchObject({ code: 'ErrorNonExistentMailbox', remedy: expect.any(String) });
  expect(body.oversizeItems.map(({ sizeBytes }: { sizeBytes: number }) => sizeBytes)).toEqual([70_000_000, 50_400_000]);
});

test('what a pass has counted so far is shown to no one, and goes when the pass is stopped', async () => {
  const { ask, db, newId, workgroupId, projectId, first, put } = await world();
  await put(first, 'pas_1');
  const rows = rowsOf({ projectId, mailboxId: first, passId: 'pas_2' }, newId, 'Half');
  const half = { ...rows, sides: rows.sides.map((side) => ({ ...side, isComplete: false, itemCount: 1 })) };
  await putPartialInventory(db, workgroupId, half);
  await putPartialInventory(db, workgroupId, half);
  const shown = async () => (await ask('GET', `/api/mailboxes/${first}/inventory`)).body.source;
  expect(await shown()).toMatchObject({ passId: 'pas_1', items: ITEMS });
  await dropPartialInventory(db, workgroupId, first, 'pas_2');
  expect(await shown()).toMatchObject({ passId: 'pas_1', folders: [{ path: 'Inbox' }] });
});

test('a project sums up its mailboxes, lists what is too large page by page, and saves both as CSV', async () => {
  const { ask, projectId, first, second, put } = await world();
  await put(first, 'pas_1', '=cmd()');
  await put(second, 'pas_1');
  const { body } = await ask('GET', `/api/projects/${projectId}/inventory`);
  expect(body).toMatchObject({
    mailboxCount: 2,
    source: { mailboxCount: 2, openedCount: 2, items: { count: 240, bytes: 600_000_000 }, oversize: { count: 4 } },
    destination: { mailboxCount: 2, openedCount: 0 },
  });
  expect(body.source.kinds).toEqual({ email: { count: 240, bytes: 600_000_000 } });
  expect(body.source.archive).toEqual({ mailboxCount: 2, items: { count: 18, bytes: 1800 } });
  expect(body.closedDestinations).toHaveLength(2);
  const page = (await ask('GET', `/api/projects/${projectId}/oversize-items?limit=3`)).body;
  const rest = (await ask('GET', `/api/projects/${projectId}/oversize-items?cursor=${page.nextCursor}`)).body;
  const sizes = [...page.items, ...rest.items].map(({ sizeBytes }: { sizeBytes: number }) => sizeBytes);
  expect(sizes).toEqual([70_000_000, 70_000_000, 50_400_000, 50_400_000]);
  expect(rest.nextCursor).toBeNull();

  const file = await ask('GET', `/api/projects/${projectId}/inventory.csv`);
  expect(file.headers.get('content-type')).toContain('text/csv');
  const lines = String(file.body).trim().split('\r\n');
  expect(lines).toHaveLength(5);
  expect(lines[0]).toContain('Mailbox Id,Source Email Address');
  const folders = await ask('GET', `/api/mailboxes/${first}/inventory.csv`);
  // Excel would run a formula.
  expect(String(folders.body)).toContain("'=cmd()");
});

test('an estimate covers what is left of the counted mailboxes, by the age of their items', async () => {
  const { ask, projectId, first, put } = await world();
  const before = (await ask('GET', `/api/projects/${projectId}/estimate`)).body;
  expect(before).toMatchObject({ countedCount: 0, full: { fromMs: 0, toMs: 0 } });
  await put(first, 'pas_1');
  const { body } = await ask('GET', `/api/projects/${projectId}/estimate`);
  expect(body).toMatchObject({
    basis: 'assumed',
    mailboxCount: 2,
    countedCount: 1,
    preStage: { items: { count: 40, bytes: 100_000_000 } },
    delta: { items: { count: 80, bytes: 200_000_000 } },
    full: { items: ITEMS },
    running: null,
    passes: [],
  });
  // A pass keeps the estimate with which it began.
  await ask('POST', `/api/projects/${projectId}/passes`, { body: { type: 'full', mailboxIds: [first] } });
  const { running } = (await ask('GET', `/api/projects/${projectId}/estimate`)).body;
  expect(running).toMatchObject({ type: 'full', estimated: { fromMs: body.full.fromMs, toMs: body.full.toMs } });
});

test('another workgroup sees none of it', async () => {
  const { harness, projectId, first, put } = await world();
  await put(first, 'pas_1');
  const others = await signUp(harness);
  for (const path of ['inventory', 'inventory.csv', 'oversize-items', 'estimate'])
    expect((await others.ask('GET', `/api/projects/${projectId}/${path}`)).status).toBe(404);
  for (const path of ['inventory', 'inventory.csv'])
    expect((await others.ask('GET', `/api/mailboxes/${first}/${path}`)).status).toBe(404);
});
