import { expect, test } from 'vitest';
import { clearFolderErrors, countErrors, putFolderErrors } from '../../worker/features/reports/folder-error-store.ts';
import { putFolderStatistics } from '../../worker/features/reports/statistics-store.ts';
import { createHarness, makeProject, signUp } from './harness.ts';

test('folders that were set aside are listed, count as errors, and stand among the folders', async () => {
  const harness = createHarness();
  const { ask, workgroupId } = await signUp(harness);
  const { db, newId } = harness.deps;
  const { projectId, mailboxIds } = await makeProject(ask, 1);
  const mailboxId = String(mailboxIds[0]);
  const error = (path: string, more = {}) => ({
    id: newId('fer'),
    projectId,
    mailboxId,
    passId: 'pas_1',
    folderId: `id of ${path}`,
    path,
    distinguishedId: null,
    itemCount: 12,
    below: null,
    code: 'ErrorFolderSave',
    message: 'Folder save failed.',
    faultKind: 'corrupt' as const,
    side: 'destination' as const,
    operation: 'CreateFolder',
    createdAt: 5,
    ...more,
  });
  const first = error('Projects');
  await putFolderErrors(db, workgroupId, [first, error('Projects/2026', { below: 'Projects' })]);
  const damaged = { side: 'source', operation: 'SyncFolderItems', code: 'ErrorFolderCorrupt' };
  await putFolderErrors(db, workgroupId, [error('Inbox', damaged)]);
  await putFolderErrors(db, workgroupId, [error('Projects', { message: 'Once more.', passId: 'pas_2' })]);
  const page = await ask('GET', `/api/mailboxes/${mailboxId}/folder-errors?limit=2`);
  expect(page.body.items).toEqual([
    {
      id: first.id,
      folder: 'Projects',
      distinguishedId: null,
      itemCount: 12,
      side: 'destination',
      code: 'ErrorFolderSave',
      error: 'Once more.',
      cause: expect.stringContaining('creates other folders, but refuses this one'),
      remedy: expect.stringContaining('folder mapping'),
      below: null,
      passId: 'pas_2',
      createdAt: '1970-01-01T00:00:00.005Z',
    },
    expect.objectContaining({ folder: 'Projects/2026', cause: 'It is inside Projects, which was set aside.' }),
  ]);
  const rest = await ask('GET', `/api/mailboxes/${mailboxId}/folder-errors?cursor=${page.body.nextCursor}`);
  expect(rest.body).toMatchObject({ items: [{ cause: expect.stringContaining('damaged') }], nextCursor: null });
  expect(await countErrors(db, workgroupId, mailboxId)).toBe(3);

  const sizes = { sourceCount: 12, sourceBytes: 9, destinationCount: 4, destinationBytes: 3 };
  const crossed = { copiedCount: 4, copiedBytes: 3, failedCount: 0, failedBytes: 0, missingCount: 0, missingBytes: 0 };
  const counted = { ...sizes, ...crossed, extraCount: 0, differences: [], distinguishedId: 'inbox', updatedAt: 5 };
  await putFolderStatistics(db, workgroupId, [{ mailboxId, folderId: 'id of Inbox', path: 'Inbox', ...counted }]);
  const { folders } = (await ask('GET', `/api/mailboxes/${mailboxId}/statistics`)).body;
  expect(folders).toMatchObject([
    { path: 'Inbox', copied: { count: 4 }, failure: { code: 'ErrorFolderCorrupt', side: 'source' } },
    { path: 'Projects', source: { count: 12 }, destination: { count: 0 }, failure: { code: 'ErrorFolderSave' } },
    { path: 'Projects/2026', failure: { below: 'Projects' } },
  ]);

  await clearFolderErrors(db, 'wgr_other', mailboxId, ['id of Projects']);
  await clearFolderErrors(db, workgroupId, mailboxId, ['id of Inbox']);
  expect(await countErrors(db, workgroupId, mailboxId)).toBe(2);
});

test('they are no other workgroup’s business', async () => {
  const harness = createHarness();
  const { ask } = await signUp(harness);
  const { mailboxIds } = await makeProject(ask, 1);
  const other = await signUp(harness);
  expect((await other.ask('GET', `/api/mailboxes/${String(mailboxIds[0])}/folder-errors`)).status).toBe(404);
});
