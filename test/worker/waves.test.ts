import { expect, test } from 'vitest';
import type { Told } from '../../worker/lib/event-sentence.ts';
import { sentenceOf } from '../../worker/lib/event-sentence.ts';
import type { Loose } from './harness.ts';
import { createHarness, makeProject, signUp } from './harness.ts';

async function world(mailboxes: number) {
  const harness = createHarness();
  const owner = await signUp(harness);
  const project = await makeProject(owner.ask, mailboxes);
  const { ask } = owner;
  const path = `/api/projects/${project.projectId}`;
  return {
    harness,
    ...owner,
    ...project,
    path,
    create: (body: object, at = path) => ask('POST', `${at}/waves`, { body }),
    waves: async (query = ''): Promise<Loose[]> => (await ask('GET', `${path}/waves${query}`)).body.items,
    mailboxes: async (query = ''): Promise<Loose[]> => (await ask('GET', `${path}/mailboxes${query}`)).body.items,
    edit: (edits: object[]) => ask('PATCH', `${path}/mailboxes`, { body: { mailboxes: edits } }),
  };
}

test('a project has waves with names of their own, and bad ones are refused', async () => {
  const { create, waves, ask } = await world(0);
  const berlin = await create({
    name: ' Berlin ',
    cutoverAt: '2026-12-04T22:00:00+01:00',
    timeZone: 'Europe/Berlin',
  });
  expect(berlin).toMatchObject({
    status: 201,
    body: { name: 'Berlin', cutoverAt: '2026-12-04T21:00:00.000Z', timeZone: 'Europe/Berlin', mailboxes: 0 },
  });
  expect((await create({ name: 'BERLIN' })).body.code).toBe('wave-name-taken');
  for (const body of [
    {},
    { name: '' },
    { name: 'None' },
    { name: 'x'.repeat(61) },
    { name: 'x', cutoverAt: '2026-12-04' },
    { name: 'x', cutoverAt: '2026-02-30T10:00:00Z' },
    { name: 'x', timeZone: 'Europe/Nowhere' },
  ])
    expect((await create(body)).body.code, JSON.stringify(body)).toBe('validation-failed');
  // A zone without an instant says nothing.
  const rest = await create({ name: 'Rest', timeZone: 'Europe/Berlin' });
  expect(rest.body).toMatchObject({ cutoverAt: null, timeZone: null });
  const path = `/api/waves/${rest.body.id}`;
  expect((await ask('PATCH', path, { body: { name: 'berlin' } })).body.code).toBe('wave-name-taken');
  expect((await ask('PATCH', path, { body: { name: 'REST', cutoverAt: '2026-12-05T10:00:00Z' } })).body).toMatchObject({
    name: 'REST',
    cutoverAt: '2026-12-05T10:00:00.000Z',
    timeZone: 'UTC',
  });
  expect((await ask('PATCH', path, { body: { timeZone: 'Europe/Oslo' } })).body).toMatchObject({
    cutoverAt: '2026-12-05T10:00:00.000Z',
    timeZone: 'Europe/Oslo',
  });
  expect((await ask('PATCH', path, { body: { cutoverAt: null } })).body).toMatchObject({
    cutoverAt: null,
    timeZone: null,
  });
  expect((await waves()).map(({ name }) => name)).toEqual(['Berlin', 'REST']);
  const first = (await ask('GET', `${path.replace(/waves.*/, '')}projects/${rest.body.projectId}/waves?limit=1`)).body;
  expect([first.items.length, first.nextCursor]).toEqual([1, berlin.body.id]);
  expect((await waves(`?cursor=${first.nextCursor}`)).map(({ name }) => name)).toEqual(['REST']);
});

test('another project can have the same names', async () => {
  const { create, ask } = await world(0);
  const other = await makeProject(ask, 0);
  expect((await create({ name: 'Berlin' })).status).toBe(201);
  expect((await create({ name: 'Berlin' }, `/api/projects/${other.projectId}`)).status).toBe(201);
});

test('mailboxes are put into a wave, found by it, and are in none when it is deleted', async () => {
  const { create, waves, mailboxes, edit, ask, mailboxIds, projectId } = await world(3);
  const [a, b, c] = mailboxIds;
  const { id, name } = (await create({ name: 'Berlin' })).body;
  const answer = await edit([
    { id: a, waveId: id },
    { id: b, waveId: id, tags: ['Board'] },
  ]);
  expect(answer.body.items).toMatchObject([
    { id: a, wave: { id, name } },
    { id: b, wave: { id, name }, tags: ['Board'] },
  ]);
  const idsOf = (rows: Loose[]) => rows.map((row) => row.id);
  expect(idsOf(await mailboxes(`?wave=${id}`))).toEqual([a, b]);
  expect(idsOf(await mailboxes('?wave=none'))).toEqual([c]);
  expect(idsOf(await mailboxes('?wave=wav_none'))).toEqual([]);
  expect((await waves())[0]).toMatchObject({ mailboxes: 2 });
  expect((await ask('GET', `/api/mailboxes/${a}`)).body.wave).toEqual({ id, name });
  await ask('PATCH', `/api/waves/${id}`, { body: { name: 'Bern' } });
  expect((await mailboxes())[0]?.wave).toEqual({ id, name: 'Bern' });
  await edit([{ id: b, waveId: null }]);
  expect((await mailboxes()).map(({ wave }) => wave?.id ?? null)).toEqual([id, null, null]);
  expect((await ask('DELETE', `/api/waves/${id}`)).status).toBe(204);
  expect((await ask('DELETE', `/api/waves/${id}`)).body.code).toBe('wave-not-found');
  expect((await mailboxes()).map(({ wave }) => wave)).toEqual([null, null, null]);
  const events = (await ask('GET', `/api/events?projectId=${projectId}`)).body.items;
  const sentences = events.map((event: Loose) => sentenceOf(event as Told));
  expect(sentences).toEqual(
    expect.arrayContaining([
      expect.stringContaining('deleted the wave “Bern” of the project “Contoso” with 1 mailbox, which stay'),
      expect.stringContaining('changed the wave “Berlin” of the project “Contoso”: name from “Berlin” to “Bern”'),
      expect.stringContaining('changed 2 mailboxes of the project “Contoso”: tags, wave'),
      expect.stringContaining('created the wave “Berlin” of the project “Contoso”'),
    ]),
  );
});

test('a wave of another project is refused row by row, and nothing changes', async () => {
  const { create, mailboxes, edit, ask, mailboxIds } = await world(2);
  const other = await makeProject(ask, 0);
  const own = (await create({ name: 'Berlin' })).body.id;
  const theirs = (await create({ name: 'Bern' }, `/api/projects/${other.projectId}`)).body.id;
  const answer = await edit([
    { id: mailboxIds[0], waveId: own },
    { id: mailboxIds[1], waveId: theirs },
  ]);
  expect(answer).toMatchObject({
    status: 422,
    body: {
      code: 'mailbox-rows-refused',
      errors: [{ path: 'mailboxes[1].waveId', message: `The project has no wave ${theirs}.` }],
    },
  });
  expect((await mailboxes()).map(({ wave }) => wave)).toEqual([null, null]);
});

test('a wave that is deleted while mailboxes come into it holds none of them', async () => {
  const { create, mailboxes, edit, ask, mailboxIds } = await world(20);
  const { id } = (await create({ name: 'Berlin' })).body;
  const [edited, deleted] = await Promise.all([
    edit(mailboxIds.map((mailbox) => ({ id: mailbox, waveId: id }))),
    ask('DELETE', `/api/waves/${id}`),
  ]);
  expect(deleted.status).toBe(204);
  expect([200, 422]).toContain(edited.status);
  expect((await mailboxes()).map(({ wave }) => wave)).toEqual(mailboxIds.map(() => null));
});

test('the waves of an archived project stay as they are', async () => {
  const { create, waves, ask, path } = await world(0);
  const { id } = (await create({ name: 'Berlin' })).body;
  expect((await ask('POST', `${path}/archive`)).status).toBe(200);
  expect((await create({ name: 'Bern' })).body.code).toBe('project-archived');
  expect((await ask('PATCH', `/api/waves/${id}`, { body: { name: 'Bern' } })).body.code).toBe('project-archived');
  expect((await ask('DELETE', `/api/waves/${id}`)).body.code).toBe('project-archived');
  expect(await waves()).toMatchObject([{ name: 'Berlin' }]);
});

test('a project has two hundred waves at most, also where several are created at once', async () => {
  const { create, waves, harness, workgroupId, projectId } = await world(0);
  const rows = Array.from({ length: 199 }, (_, index) => `w${String(index)}`);
  await harness.deps.db.$client
    .prepare(`INSERT INTO waves SELECT 'wav_' || value, ?, ?, value, value, NULL, NULL, 1, 1 FROM json_each(?)`)
    .bind(workgroupId, projectId, JSON.stringify(rows))
    .run();
  const last = await Promise.all(['x', 'y', 'z'].map((name) => create({ name })));
  expect(last.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409, 409]);
  expect(last.find(({ status }) => status === 409)?.body.code).toBe('too-many-waves');
  expect(await waves('?limit=1000')).toHaveLength(200);
});
