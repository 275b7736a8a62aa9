import { expect, test } from 'vitest';
import { listItemErrors, putItemErrors } from '../../worker/features/reports/item-error-store.ts';
import { createHarness, makeProject, signUp } from './harness.ts';

test('where a project no longer opts in, no subject stays on its lists', async () => {
  const harness = createHarness();
  const { ask, workgroupId } = await signUp(harness);
  const { projectId, mailboxIds } = await makeProject(ask, 1);
  const mailboxId = String(mailboxIds[0]);
  const change = (options: object) => ask('PATCH', `/api/projects/${projectId}`, { body: { options } });
  await change({ includeSubjects: true });
  await putItemErrors(harness.deps.db, workgroupId, [
    {
      id: 'err_subjects',
      projectId,
      mailboxId,
      passId: 'pas_1',
      itemKey: 'item',
      folderPath: 'Inbox',
      itemClass: 'IPM.Note',
      kind: 'email',
      itemAt: null,
      sizeBytes: 1,
      code: 'ErrorItemCorrupt',
      message: 'Corrupt.',
      faultKind: 'corrupt',
      faultSide: null,
      path: 'transfer',
      subject: 'a secret subject',
      createdAt: 1,
    },
  ]);
  const subjects = async () =>
    (await listItemErrors(harness.deps.db, workgroupId, mailboxId, { limit: 9 })).map(({ subject }) => subject);
  await change({ includeSubjects: true, maximumErrors: 5 });
  expect(await subjects()).toEqual(['a secret subject']);
  await change({ maximumErrors: 5 });
  expect(await subjects()).toEqual([null]);
});
