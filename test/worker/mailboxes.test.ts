import { expect, test } from 'vitest';
import type { ItemErrorInput } from '../../worker/features/reports/item-error-store.ts';
import type { Progress } from '../../worker/engine/model/progress.ts';
import { countErrors } from '../../worker/features/reports/folder-error-store.ts';
import { clearItemErrors, putItemErrors } from '../../worker/features/reports/item-error-store.ts';
import { updateMailboxLive } from '../../worker/features/mailboxes/live-store.ts';
import { stateOf, statusWords } from '../../worker/features/mailboxes/status.ts';
import { MAILBOX_STATES, MAILBOX_STATUS_CODES } from '../../worker/lib/mailbox-statuses.ts';
import { listWatermarks, putWatermarks } from '../../worker/features/mailboxes/watermark-store.ts';
import { writeRuns } from '../../worker/features/passes/run-store.ts';
import {
  dropFolderStatistics,
  putFolderStatistics,
  putKindStatistics,
} from '../../worker/features/reports/statistics-store.ts';
import type { Ask, Loose } from './harness.ts';
import { listOpenRuns } from './open-runs.ts';
import { ADMIN, createHarness, makeProject, signUp } from './harness.ts';

function pairs(count: number, prefix = 'user') {
  return Array.from({ length: count }, (_, index) => ({
    sourceEmail: `${prefix}${String(index)}@old.example`,
    destinationEmail: `${prefix}${String(index)}@new.example`,
  }));
}

/** Walks a list to its end. */
async function readAll(ask: Ask, path: string): Promise<Loose[]> {
  const items: Loose[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page = await ask(
      'GET',
      `${path}${path.includes('?') ? '&' : '?'}limit=200${cursor ? `&cursor=${cursor}` : ''}`,
    );
    expect(page.status).toBe(200);
    items.push(...page.body.items);
    cursor = page.body.nextCursor;
  }
  return items;
}

test('a thousand mailboxes go in at once, keep their order, and page without gaps or doubles', async () => {
  const harness = createHarness();
  const { ask } = await signUp(harness);
  const { projectId } = await makeProject(ask);
  const mailboxes = pairs(1000).map((pair) => ({ ...pair, sourcePassword: `password of ${pair.sourceEmail}` }));
  const added = await ask('POST', `/api/projects/${projectId}/mailboxes`, { body: { mailboxes } });
  expect(added.status).toBe(201);
  expect(added.body.items).toHaveLength(1000);
  const listed = await readAll(ask, `/api/projects/${projectId}/mailboxes`);
  expect(listed.map((item) => item.sourceEmail)).toEqual(mailboxes.map((mailbox) => mailbox.sourceEmail));
  expect(listed.map((item) => item.id)).toEqual(added.body.items.map((item: { id: string }) => item.id));
  const tooMany = await ask('POST', `/api/projects/${projectId}/mailboxes`, {
    body: { mailboxes: pairs(1001, 'more') },
  });
  expect(tooMany.body.code).toBe('validation-failed');
  const started = await ask('POST', `/api/projects/${projectId}/passes`, { body: { type: 'full' } });
  expect(started).toMatchObject({ status: 201, body: { mailboxCount: 1000 } });
});

test.each(['r&d@old.example', 'info!@old.example', 'a/b@old.example', 'smith$@old.example', 'x@xn--e1afmkfd.xn--p1ai'])(
  '%s is an address in every field that takes one',
  async (address) => {
    const harness = createHarness();
    const { ask } = await signUp(harness);
    const { projectId } = await makeProject(ask);
    const mailboxes = [{ sourceEmail: address, destinationEmail: ` ${address} ` }];
    const added = await ask('POST', `/api/projects/${projectId}/mailboxes`, { body: { mailboxes } });
    expect(added).toMatchObject({
      status: 201,
      body: { items: [{ sourceEmail: address, destinationEmail: address }] },
    });
    await ask('POST', '/api/endpoints/discover', { body: { address } });
    await ask('POST', '/api/endpoints', { body: { name: 'Sought', email: address } });
    expect(harness.searches.map((search) => search.address)).toEqual([address, address]);
    const { body: found } = await ask('POST', '/api/endpoints', {
      body: { name: 'Given', url: 'mail.old.example', credentials: ADMIN },
    });
    const probed = await ask('POST', `/api/endpoints/${found.id}/probe`, { body: { mailbox: address } });
    expect(probed.status).toBe(200);
  },
);

test("an agent's address is one that sign-in accepts, and the refusal says which those are", async () => {
  const body = { workgroupName: 'Ours', name: 'Rita', email: 'r&d@agency.example', password: 'long enough it is' };
  const refused = await createHarness().ask('POST', '/api/setup', { body });
  expect(refused.body.errors[0]).toMatchObject({ path: 'email', message: expect.stringContaining('letters, digits') });
});

test('a page that ends exactly at the limit has no next one', async () => {
  const harness = createHarness();
  const { ask } = await signUp(harness);
  const { projectId } = await makeProject(ask, 4);
  const path = `/api/projects/${projectId}/mailboxes`;
  const first = await ask('GET', `${path}?limit=2`);
  expect(first.body.items).toHaveLength(2);
  const second = await ask('GET', `${path}?limit=2&cursor=${first.body.nextCursor}`);
  expect(second.body).toMatchObject({ nextCursor: null, items: [{ sourceEmail: 'user2@old.example' }, {}] });
});

test('doubles are refused with their rows, in Loose case, and nothing is added', async () => {
  const harness = createHarness();
  const { ask } = await signUp(harness);
  const { projectId } = await makeProject(ask, 1);
  const mailboxes = [
    { sourceEmail: 'new@old.example', destinationEmail: 'new@new.example' },
    { sourceEmail: 'NEW@old.example', destinationEmail: 'other@new.example' },
    { sourceEmail: 'third@old.example', destinationEmail: 'USER0@new.example' },
  ];
  const answer = await ask('POST', `/api/projects/${projectId}/mailboxes`, { body: { mailboxes } });
  expect(answer).toMatchObject({ status: 422, body: { code: 'mailbox-rows-refused' } });
  expect(answer.body.errors).toEqual([
    { path: 'mailboxes[1].sourceEmail', message: 'NEW@old.example is already in row 1.' },
    { path: 'mailboxes[2].destinationEmail', message: 'USER0@new.example is already in the project.' },
  ]);
  expect(await readAll(ask, `/api/projects/${projectId}/mailboxes`)).toHaveLength(1);
});

test('the same addresses added twice at once are added once', async () => {
  const harness = createHarness();
  const { ask } = await signUp(harness);
  const { projectId } = await makeProject(ask);
  const add = () => ask('POST', `/api/projects/${projectId}/mailboxes`, { body: { mailboxes: pairs(20) } });
  const answers = await Promise.all([add(), add()]);
  expect(answers.map((answer) => answer.status).sort((a, b) => a - b)).toEqual([201, 422]);
  expect(answers.find((answer) => answer.status === 422)?.body.errors).toHaveLength(40);
  expect(await readAll(ask, `/api/projects/${projectId}/mailboxes`)).toHaveLength(20);
});

test('a mailbox is not copied onto itself', async () => {
  const harness = createHarness();
  const { ask } = await signUp(harness);
  const { sourceEndpointId } = await makeProject(ask);
  const made = await ask('POST', '/api/projects', {
    body: { name: 'Same', sourceEndpointId, destinationEndpointId: sourceEndpointId },
  });
  const mailboxes = [{ sourceEmail: 'a@old.example', destinationEmail: 'A@old.example' }];
  const answer = await ask('POST', `/api/projects/${made.body.id}/mailboxes`, { body: { mailboxes } });
  expect(answer.body.errors).toEqual([{ path: 'mailboxes[0].destinationEmail', message: expect.any(String) }]);
});

test('filters find by state and by a part of either address, without wildcards', async () => {
  const harness = createHarness();
  const { ask, workgroupId } = await signUp(harness);
  const { projectId } = await makeProject(ask);
  const mailboxes = [
    { sourceEmail: 'Anna_Bell@old.example', destinationEmail: 'anna@new.example' },
    { sourceEmail: 'annaxbell@old.example', destinationEmail: 'other@new.example' },
  ];
  const added = await ask('POST', `/api/projects/${projectId}/mailboxes`, { body: { mailboxes } });
  await updateMailboxLive(harness.deps.db, workgroupId, [{ id: added.body.items[1].id, statusCode: 'completed' }]);
  const find = async (query: string) =>
    (await readAll(ask, `/api/projects/${projectId}/mailboxes?${query}`)).map((item) => item.sourceEmail);
  expect(await find('q=anna_b')).toEqual(['Anna_Bell@old.example']);
  expect(await find('q=OTHER@')).toEqual(['annaxbell@old.example']);
  expect(await find('q=%25')).toEqual([]);
  expect(await find('state=done')).toEqual(['annaxbell@old.example']);
  expect(await find('state=notStarted&q=anna')).toEqual(['Anna_Bell@old.example']);
  expect(await find('state=attention')).toEqual([]);
});

test('every status has its words and its state, the same in the database as on the wire', async () => {
  const harness = createHarness();
  const { ask, workgroupId } = await signUp(harness);
  const failure = { code: 'x', title: 'x', cause: 'x', remedy: 'x' };
  const cases = MAILBOX_STATUS_CODES.flatMap((statusCode) =>
    [0, 1, 3].flatMap((errorCount) => [
      { statusCode, errorCount, failure: null },
      { statusCode, errorCount, failure },
    ]),
  );
  const { projectId, mailboxIds } = await makeProject(ask, cases.length);
  await updateMailboxLive(
    harness.deps.db,
    workgroupId,
    cases.map((facts, index) => ({ id: String(mailboxIds[index]), ...facts })),
  );
  const expected = Object.fromEntries(MAILBOX_STATES.map((state) => [state, 0]));
  for (const facts of cases) expected[stateOf(facts)] = (expected[stateOf(facts)] ?? 0) + 1;
  const { counters } = (await ask('GET', `/api/projects/${projectId}`)).body;
  expect(counters).toEqual({ ...expected, total: cases.length });
  for (const state of MAILBOX_STATES) {
    const items = await readAll(ask, `/api/projects/${projectId}/mailboxes?state=${state}`);
    expect(items.map((item) => item.state)).toEqual(Array.from({ length: Number(expected[state]) }, () => state));
  }
  expect(statusWords({ statusCode: 'completed', errorCount: 0, failure: null })).toBe('Completed');
  expect(statusWords({ statusCode: 'completed', errorCount: 1, failure: null })).toBe('Completed with 1 error');
  expect(statusWords({ statusCode: 'completed', errorCount: 3, failure: null })).toBe('Completed with 3 errors');
  expect(statusWords({ statusCode: 'completed-pre-stage', errorCount: 3, failure: null })).toBe(
    'Completed (Pre-Stage)',
  );
});

test('an item that fails again keeps its row; one that crosses leaves the list', async () => {
  const harness = createHarness();
  const { ask, workgroupId } = await signUp(harness);
  const { db, newId } = harness.deps;
  const { projectId, mailboxIds } = await makeProject(ask, 1);
  const mailboxId = String(mailboxIds[0]);
  const error = (index: number, code: string): ItemErrorInput => ({
    id: newId('ite'),
    projectId,
    mailboxId,
    passId: 'pas_1',
    itemKey: `item-${String(index)}`,
    folderPath: 'Inbox/Größe',
    itemClass: 'IPM.Note',
    kind: 'email',
    itemAt: Date.UTC(2020, 1, 3),
    sizeBytes: 30_000_000,
    code,
    message: 'The message is too large.',
    faultKind: 'too-large',
    faultSide: null,
    path: 'transfer',
    subject: null,
    createdAt: 5,
  });
  const many = Array.from({ length: 450 }, (_, index) => error(index, 'ErrorMessageSizeExceeded'));
  await putItemErrors(db, workgroupId, many);
  await putItemErrors(db, workgroupId, [error(0, 'ErrorItemCorrupt')]);
  expect(await countErrors(db, workgroupId, mailboxId)).toBe(450);
  const listed = await readAll(ask, `/api/mailboxes/${mailboxId}/errors`);
  expect(new Set(listed.map((item) => item.id)).size).toBe(450);
  expect(listed[0]).toEqual({
    id: many[449]?.id,
    folder: 'Inbox/Größe',
    itemClass: 'IPM.Note',
    kind: 'email',
    date: '2020-02-03T00:00:00.000Z',
    sizeBytes: 30_000_000,
    code: 'ErrorMessageSizeExceeded',
    error: 'The message is too large.',
    cause: expect.stringContaining('larger than the server accepts'),
    remedy: expect.any(String),
    subject: null,
    passId: 'pas_1',
    createdAt: '1970-01-01T00:00:00.005Z',
  });
  expect(listed.at(-1)).toMatchObject({ id: many[0]?.id, code: 'ErrorItemCorrupt' });
  const keys = many.slice(0, 300).map((row) => row.itemKey);
  await clearItemErrors(db, 'wgr_other', mailboxId, keys);
  expect(await countErrors(db, workgroupId, mailboxId)).toBe(450);
  await clearItemErrors(db, workgroupId, mailboxId, keys);
  expect(await countErrors(db, workgroupId, mailboxId)).toBe(150);
});

test('watermarks are set and set again, Loose number at once', async () => {
  const harness = createHarness();
  const { ask, workgroupId } = await signUp(harness);
  const { db } = harness.deps;
  const { mailboxIds } = await makeProject(ask, 1);
  const mailboxId = String(mailboxIds[0]);
  const marks = Array.from({ length: 300 }, (_, index) => ({
    mailboxId,
    folderId: `AAMk"\\'${String(index)}`,
    destinationFolderId: 'AAMkDestination',
    syncState: index === 0 ? null : 'H4sIAAAA'.repeat(500),
    isComplete: index % 2 === 0,
    updatedAt: 1,
  }));
  await putWatermarks(db, workgroupId, marks);
  await putWatermarks(db, workgroupId, [{ ...marks[0]!, syncState: 'next', isComplete: false, updatedAt: 2 }]);
  const read = await listWatermarks(db, workgroupId, mailboxId);
  expect(read).toHaveLength(300);
  expect(read.find((mark) => mark.folderId === marks[0]?.folderId)).toEqual({
    ...marks[0],
    workgroupId,
    syncState: 'next',
    isComplete: false,
    updatedAt: 2,
  });
  expect(read.find((mark) => mark.folderId === marks[2]?.folderId)).toEqual({ ...marks[2], workgroupId });
  expect(await listWatermarks(db, 'wgr_other', mailboxId)).toEqual([]);
});

test('statistics show folders, kinds, passes and speed', async () => {
  const harness = createHarness();
  const { ask, workgroupId } = await signUp(harness);
  const { db } = harness.deps;
  const { projectId, mailboxIds } = await makeProject(ask, 1);
  const mailboxId = String(mailboxIds[0]);
  const pass = (await ask('POST', `/api/projects/${projectId}/passes`, { body: { type: 'full' } })).body;
  const [run] = await listOpenRuns(db, workgroupId, projectId);
  const times = { startedAt: 0, endedAt: 1_800_000, updatedAt: 1 };
  const tally: Progress = {
    phase: 'copying',
    total: { count: 30, bytes: 300 },
    done: { count: 29, bytes: 290 },
    failed: { count: 1, bytes: 10 },
  };
  const ended = { id: String(run?.id), status: 'completed' as const, tally, ...times };
  await writeRuns(db, workgroupId, [{ passId: String(pass.id), run: ended, mailbox: { id: mailboxId } }], 1_800_000);
  const folder = { mailboxId, folderId: 'f1', path: 'Inbox', distinguishedId: 'inbox', updatedAt: 1 };
  const counts = { sourceCount: 30, sourceBytes: 300, destinationCount: 29, destinationBytes: 290 };
  const differences = [{ itemClass: 'IPM.Note', sizeBytes: 10 }];
  const reconciled = { missingCount: 1, missingBytes: 10, extraCount: 2, differences };
  const results = { copiedCount: 29, copiedBytes: 290, failedCount: 1, failedBytes: 10, ...reconciled };
  await putFolderStatistics(db, workgroupId, [{ ...folder, ...counts, ...results, destinationCount: 0 }]);
  await putFolderStatistics(db, workgroupId, [{ ...folder, ...counts, ...results }]);
  // A folder that the last pass no longer counted.
  await putFolderStatistics(db, workgroupId, [{ ...folder, ...counts, ...results, folderId: 'f0', updatedAt: 0 }]);
  await dropFolderStatistics(db, workgroupId, mailboxId, 1);
  const kind = {
    mailboxId,
    kind: 'email' as const,
    successCount: 29,
    successBytes: 290,
    errorCount: 1,
    errorBytes: 10,
  };
  await putKindStatistics(db, workgroupId, [{ ...kind, updatedAt: 1 }]);
  const answer = await ask('GET', `/api/mailboxes/${mailboxId}/statistics`);
  expect(answer.body).toEqual({
    folders: [
      {
        path: 'Inbox',
        distinguishedId: 'inbox',
        source: { count: 30, bytes: 300 },
        destination: { count: 29, bytes: 290 },
        copied: { count: 29, bytes: 290 },
        failed: { count: 1, bytes: 10 },
        missing: { count: 1, bytes: 10 },
        failure: null,
        extraCount: 2,
        differences: [{ itemClass: 'IPM.Note', sizeBytes: 10, itemAt: null }],
      },
    ],
    kinds: { email: { success: { count: 29, bytes: 290 }, error: { count: 1, bytes: 10 } } },
    passes: [
      {
        passId: pass.id,
        type: 'full',
        status: 'completed',
        startedAt: '1970-01-01T00:00:00.000Z',
        endedAt: '1970-01-01T00:30:00.000Z',
      },
    ],
    elapsedMs: 1_800_000,
    itemsPerHour: 58,
    bytesPerHour: 580,
  });
});

test('a mailbox outside the mail domains of an endpoint is added, and says so', async () => {
  const harness = createHarness();
  const { ask } = await signUp(harness);
  const { projectId, sourceEndpointId, destinationEndpointId } = await makeProject(ask);
  for (const [id, domain] of [
    [sourceEndpointId, 'old.example'],
    [destinationEndpointId, 'New.example'],
  ])
    await ask('PATCH', `/api/endpoints/${id}`, { body: { domains: [domain] } });
  const mailboxes = [
    { sourceEmail: 'a@old.example', destinationEmail: 'a@NEW.example' },
    { sourceEmail: 'b@sub.old.example', destinationEmail: 'b@new.example' },
    { sourceEmail: 'c@other.example', destinationEmail: 'c@other.example' },
  ];
  const added = await ask('POST', `/api/projects/${projectId}/mailboxes`, { body: { mailboxes } });
  expect([added.status, added.body.items.map(({ outsideDomains }: Loose) => outsideDomains)]).toEqual([
    201,
    [[], ['source'], ['source', 'destination']],
  ]);
});
