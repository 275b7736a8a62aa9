import { expect, test } from 'vitest';
import { clearOmissions, putOmissions } from '../../worker/features/reports/omission-store.ts';
import { listCounterparts } from '../../worker/features/mailboxes/store.ts';
import { createHarness, makeProject, signUp } from './harness.ts';

test('what did not come along is listed with cause and remedy, and leaves the list when it came', async () => {
  const harness = createHarness();
  const { ask, workgroupId } = await signUp(harness);
  const { db, newId } = harness.deps;
  const { projectId, mailboxIds } = await makeProject(ask, 1);
  const mailboxId = String(mailboxIds[0]);
  const omission = (omissionKey: string, code: string) => ({
    id: newId('los'),
    projectId,
    mailboxId,
    passId: 'pas_1',
    omissionKey,
    kind: 'rules' as const,
    name: 'Boss & <co>',
    itemClass: null,
    itemAt: null,
    code,
    message: 'The rule names a folder.',
    createdAt: 5,
  });
  const first = omission('a', 'rule-broken');
  await putOmissions(db, workgroupId, [first, omission('b', 'ErrorRulesOverQuota'), omission('c', 'ErrorOfTheServer')]);
  await putOmissions(db, workgroupId, [omission('a', 'rule-folder')]);
  const page = await ask('GET', `/api/mailboxes/${mailboxId}/losses?limit=2`);
  expect(page.body.items).toHaveLength(2);
  expect(page.body.items[0]).toEqual({
    id: first.id,
    kind: 'rules',
    name: 'Boss & <co>',
    itemClass: null,
    date: null,
    code: 'rule-folder',
    detail: 'The rule names a folder.',
    cause: expect.stringContaining('was not copied'),
    remedy: expect.stringContaining('full pass'),
    passId: 'pas_1',
    createdAt: '1970-01-01T00:00:00.005Z',
  });
  const rest = await ask('GET', `/api/mailboxes/${mailboxId}/losses?cursor=${page.body.nextCursor}`);
  expect(rest.body).toMatchObject({
    items: [{ code: 'ErrorOfTheServer', remedy: 'Create the rule again at the destination.' }],
    nextCursor: null,
  });
  await clearOmissions(db, 'wgr_other', mailboxId, ['a']);
  await clearOmissions(db, workgroupId, mailboxId, ['b', 'c']);
  const left = await ask('GET', `/api/mailboxes/${mailboxId}/losses`);
  expect(left.body.items.map(({ code }: { code: string }) => code)).toEqual(['rule-folder']);
});

test('losses are no other workgroup’s business', async () => {
  const harness = createHarness();
  const { ask } = await signUp(harness);
  const { mailboxIds } = await makeProject(ask, 1);
  const other = await signUp(harness);
  expect((await other.ask('GET', `/api/mailboxes/${String(mailboxIds[0])}/losses`)).status).toBe(404);
});

test('people whose mailboxes move too are found by their address in any case, in their project alone', async () => {
  const harness = createHarness();
  const { ask, workgroupId } = await signUp(harness);
  const { projectId } = await makeProject(ask);
  const { projectId: otherId } = await makeProject(ask);
  const mailboxes = [{ sourceEmail: 'Eve@old.example', destinationEmail: 'eve.adams@new.example' }];
  await ask('POST', `/api/projects/${projectId}/mailboxes`, { body: { mailboxes } });
  const find = (project: string) =>
    listCounterparts(harness.deps.db, workgroupId, project, ['eve@OLD.example', 'x@y.example']);
  expect(await find(projectId)).toEqual(new Map([['eve@old.example', 'eve.adams@new.example']]));
  expect(await find(otherId)).toEqual(new Map());
});

test('settings are options of a project', async () => {
  const harness = createHarness();
  const { ask } = await signUp(harness);
  const { projectId } = await makeProject(ask);
  const change = (settings: object) => ask('PATCH', `/api/projects/${projectId}`, { body: { options: { settings } } });
  expect(await change({ outOfOffice: true, rules: false })).toMatchObject({
    status: 200,
    body: { options: { settings: { outOfOffice: true, rules: false } } },
  });
  expect((await change({ ruls: false })).status).toBe(422);
});

test('a copy that stays is listed with what to do about it', async () => {
  const harness = createHarness();
  const { ask, workgroupId } = await signUp(harness);
  const { db, newId } = harness.deps;
  const { projectId, mailboxIds } = await makeProject(ask, 1);
  const mailboxId = String(mailboxIds[0]);
  const omission = {
    id: newId('los'),
    projectId,
    mailboxId,
    passId: 'pas_1',
    omissionKey: 'copy:1',
    kind: 'copy' as const,
    name: 'Inbox',
    itemClass: 'IPM.Note',
    itemAt: 5000,
    code: 'deleted-copy-kept',
    message: 'It stays.',
    createdAt: 5,
  };
  await putOmissions(db, workgroupId, [omission]);
  const { body } = await ask('GET', `/api/mailboxes/${mailboxId}/losses`);
  expect(body.items).toMatchObject([
    {
      kind: 'copy',
      itemClass: 'IPM.Note',
      cause: expect.stringContaining('deleted at the source'),
      remedy: expect.stringContaining('delete it at the destination'),
    },
  ]);
});
