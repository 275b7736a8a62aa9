import { expect, test } from 'vitest';
import type { Ask, Loose } from './harness.ts';
import { createHarness, makeProject, signUp } from './harness.ts';

const harness = createHarness();

/** A workgroup with a project of a customer. */
async function open() {
  const { ask } = await signUp(harness);
  const project = await makeProject(ask);
  const { customerId } = (await ask('GET', `/api/projects/${project.projectId}`)).body;
  return { ask, ...project, customerId: String(customerId) };
}

const usersOf = async (ask: Ask, customerId: string, query = ''): Promise<Loose[]> =>
  (await ask('GET', `/api/customers/${customerId}/users${query}`)).body.items;
const addressesOf = async (ask: Ask, customerId: string): Promise<string[][]> =>
  (await usersOf(ask, customerId)).map(({ addresses }) => addresses);
const line = (source: string, destination: string) => ({
  sourceEmail: `${source}@old.example`,
  destinationEmail: `${destination}@new.example`,
});
const addLines = (ask: Ask, projectId: string, ...mailboxes: object[]) =>
  ask('POST', `/api/projects/${projectId}/mailboxes`, { body: { mailboxes } });

test('a mailbox that is added makes its owner a user, with both addresses and its status', async () => {
  const { ask, projectId, customerId } = await open();
  await addLines(ask, projectId, line('Anna', 'anna'), line('ben', 'ben'));
  const users = await usersOf(ask, customerId);
  expect(users).toMatchObject([
    {
      id: expect.stringMatching(/^usr_[0-9a-z]{26}$/),
      name: null,
      source: 'mailbox',
      addresses: ['Anna@old.example', 'anna@new.example'],
      mailboxes: [{ projectId, projectName: 'Contoso', status: 'Not Submitted', state: 'notStarted' }],
    },
    { addresses: ['ben@old.example', 'ben@new.example'] },
  ]);
  const events = (await ask('GET', `/api/events?customerId=${customerId}&type=customer-user.added`)).body.items;
  expect(events).toMatchObject([{ projectId, data: { count: 2, examples: ['Anna@old.example', 'ben@old.example'] } }]);
  expect((await ask('GET', `/api/customers/${customerId}`)).body.userCount).toBe(2);
});

test('a mailbox of someone who is known adds no user, but the address that is new', async () => {
  const { ask, projectId, customerId } = await open();
  const added = await ask('POST', `/api/customers/${customerId}/users`, {
    body: { name: 'Anna Lind', addresses: ['anna@new.example'] },
  });
  await addLines(ask, projectId, line('ANNA', 'anna'), line('ben', 'ben'));
  // Another project of the same customer: another mailbox of Ben's.
  const second = await makeProject(ask);
  await addLines(ask, second.projectId, line('ben', 'ben.archive'));
  const users = await usersOf(ask, customerId);
  expect(users.map(({ id, name, addresses }) => ({ id, name, addresses }))).toEqual([
    { id: added.body.id, name: 'Anna Lind', addresses: ['anna@new.example', 'ANNA@old.example'] },
    {
      id: expect.any(String),
      name: null,
      addresses: ['ben@old.example', 'ben@new.example', 'ben.archive@new.example'],
    },
  ]);
  expect(users.map(({ mailboxes }) => mailboxes.length)).toEqual([1, 2]);
  const eventsOf = async (type: string) => (await ask('GET', `/api/events?type=${type}`)).body.items as Loose[];
  expect((await eventsOf('customer-user.added')).map(({ data }) => data.count ?? 'one')).toEqual([1, 'one']);
  expect(await eventsOf('customer-user.updated')).toMatchObject([
    { projectId: second.projectId, customerId, data: { count: 1, examples: ['ben.archive@new.example'] } },
    { projectId, customerId, subject: { kind: 'project' }, data: { count: 1, examples: ['ANNA@old.example'] } },
  ]);
  // Who has all of them already gets none.
  const third = await makeProject(ask);
  await addLines(ask, third.projectId, line('anna', 'anna'), line('ben', 'ben'));
  expect(await eventsOf('customer-user.updated')).toHaveLength(2);
});

test('addresses that cross are two users, each with the mailbox of their source address', async () => {
  const { ask, projectId, customerId } = await open();
  await addLines(
    ask,
    projectId,
    { sourceEmail: 'a@x.example', destinationEmail: 'b@x.example' },
    { sourceEmail: 'b@x.example', destinationEmail: 'c@x.example' },
  );
  const users = await usersOf(ask, customerId);
  expect(users.map(({ addresses, mailboxes }) => [addresses, mailboxes[0].sourceEmail])).toEqual([
    [['a@x.example'], 'a@x.example'],
    [['b@x.example', 'c@x.example'], 'b@x.example'],
  ]);
});

test('twenty projects that add the same people at once make no doubles', async () => {
  const { ask, customerId, sourceEndpointId, destinationEndpointId } = await open();
  const projects = await Promise.all(
    Array.from({ length: 20 }, async (_, index) => {
      const body = { name: `p${String(index)}`, customerId, sourceEndpointId, destinationEndpointId };
      return String((await ask('POST', '/api/projects', { body })).body.id);
    }),
  );
  const people = Array.from({ length: 5 }, (_, index) => `person${String(index)}`);
  const answers = await Promise.all(
    projects.flatMap((id) => [
      addLines(ask, id, ...people.map((name) => line(name, name))),
      ask('POST', `/api/customers/${customerId}/users/import`, {
        body: { users: people.map((name) => ({ name, addresses: [`${name}@new.example`] })) },
      }),
    ]),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 201]));
  const users = await usersOf(ask, customerId);
  expect(users.map(({ addresses }) => addresses.toSorted())).toEqual(
    people.map((name) => [`${name}@new.example`, `${name}@old.example`]),
  );
  expect(users.map(({ mailboxes }) => mailboxes.length)).toEqual(people.map(() => 20));
  expect(new Set(users.map(({ name }) => name))).toEqual(new Set(people));
});

test('mailboxes that are refused make no users', async () => {
  const { ask, projectId, customerId } = await open();
  await addLines(ask, projectId, line('anna', 'anna'));
  expect((await addLines(ask, projectId, line('new', 'new'), line('anna', 'x'))).status).toBe(422);
  const both = await Promise.all([1, 2, 3].map(() => addLines(ask, projectId, line('eve', 'eve'))));
  expect(both.filter(({ status }) => status === 201)).toHaveLength(1);
  expect((await addressesOf(ask, customerId)).map(([first]) => first)).toEqual(['anna@old.example', 'eve@old.example']);
});

test('a project takes the owners of its mailboxes to another customer, those that come meanwhile too', async () => {
  const { ask, projectId, customerId } = await open();
  await addLines(ask, projectId, line('anna', 'anna'));
  const body = { companyName: 'Fjord', primaryDomain: 'fjord.example' };
  const to = (await ask('POST', '/api/customers', { body })).body.id;
  await ask('POST', `/api/customers/${to}/users`, { body: { name: 'Anna', addresses: ['anna@new.example'] } });
  const [moved, ...added] = await Promise.all([
    ask('PATCH', `/api/projects/${projectId}`, { body: { customerId: to } }),
    ...['b', 'c', 'd'].map((name) => addLines(ask, projectId, line(name, name))),
  ]);
  expect([moved.status, ...added.map(({ status }) => status)]).toEqual([200, 201, 201, 201]);
  const users = await usersOf(ask, String(to));
  expect(users.map(({ mailboxes }) => mailboxes.length)).toEqual([1, 1, 1, 1]);
  expect(users[0]).toMatchObject({ name: 'Anna', addresses: ['anna@new.example', 'anna@old.example'] });
  const left = await usersOf(ask, customerId);
  expect(left.every(({ mailboxes }) => mailboxes.length === 0)).toBe(true);
});

test('a user is added, changed and deleted, unless there is a mailbox', async () => {
  const { ask, projectId, customerId } = await open();
  const path = `/api/customers/${customerId}/users`;
  const anna = await ask('POST', path, { body: { name: 'Anna', addresses: ['anna@x.example', 'a@x.example'] } });
  expect(anna.status).toBe(201);
  const taken = await ask('POST', path, { body: { addresses: ['b@x.example', 'ANNA@x.example'] } });
  expect([taken.status, taken.body.code, taken.body.errors[0].path]).toEqual([
    422,
    'customer-users-refused',
    'addresses[1]',
  ]);
  const one = `/api/customer-users/${anna.body.id}`;
  const seen = { 'if-match': `"${String(anna.body.updatedAt)}"` };
  const body = { name: 'Anna Lind', addresses: ['lind@x.example', 'anna@x.example'] };
  const changed = await ask('PATCH', one, { body, headers: seen });
  expect(changed.body).toMatchObject(body);
  expect((await ask('PATCH', one, { body, headers: seen })).body.code).toBe('customer-user-changed');
  await ask('POST', path, { body: { addresses: ['ben@x.example'] } });
  const clash = await ask('PATCH', one, { body: { addresses: ['anna@x.example', 'ben@x.example'] } });
  expect(clash.body).toMatchObject({ code: 'customer-users-refused', errors: [{ path: 'addresses[1]' }] });
  expect((await ask('GET', one)).body.addresses).toEqual(body.addresses);
  await addLines(ask, projectId, { sourceEmail: 'anna@x.example', destinationEmail: 'anna@y.example' });
  expect((await ask('DELETE', one)).body.code).toBe('customer-user-in-use');
  const [mailbox] = (await ask('GET', one)).body.mailboxes;
  await ask('DELETE', `/api/mailboxes/${mailbox.id}`);
  expect((await ask('DELETE', one)).status).toBe(204);
  expect((await ask('DELETE', one)).status).toBe(404);
  const types = (await ask('GET', `/api/events?customerId=${customerId}&query=anna@x.example`)).body.items;
  expect(types.map(({ type }: Loose) => type)).toEqual([
    'customer-user.deleted',
    'mailbox.deleted',
    'mailbox.added',
    // By hand, and by the mailbox.
    'customer-user.updated',
    'customer-user.updated',
    'customer-user.added',
  ]);
});

test('imports all users or none, and joins those who are there', async () => {
  const { ask, customerId } = await open();
  const bring = (...users: object[]) => ask('POST', `/api/customers/${customerId}/users/import`, { body: { users } });
  const first = await bring({ name: 'Anna', addresses: ['anna@x.example'] }, { addresses: ['ben@x.example'] });
  expect(first.body).toEqual({ added: 2, completed: 0, unchanged: 0 });
  const again = await bring(
    { name: 'Anna L.', addresses: ['anna@x.example'] },
    { name: 'Ben', addresses: ['BEN@x.example', 'b@y.example'] },
    { addresses: ['cleo@x.example'] },
  );
  expect(again.body).toEqual({ added: 1, completed: 1, unchanged: 1 });
  const users = await usersOf(ask, customerId);
  expect(users.map(({ name, addresses }) => [name, ...addresses])).toEqual([
    ['Anna', 'anna@x.example'],
    ['Ben', 'ben@x.example', 'b@y.example'],
    [null, 'cleo@x.example'],
  ]);
  const wrong = await bring(
    { addresses: ['new@x.example', 'anna@x.example', 'ben@x.example'] },
    { addresses: ['other@x.example'] },
    { addresses: ['OTHER@x.example'] },
  );
  expect(wrong.body).toMatchObject({
    code: 'customer-users-refused',
    errors: [
      { path: 'users[0].addresses[2]', message: 'ben@x.example belongs to another user than the addresses before it.' },
      { path: 'users[2].addresses[0]', message: 'OTHER@x.example is already in row 2.' },
    ],
  });
  expect((await bring({ addresses: ['x'] })).body.code).toBe('validation-failed');
  expect(await usersOf(ask, customerId)).toHaveLength(3);
  const events = (await ask('GET', `/api/events?customerId=${customerId}&query=x.example`)).body.items;
  expect(events.map(({ type, data }: Loose) => [type, data.count])).toEqual([
    ['customer-user.updated', 1],
    ['customer-user.added', 1],
    ['customer-user.added', 2],
  ]);
});

test('imports ten thousand users in a moment, and finds one of them', async () => {
  const { ask, customerId } = await open();
  const users = Array.from({ length: 10_000 }, (_, index) => ({
    name: `Pérson ${String(index)}`,
    addresses: [`p${String(index)}@x.example`, `p${String(index)}@y.example`],
  }));
  const from = performance.now();
  const answer = await ask('POST', `/api/customers/${customerId}/users/import`, { body: { users } });
  expect(answer.body).toEqual({ added: 10_000, completed: 0, unchanged: 0 });
  expect(performance.now() - from).toBeLessThan(10_000);
  expect(await usersOf(ask, customerId, '?query=PERSON 9876')).toMatchObject([{ addresses: users[9876]!.addresses }]);
  expect(await usersOf(ask, customerId, '?query=P5432@Y')).toHaveLength(1);
});

test('users of others are not found', async () => {
  const [ours, theirs] = [await open(), await open()];
  const body = { addresses: ['anna@x.example'] };
  const { id } = (await theirs.ask('POST', `/api/customers/${theirs.customerId}/users`, { body })).body;
  for (const [method, path] of [
    ['GET', `/api/customer-users/${id}`],
    ['PATCH', `/api/customer-users/${id}`],
    ['DELETE', `/api/customer-users/${id}`],
    ['GET', `/api/customers/${theirs.customerId}/users`],
    ['POST', `/api/customers/${theirs.customerId}/users`],
  ] as const)
    expect((await ours.ask(method, path, method === 'POST' || method === 'PATCH' ? { body } : {})).status, path).toBe(
      404,
    );
  // The same person may be a user of both.
  expect((await ours.ask('POST', `/api/customers/${ours.customerId}/users`, { body })).status).toBe(201);
  expect(await usersOf(theirs.ask, theirs.customerId)).toHaveLength(1);
});
