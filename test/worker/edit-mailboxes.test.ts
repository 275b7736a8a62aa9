import { expect, test } from 'vitest';
import { writeRuns } from '../../worker/features/passes/run-store.ts';
import { listOpenRuns } from './open-runs.ts';
import type { Loose } from './harness.ts';
import { createHarness, makeProject, signUp } from './harness.ts';

async function world(count: number) {
  const harness = createHarness();
  const owner = await signUp(harness);
  const project = await makeProject(owner.ask, count);
  const path = `/api/projects/${project.projectId}/mailboxes`;
  const { db } = harness.deps;
  /** Ends every run as a pass would. */
  const endRuns = async () => {
    const times = { startedAt: 1_000, endedAt: 2_000, updatedAt: 2_000 };
    for (const { id, passId, mailboxId } of await listOpenRuns(db, owner.workgroupId, project.projectId)) {
      const run = { id, status: 'completed' as const, ...times };
      await writeRuns(db, owner.workgroupId, [{ passId, run, mailbox: { id: mailboxId } }], 3_000);
    }
  };
  return {
    endRuns,
    harness,
    ...owner,
    ...project,
    edit: (mailboxes: unknown[]) => owner.ask('PATCH', path, { body: { mailboxes } }),
    list: async (query = ''): Promise<Loose[]> => (await owner.ask('GET', `${path}?limit=1000${query}`)).body.items,
  };
}

const messagesOf = (answer: Loose) => answer.body.errors.map(({ path, message }: Loose) => `${path}: ${message}`);

test('several mailboxes change at once: destination, logins, passwords and tags, and undoing is the same request', async () => {
  const { edit, list, mailboxIds, ask, projectId } = await world(3);
  const [a, b, c] = mailboxIds;
  const answer = await edit([
    { id: a, destinationEmail: 'A@New.example', tags: ['Board', 'board', 'Berlin'] },
    { id: b, sourceLogin: 'OLD\\b', sourcePassword: ' b ' },
    { id: c, destinationLogin: 'unknown' },
  ]);
  expect(answer.status).toBe(200);
  expect(answer.body.items).toMatchObject([
    { id: a, destinationEmail: 'A@New.example', tags: ['Board', 'Berlin'], hasSourcePassword: false },
    { id: b, destinationEmail: 'user1@new.example', sourceLogin: 'OLD\\b', hasSourcePassword: true, tags: [] },
    { id: c, destinationLogin: 'unknown' },
  ]);
  expect((await list('&tag=BERLIN')).map(({ id }) => id)).toEqual([a]);
  const events = (await ask('GET', `/api/events?projectId=${projectId}&type=mailbox.updated`)).body.items;
  expect(events).toMatchObject([
    {
      data: {
        count: 3,
        fields: ['destinationEmail', 'destinationLogin', 'sourceLogin', 'sourcePassword', 'tags'],
      },
    },
  ]);
  expect(JSON.stringify(events)).not.toContain(' b ');
  await edit([{ id: a, destinationEmail: 'user0@new.example', tags: [] }]);
  expect(await list()).toMatchObject([{ destinationEmail: 'user0@new.example', tags: [] }, {}, {}]);
});

test('addresses are exchanged among mailboxes', async () => {
  const { edit, mailboxIds } = await world(3);
  const answer = await edit(
    mailboxIds.map((id, index) => ({ id, destinationEmail: `user${String((index + 1) % 3)}@new.example` })),
  );
  expect([answer.status, answer.body.items.map(({ destinationEmail }: Loose) => destinationEmail)]).toEqual([
    200,
    ['user1@new.example', 'user2@new.example', 'user0@new.example'],
  ]);
});

test('what does not fit is named row by row, and nothing changes', async () => {
  const { edit, list, mailboxIds } = await world(4);
  const [a, b, c] = mailboxIds;
  const before = await list();
  const answer = await edit([
    { id: a, tags: ['new'] },
    { id: b, destinationEmail: 'user0@NEW.example' },
    { id: c, destinationEmail: 'user3@new.example' },
    { id: 'mbx_none', tags: [] },
    { id: a, tags: [] },
    { id: b, sourceLogin: 'unknown', sourcePassword: 'p' },
  ]);
  expect(answer).toMatchObject({ status: 422, body: { code: 'mailbox-rows-refused' } });
  expect(messagesOf(answer)).toEqual([
    'mailboxes[1].destinationEmail: user0@NEW.example is already in the project.',
    'mailboxes[2].destinationEmail: user3@new.example is already in the project.',
    'mailboxes[3].id: The project has no mailbox mbx_none.',
    'mailboxes[4].id: user0@old.example is in the request twice.',
    'mailboxes[5].id: user1@old.example is in the request twice.',
  ]);
  expect(await list()).toEqual(before);
  const unknown = await edit([{ id: b, sourceLogin: 'unknown', sourcePassword: 'p' }]);
  expect(messagesOf(unknown)).toEqual([
    'mailboxes[0].sourcePassword: Leave out the password of an unknown login, or enter the login.',
  ]);
});

test('the destination of a mailbox that a pass copies stays; a verify pass does not matter', async () => {
  const { edit, ask, endRuns, projectId, mailboxIds } = await world(2);
  const start = (type: string, mailboxId: string | undefined) =>
    ask('POST', `/api/projects/${projectId}/passes`, { body: { type, mailboxIds: [mailboxId] } });
  const [copied, verified] = mailboxIds;
  for (const [type, id] of [
    ['full', copied],
    ['verify', verified],
  ] as const) {
    expect((await start(type, id)).status).toBe(201);
    const running = await edit([{ id, destinationEmail: 'x@new.example' }]);
    expect(running.body.code).toBe('mailbox-rows-refused');
    await endRuns();
  }
  expect((await edit([{ id: verified, destinationEmail: 'y@new.example' }])).status).toBe(200);
  const answer = await edit([{ id: copied, destinationEmail: 'x@new.example' }]);
  expect(messagesOf(answer)).toEqual([
    'mailboxes[0].destinationEmail: A pass has copied to user0@new.example. To copy elsewhere, delete the mailbox and add it again.',
  ]);
  // Another spelling of the same address is the same mailbox.
  expect((await edit([{ id: copied, destinationEmail: 'User0@new.example' }])).status).toBe(200);
});

test('a password of another address goes with it, unless its login is named', async () => {
  const { edit, list, mailboxIds } = await world(2);
  await edit(
    mailboxIds.map((id, index) => ({ id, destinationPassword: 'p', ...(index === 1 && { destinationLogin: 'x' }) })),
  );
  await edit(mailboxIds.map((id, index) => ({ id, destinationEmail: `y${String(index)}@new.example` })));
  expect((await list()).map(({ hasDestinationPassword }) => hasDestinationPassword)).toEqual([false, true]);
});

test('500 mailboxes change in one request, and of two requests at once each is whole', async () => {
  const { edit, list, mailboxIds } = await world(500);
  const change = (tag: string) => edit(mailboxIds.map((id) => ({ id, tags: [tag] })));
  const answers = await Promise.all([change('one'), change('other')]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  expect(new Set((await list()).map(({ tags }) => tags.join()))).toHaveLength(1);
  expect((await edit([...mailboxIds, 'mbx_more'].map((id) => ({ id, tags: [] })))).body.code).toBe('validation-failed');
});

test('mailboxes are deleted at once, unless a pass is running on one of them', async () => {
  const { ask, list, endRuns, mailboxIds, projectId } = await world(3);
  const remove = (ids: (string | undefined)[]) =>
    ask('POST', `/api/projects/${projectId}/mailboxes/delete`, { body: { mailboxIds: ids } });
  await ask('POST', `/api/projects/${projectId}/passes`, { body: { type: 'full', mailboxIds: [mailboxIds[1]] } });
  const refused = await remove(mailboxIds);
  expect(refused).toMatchObject({ status: 409, body: { code: 'mailbox-busy' } });
  expect(messagesOf(refused)).toEqual(['mailboxIds[1]: A pass is running on user1@old.example.']);
  expect(await list()).toHaveLength(3);
  expect((await remove([mailboxIds[0], 'mbx_none'])).body).toEqual({ deleted: 1 });
  await endRuns();
  expect((await remove(mailboxIds)).body).toEqual({ deleted: 2 });
  expect((await remove(mailboxIds)).body).toEqual({ deleted: 0 });
  const events = (await ask('GET', `/api/events?projectId=${projectId}&type=mailbox.deleted`)).body.items;
  expect(events.map(({ data }: Loose) => data.count)).toEqual([2, 1]);
});
