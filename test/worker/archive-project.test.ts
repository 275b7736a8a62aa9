import { expect, test } from 'vitest';
import type { Loose } from './harness.ts';
import { ADMIN, createHarness, makeProject, signUp } from './harness.ts';
import { ok, requestWorld, tokenIn } from './credential-requests/request-world.ts';
import { MIGRATION, noticeWorld } from './notices/notice-world.ts';

const harness = createHarness();

test('an archived project is left out of lists unless it is asked for, and comes back', async () => {
  const { ask } = await signUp(harness);
  const { projectId } = await makeProject(ask, 1, ADMIN);
  const { projectId: other } = await makeProject(ask, 0, ADMIN);
  const path = `/api/projects/${projectId}`;
  const idsOf = async (query = ''): Promise<string[]> =>
    (await ok(ask('GET', `/api/projects${query}`), 200)).items.map(({ id }: Loose) => id);
  const before = await ok(ask('GET', path), 200);
  expect(before.archivedAt).toBeNull();
  const { project, credentials, requestsEnded } = await ok(ask('POST', `${path}/archive`), 200);
  expect(project).toMatchObject({ id: projectId, archivedAt: expect.any(String), updatedAt: project.archivedAt });
  expect([credentials.purged, credentials.mailboxIds, requestsEnded]).toEqual([0, [], 0]);
  expect(await idsOf()).toEqual([other]);
  expect(await idsOf('?archived=true')).toEqual([projectId]);
  expect(await idsOf('?archived=all')).toEqual([other, projectId]);
  // Twice is once.
  expect((await ok(ask('POST', `${path}/archive`), 200)).project).toEqual(project);
  const restored = await ok(ask('POST', `${path}/unarchive`), 200);
  expect(restored).toMatchObject({ ...before, updatedAt: expect.any(String) });
  expect(await ok(ask('POST', `${path}/unarchive`), 200)).toEqual(restored);
  expect(await idsOf()).toEqual([other, projectId]);
  const { items } = await ok(ask('GET', `/api/events?projectId=${projectId}`), 200);
  const types = items.map(({ type }: Loose) => type).filter((type: string) => type.startsWith('project.'));
  expect(types).toEqual(['project.restored', 'project.archived', 'project.created']);
});

test('a project whose pass runs is not archived, and nothing of it changes', async () => {
  const { ask } = await signUp(harness);
  const { projectId } = await makeProject(ask, 1, ADMIN);
  const path = `/api/projects/${projectId}`;
  await ok(ask('POST', `${path}/passes`, { body: { type: 'full' } }), 201);
  const { status, body } = await ask('POST', `${path}/archive`);
  expect([status, body.code, body.cause]).toEqual([
    409,
    'project-running',
    'A project cannot be archived while its passes run.',
  ]);
  expect((await ok(ask('GET', path), 200)).archivedAt).toBeNull();
});

test('an archived project starts nothing, sends nothing and gets no mailboxes, and all of it can be read', async () => {
  const { ask } = await signUp(harness);
  const { projectId, mailboxIds } = await makeProject(ask, 1, ADMIN);
  const path = `/api/projects/${projectId}`;
  await ok(ask('POST', `${path}/archive`), 200);
  const mailboxes = [{ sourceEmail: 'eve@old.example', destinationEmail: 'eve@new.example' }];
  for (const [route, body] of [
    ['passes', { type: 'full' }],
    ['mailboxes', { mailboxes }],
    ['notices', { kind: 'completion' }],
    ['scripts/full-access/messages', { to: 'admin@provider.example', side: 'source', version: '2016' }],
    ['credential-requests/ask-again', { mailboxIds }],
    ['credential-requests/resend', { mailboxIds }],
  ] as const) {
    const answer = await ask('POST', `${path}/${route}`, { body });
    expect([route, answer.status, answer.body.code]).toEqual([route, 409, 'project-archived']);
  }
  for (const route of ['', '/mailboxes', '/passes', '/notices', '/credential-requests', '/grants'])
    await ok(ask('GET', `${path}${route}`), 200);
  for (const route of ['', '/errors', '/folder-errors', '/losses', '/statistics'])
    await ok(ask('GET', `/api/mailboxes/${mailboxIds[0]}${route}`), 200);
  await ok(ask('POST', `${path}/unarchive`), 200);
  await ok(ask('POST', `${path}/passes`, { body: { type: 'full' } }), 201);
});

test('a pass that starts while the project is archived does not start: one of both wins', async () => {
  const { ask } = await signUp(harness);
  const { projectId } = await makeProject(ask, 1, ADMIN);
  const path = `/api/projects/${projectId}`;
  const [start, archive] = await Promise.all([
    ask('POST', `${path}/passes`, { body: { type: 'full' } }),
    ask('POST', `${path}/archive`),
  ]);
  expect([
    ['project-archived', undefined],
    [undefined, 'project-running'],
  ]).toContainEqual([start.body.code, archive.body.code]);
  const { items } = await ok(ask('GET', `${path}/passes`), 200);
  expect(items).toHaveLength(start.status === 201 ? 1 : 0);
});

test('archiving ends the links of end users, the runs that wait for them, and the credentials that they gave', async () => {
  const world = await requestWorld({ mailboxes: 3 });
  const { ask, path, clock } = world;
  await ok(world.start(), 201);
  await world.deliver();
  const tokens = world.mails.map(tokenIn);
  // One has answered; their pass is over since.
  expect(await world.answer(tokens[0]!)).toBe(true);
  const [answered] = await world.requests('?state=answered');
  const { db } = world.harness.deps;
  const end = "UPDATE pass_mailboxes SET status = 'completed', ended_at = ? WHERE mailbox_id = ?";
  await db.$client.prepare(end).bind(clock.now, answered!.mailboxId).run();
  const { credentials, requestsEnded } = await ok(ask('POST', `${path}/archive`), 200);
  expect(requestsEnded).toBe(2);
  expect(credentials).toMatchObject({ purged: 1, mailboxIds: [answered!.mailboxId], inUse: [] });
  expect(await world.events('credentials.purged')).toHaveLength(1);
  expect(await world.count('mailboxes', 'source_password_sealed IS NOT NULL')).toBe(0);
  for (const token of tokens) expect(await world.answer(token)).toBe(false);
  expect(await world.runs()).toEqual([]);
  expect((await ok(ask('GET', `${path}/passes`), 200)).items).toMatchObject([
    { status: 'stopped', endedAt: expect.any(String) },
  ]);
  const statuses = (await world.mailboxes()).map(({ status }) => status);
  expect(statuses.filter((status) => status === 'Stopped')).toHaveLength(2);
  // Reminders would be due.
  world.later(10);
  await world.runDue();
  const sent = world.mails.length;
  await world.deliver();
  expect(world.mails).toHaveLength(sent);
});

test('messages that wait are not sent any more, and not sent again', async () => {
  const world = await noticeWorld(1);
  const { ask } = world.owner;
  const later = { local: '2027-02-01T08:00', timeZone: 'Europe/Oslo' };
  const waits = await ok(world.notify({ ...MIGRATION, sendAt: later }), 201);
  await ok(world.notify({ kind: 'completion' }), 201);
  await world.drain();
  await ok(ask('POST', `${world.path}/archive`), 200);
  const [message] = await world.messages();
  expect(message).toMatchObject({
    state: 'failed',
    last_response: 'The project was archived before the message was sent.',
  });
  const again = await ask('POST', `/api/messages/${message!.id}/resend`);
  expect([again.status, again.body.code]).toEqual([409, 'message-project-archived']);
  world.goTo('2027-02-02T00:00:00Z');
  await world.drain();
  expect(await world.log(waits.id)).toMatchObject([{ state: 'skipped', reason: 'project-archived' }]);
  expect(await world.messages()).toHaveLength(1);
});

test('a copy has the options, endpoints and customer of a project, and no mailboxes', async () => {
  const { ask } = await signUp(harness);
  const { projectId } = await makeProject(ask, 2, ADMIN);
  const path = `/api/projects/${projectId}`;
  const options = {
    maximumConcurrentMigrations: 7,
    excludedFolders: ['Inbox/Old'],
    recipientMapping: [{ from: '@old.example', to: '@new.example' }],
    notices: {
      start: { local: '2031-03-01T09:00', timeZone: 'Europe/Oslo' },
      before: { daysBefore: 3 },
      atStart: true,
      atCompletion: false,
    },
  };
  const original = await ok(ask('PATCH', path, { body: { options } }), 200);
  await ok(ask('POST', `${path}/archive`), 200);
  const copy = await ok(ask('POST', `${path}/copy`), 201);
  const { id: _id, name, createdAt: _c, updatedAt: _u, archivedAt: _a, options: copied, ...others } = copy;
  expect(name).toBe(`${original.name} (copy)`);
  expect(original).toMatchObject({
    customerId: others.customerId,
    source: others.source,
    destination: others.destination,
  });
  // The date belonged to the other migration.
  const { start: _start, before: _before, ...notices } = options.notices;
  expect(copied).toEqual({ ...options, notices });
  expect([copy.archivedAt, copy.counters.total]).toEqual([null, 0]);
  expect((await ok(ask('POST', `${path}/copy`, { body: { name: '  Wave 2 ' } }), 201)).name).toBe('Wave 2');
  const long = 'ø'.repeat(100);
  await ok(ask('PATCH', path, { body: { name: long } }), 200);
  expect((await ok(ask('POST', `${path}/copy`), 201)).name).toBe(`${'ø'.repeat(93)} (copy)`);
  expect((await ask('POST', `${path}/copy`, { body: { name: ' ' } })).body.code).toBe('validation-failed');
  const [event] = (await ok(ask('GET', `/api/events?projectId=${copy.id}`), 200)).items;
  expect(event).toMatchObject({ type: 'project.created', data: { copyOf: original.id } });
  await ok(ask('POST', `/api/customers/${copy.customerId}/archive`), 200);
  expect((await ask('POST', `${path}/copy`)).body.code).toBe('customer-archived');
});
