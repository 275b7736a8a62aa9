import { expect, test } from 'vitest';
import { decideStart } from '../../worker/features/passes/decide-start.ts';
import { putItemErrors } from '../../worker/features/reports/item-error-store.ts';
import { updateMailboxLive } from '../../worker/features/mailboxes/live-store.ts';
import type { Ask, Loose } from './harness.ts';
import { createHarness, makeProject, signUp } from './harness.ts';
import { buy, createLicenceWorld } from './licences/licence-world.ts';
import { listOpenRuns } from './open-runs.ts';

const NOTHING = {
  starts: 0,
  waitsForOwner: 0,
  waitsForLicence: 0,
  inPass: 0,
  credentialsMissing: 0,
  nothingFailed: 0,
};

const row = (id: string, errorCount = 0) => ({ id, errorCount });
const none = new Set<string>();
const FREE = { free: 0, covered: none, usedUp: none, assigned: new Map<string, string>() };

test.each<[string, Partial<Parameters<typeof decideStart>[0]>, Record<string, string[]>]>([
  ['all start where nothing is against it', {}, { starts: ['a', 'b', 'c'] }],
  ['a mailbox is in one pass at a time', { busy: new Set(['b']) }, { starts: ['a', 'c'], 'in-pass': ['b'] }],
  [
    'owners are asked, unless an agent has to mend the other side first',
    {
      asked: new Map([
        ['a', ['source']],
        ['b', ['source']],
      ]),
      unusable: new Set(['b']),
    },
    { 'waits-for-owner': ['a'], 'credentials-missing': ['b'], starts: ['c'] },
  ],
  [
    'licences go in order, as far as they go',
    { licences: { ...FREE, free: 2 } },
    { starts: ['a', 'b'], 'waits-for-licence': ['c'] },
  ],
  [
    'who waits for their owner takes no licence yet',
    { licences: { ...FREE, free: 2 }, asked: new Map([['a', ['source']]]) },
    { 'waits-for-owner': ['a'], starts: ['b', 'c'] },
  ],
  [
    'a licence that a mailbox has is not taken again, and one that is used up does not help',
    { licences: { ...FREE, free: 1, covered: new Set(['a']), usedUp: new Set(['b']) } },
    { starts: ['a', 'c'], 'waits-for-licence': ['b'] },
  ],
  [
    'a licence of a user covers one mailbox of theirs',
    {
      licences: {
        ...FREE,
        assigned: new Map([
          ['a', 'asg'],
          ['b', 'asg'],
        ]),
      },
    },
    { starts: ['a'], 'waits-for-licence': ['b', 'c'] },
  ],
  [
    'only what has failed is retried',
    { type: 'retry-errors', rows: [row('a', 2), row('b'), row('c', 1)] },
    { starts: ['a', 'c'], 'nothing-failed': ['b'] },
  ],
  [
    'only what has such errors is retried',
    { type: 'retry-errors', rows: [row('a', 2), row('b'), row('c', 1)], withErrors: new Set(['c']) },
    { starts: ['c'], 'nothing-failed': ['a', 'b'] },
  ],
])('%s', (_, changes, expected) => {
  const verdicts = decideStart({
    type: 'full',
    rows: ['a', 'b', 'c'].map((id) => row(id)),
    busy: none,
    unusable: none,
    asked: new Map(),
    licences: null,
    ...changes,
  });
  expect(Object.fromEntries([...verdicts].map(([verdict, rows]) => [verdict, rows.map(({ id }) => id)]))).toEqual(
    expected,
  );
});

const previewOf = async (ask: Ask, projectId: string, body: object): Promise<Loose> => {
  const answer = await ask('POST', `/api/projects/${projectId}/passes/preview`, { body });
  expect(answer.status).toBe(200);
  return answer.body;
};

test('a preview says who starts and who is in a pass already, and starts nothing', async () => {
  const harness = createHarness();
  const { ask, workgroupId } = await signUp(harness);
  const { projectId, mailboxIds } = await makeProject(ask, 3);
  await ask('POST', `/api/projects/${projectId}/passes`, { body: { type: 'verify', mailboxIds: [mailboxIds[1]] } });
  const preview = await previewOf(ask, projectId, { type: 'full' });
  const free = [mailboxIds[0], mailboxIds[2]];
  expect(preview).toEqual({ ...NOTHING, mailboxCount: 3, starts: 2, inPass: 1, olderThanAt: null, mailboxIds: free });
  expect(await listOpenRuns(harness.deps.db, workgroupId, projectId)).toHaveLength(1);
  // What it shows can be started as it is.
  const body = { type: 'full', mailboxIds: preview.mailboxIds };
  expect((await ask('POST', `/api/projects/${projectId}/passes`, { body })).status).toBe(201);
});

test('owners are counted, and a pass asks as many', async () => {
  const harness = createHarness();
  const { ask, workgroupId } = await signUp(harness);
  const { projectId } = await makeProject(ask, 2, null);
  expect(await previewOf(ask, projectId, { type: 'verify' })).toMatchObject({ ...NOTHING, waitsForOwner: 2 });
  await ask('POST', `/api/projects/${projectId}/passes`, { body: { type: 'verify' } });
  const runs = await listOpenRuns(harness.deps.db, workgroupId, projectId);
  expect(runs.map(({ waitsFor }) => waitsFor)).toEqual(['end-user', 'end-user']);
});

test.each([0, 1, 2, 3])('with %i licences, as many wait as the preview says', async (licences) => {
  const { ask, harness, workgroupId } = await createLicenceWorld();
  if (licences > 0) await buy(ask, licences);
  const { projectId } = await makeProject(ask, 3);
  const preview = await previewOf(ask, projectId, { type: 'full' });
  expect(preview).toMatchObject({ ...NOTHING, starts: licences, waitsForLicence: 3 - licences });
  expect(await previewOf(ask, projectId, { type: 'verify' })).toMatchObject({ starts: 3 });
  await ask('POST', `/api/projects/${projectId}/passes`, { body: { type: 'full', mailboxIds: preview.mailboxIds } });
  const runs = await listOpenRuns(harness.deps.db, workgroupId, projectId);
  expect(runs.filter(({ licence }) => licence === 'waiting')).toHaveLength(preview.waitsForLicence);
  // A second pass finds the licences held.
  expect(await previewOf(ask, projectId, { type: 'full' })).toMatchObject({ ...NOTHING, inPass: 3 });
});

test('the licence of a user counts for them alone', async () => {
  const { ask } = await createLicenceWorld();
  await buy(ask, 1, 'user-bundle');
  const { projectId, mailboxIds } = await makeProject(ask, 2);
  const { customerId } = (await ask('GET', `/api/projects/${projectId}`)).body;
  const { items } = (await ask('GET', `/api/customers/${customerId}/users`)).body;
  const body = { kind: 'user-bundle', userIds: [items[0].id] };
  expect((await ask('POST', `/api/customers/${customerId}/licences/apply`, { body })).status).toBe(200);
  expect(await previewOf(ask, projectId, { type: 'full' })).toMatchObject({ starts: 1, waitsForLicence: 1 });
  expect(mailboxIds).toHaveLength(2);
});

test('an age or a date says up to when items are copied', async () => {
  const now = Date.UTC(2026, 5, 1, 12);
  const { ask } = await signUp(createHarness({ now: () => now }));
  const { projectId } = await makeProject(ask, 1);
  const at = async (olderThan: object) =>
    (await previewOf(ask, projectId, { type: 'pre-stage', olderThan })).olderThanAt;
  expect(await at({ days: 30 })).toBe('2026-05-02T12:00:00.000Z');
  expect(await at({ date: '2026-01-01' })).toBe('2026-01-01T00:00:00.000Z');
});

test('errors are retried by their code', async () => {
  const harness = createHarness();
  const { db } = harness.deps;
  const { ask, workgroupId } = await signUp(harness);
  const { projectId, mailboxIds } = await makeProject(ask, 3);
  const error = (mailboxId: string, itemKey: string, code: string) => ({
    id: harness.deps.newId('err'),
    projectId,
    mailboxId,
    passId: 'pas_1',
    itemKey,
    folderPath: 'Inbox',
    itemClass: 'IPM.Note',
    kind: 'email' as const,
    itemAt: null,
    sizeBytes: 1,
    code,
    message: code,
    faultKind: null,
    faultSide: null,
    path: null,
    subject: null,
    createdAt: 1,
  });
  const [first = '', second = ''] = mailboxIds;
  await putItemErrors(db, workgroupId, [
    error(first, '1', 'ErrorMessageSizeExceeded'),
    error(first, '2', 'ErrorMessageSizeExceeded'),
    error(second, '3', 'ErrorItemCorrupt'),
  ]);
  await updateMailboxLive(db, workgroupId, [
    { id: first, errorCount: 2 },
    { id: second, errorCount: 1 },
  ]);
  const { items } = (await ask('GET', `/api/projects/${projectId}/error-groups`)).body;
  expect(items).toMatchObject([
    { code: 'ErrorMessageSizeExceeded', errorCount: 2, mailboxCount: 1 },
    { code: 'ErrorItemCorrupt', errorCount: 1, mailboxCount: 1 },
  ]);
  const body = { type: 'retry-errors', errorCodes: ['ErrorItemCorrupt'] };
  expect(await previewOf(ask, projectId, { type: 'retry-errors' })).toMatchObject({ starts: 2, nothingFailed: 1 });
  expect(await previewOf(ask, projectId, body)).toMatchObject({ starts: 1, nothingFailed: 2, mailboxIds: [second] });
  const started = await ask('POST', `/api/projects/${projectId}/passes`, { body });
  expect(started.body).toMatchObject({ mailboxCount: 1 });
  const refused = await ask('POST', `/api/projects/${projectId}/passes/preview`, { body: { ...body, type: 'full' } });
  expect(refused.body.code).toBe('error-codes-not-for-this-pass');
});
