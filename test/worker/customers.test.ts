import { expect, test } from 'vitest';
import type { Ask, Loose } from './harness.ts';
import { createHarness, makeProject, signUp } from './harness.ts';

const harness = createHarness();
const FJORD = { companyName: 'Fjord Trading', primaryDomain: 'fjord.example' };
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';

const add = async (ask: Ask, more: object = {}): Promise<Loose> => {
  const answer = await ask('POST', '/api/customers', { body: { ...FJORD, ...more } });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body;
};
const namesOf = async (ask: Ask, query = ''): Promise<string[]> =>
  (await ask('GET', `/api/customers${query}`)).body.items.map((item: Loose) => item.companyName);
const eventsOf = async (ask: Ask, query: string): Promise<Loose[]> =>
  (await ask('GET', `/api/events?${query}`)).body.items;

test('keeps what is known of a customer, and needs only its name and domain', async () => {
  const { ask } = await signUp(harness);
  const made = await add(ask);
  expect(made).toMatchObject({
    ...FJORD,
    id: expect.stringMatching(/^cus_[0-9a-z]{26}$/),
    domains: [],
    address: null,
    isDomainMissing: false,
    isDefault: false,
    projectCount: 0,
    userCount: 0,
    archivedAt: null,
  });
  const details = {
    domains: ['fjord.example', 'fjordtrading.example', 'FJORDTRADING.example'],
    address: 'Kaigata 1\r\n0150 Oslo',
    contactName: 'Åse Lund',
    phone: '+47 22 00 00 00',
    email: 'ase@fjord.example',
    timeZone: 'Europe/Oslo',
    language: 'de',
    notes: 'Call first.',
  };
  const changed = await ask('PATCH', `/api/customers/${made.id}`, { body: { ...details, logo: PNG } });
  const known = { ...details, domains: ['fjordtrading.example'], address: 'Kaigata 1\n0150 Oslo' };
  expect(changed.body).toMatchObject({ ...known, logoUrl: expect.stringMatching(/^\/api\/logos\/logo_/) });
  expect((await ask('GET', changed.body.logoUrl)).headers.get('content-type')).toBe('image/png');
  const removed = await ask('PATCH', `/api/customers/${made.id}`, { body: { logo: null, phone: null } });
  expect(removed.body).toMatchObject({ ...known, phone: null, logoUrl: null });
  expect((await ask('GET', changed.body.logoUrl)).status).toBe(404);
  const [last, first, created] = await eventsOf(ask, `customerId=${made.id}`);
  expect(created).toMatchObject({ type: 'customer.created', subject: { name: 'Fjord Trading' } });
  expect(first.changes).toContainEqual({ field: 'logo', from: null, to: 'set' });
  expect(last.changes).toEqual([
    { field: 'phone', from: '+47 22 00 00 00', to: null },
    { field: 'logo', from: 'set', to: 'removed' },
  ]);
});

test.each([
  ['companyName', { companyName: ' ' }],
  ['companyName', { companyName: 'Fjord\u202Egnidart' }],
  ['primaryDomain', { primaryDomain: 'fjord' }],
  ['domains[1]', { domains: ['a.example', 'x y'] }],
  ['timeZone', { timeZone: 'Europe/Nowhere' }],
  ['language', { language: 'xx' }],
  ['email', { email: 'ase@' }],
  ['logo', { logo: btoa('<svg onload="alert(1)"/>') }],
])('says at %s what is wrong', async (path, wrong) => {
  const { ask } = await signUp(harness);
  const { status, body } = await ask('POST', '/api/customers', { body: { ...FJORD, ...wrong } });
  expect([status, body.code]).toEqual([422, 'validation-failed']);
  expect(body.errors.map((error: Loose) => error.path)).toEqual([path]);
  expect(await namesOf(ask, '?archived=all')).toEqual([]);
});

test('both the name and the domain are required', async () => {
  const { ask } = await signUp(harness);
  for (const body of [{}, { companyName: 'Fjord' }, { primaryDomain: 'fjord.example' }])
    expect((await ask('POST', '/api/customers', { body })).status).toBe(422);
});

test('finds customers whatever the case and the accents, by name, domain and contact, and page by page', async () => {
  const { ask } = await signUp(harness);
  await add(ask, { companyName: 'Brødrene Ærlig', primaryDomain: 'aerlig.example', contactName: 'Zoë Müller' });
  await add(ask, { companyName: 'Łódź Straße 100%', primaryDomain: 'lodz.example', domains: ['strasse1.example'] });
  await add(ask, { companyName: 'Other', primaryDomain: 'other.example', email: 'Max@desk.example' });
  for (const [words, name] of [
    ['BRODRENE ae', 'Brødrene Ærlig'],
    ['zoe muller', 'Brødrene Ærlig'],
    ['zoë', 'Brødrene Ærlig'],
    ['AERLIG.example', 'Brødrene Ærlig'],
    ['lodz str', 'Łódź Straße 100%'],
    ['STRASSE', 'Łódź Straße 100%'],
    ['100%', 'Łódź Straße 100%'],
    ['max@DESK', 'Other'],
  ] as const)
    expect(await namesOf(ask, `?query=${encodeURIComponent(words)}`), words).toEqual([name]);
  expect(await namesOf(ask, '?query=_')).toEqual([]);
  expect(await namesOf(ask, '?query=%25%25')).toEqual([]);
  const first = await ask('GET', '/api/customers?limit=2');
  const second = await ask('GET', `/api/customers?limit=2&cursor=${first.body.nextCursor}`);
  expect([...first.body.items, ...second.body.items].map((item: Loose) => item.companyName)).toEqual([
    'Other',
    'Łódź Straße 100%',
    'Brødrene Ærlig',
  ]);
  expect(second.body.nextCursor).toBeNull();
});

test('whoever saved first is not overwritten', async () => {
  const { ask } = await signUp(harness);
  const { id, updatedAt } = await add(ask);
  const change = (companyName: string, headers = {}) =>
    ask('PATCH', `/api/customers/${id}`, { body: { companyName }, headers });
  const seen = { 'if-match': `"${String(updatedAt)}"` };
  expect((await change('First', seen)).status).toBe(200);
  expect((await change('Second', seen)).body.code).toBe('customer-changed');
  expect(await namesOf(ask)).toEqual(['First']);
  const all = await Promise.all(['A', 'B', 'C', 'D'].map((name) => change(name)));
  expect(all.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  const updates = await eventsOf(ask, `customerId=${id}&type=customer.updated`);
  expect(updates).toHaveLength(5);
  // Each has the value that it replaced.
  const names = updates.map(({ changes }) => changes[0]).reverse();
  expect(names.map(({ from }) => from)).toEqual(['Fjord Trading', ...names.slice(0, -1).map(({ to }) => to)]);
});

test('is archived and restored, each once, and gets no new projects meanwhile', async () => {
  const { ask } = await signUp(harness);
  const { id } = await add(ask);
  const own = await makeProject(ask);
  const archived = await Promise.all(Array.from({ length: 5 }, () => ask('POST', `/api/customers/${id}/archive`)));
  expect(new Set(archived.map(({ body }) => body.archivedAt)).size).toBe(1);
  expect(await eventsOf(ask, `customerId=${id}&type=customer.archived`)).toHaveLength(1);
  expect(await namesOf(ask)).not.toContain('Fjord Trading');
  expect(await namesOf(ask, '?archived=true')).toEqual(['Fjord Trading']);
  expect(await namesOf(ask, '?archived=all')).toHaveLength(2);
  const { sourceEndpointId, destinationEndpointId } = own;
  const body = { name: 'x', customerId: id, sourceEndpointId, destinationEndpointId };
  expect((await ask('POST', '/api/projects', { body })).body.code).toBe('customer-archived');
  const move = await ask('PATCH', `/api/projects/${own.projectId}`, { body: { customerId: id } });
  expect(move.body.code).toBe('customer-archived');
  expect((await ask('POST', `/api/customers/${id}/restore`)).body.archivedAt).toBeNull();
  expect((await ask('POST', '/api/projects', { body })).status).toBe(201);
});

test('a project without a customer gets the default one, which is made once with the workgroup’s name', async () => {
  const owner = await signUp(harness);
  const { ask } = owner;
  const own = await makeProject(ask);
  const { customer, customerId } = (await ask('GET', `/api/projects/${own.projectId}`)).body;
  expect(customer).toEqual({ id: customerId, companyName: expect.stringMatching(/^Workgroup \d+$/) });
  expect((await ask('GET', `/api/customers/${customerId}`)).body).toMatchObject({
    isDefault: true,
    isDomainMissing: true,
    projectCount: 1,
  });
  const { sourceEndpointId, destinationEndpointId } = own;
  const body = { name: 'x', sourceEndpointId, destinationEndpointId };
  await ask('POST', `/api/customers/${customerId}/archive`);
  const made = await Promise.all(Array.from({ length: 8 }, () => ask('POST', '/api/projects', { body })));
  expect(made.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 201));
  const owners = new Set(made.map((answer) => answer.body.customerId));
  expect(owners.size).toBe(1);
  expect(owners.has(customerId)).toBe(false);
  expect(await eventsOf(ask, 'type=customer.created')).toHaveLength(2);
  await ask('POST', `/api/customers/${customerId}/restore`);
  expect((await ask('POST', '/api/projects', { body })).body.customerId).toBe([...owners][0]);
});

test('the default customer has the domain of the endpoints, where they have one', async () => {
  const { ask } = await signUp(harness);
  const endpoint = async (domains: string[]) =>
    (await ask('POST', '/api/endpoints', { body: { name: 'x', url: 'https://x.example/', domains } })).body.id;
  const body = {
    name: 'x',
    sourceEndpointId: await endpoint(['fjord.example']),
    destinationEndpointId: await endpoint(['fjord.example']),
  };
  await ask('POST', '/api/projects', { body });
  expect((await ask('GET', '/api/customers')).body.items).toMatchObject([
    { primaryDomain: 'fjord.example', isDomainMissing: false },
  ]);
});

test('a project moves to another customer, and its events are that one’s from then on', async () => {
  const { ask } = await signUp(harness);
  const { id } = await add(ask);
  const { projectId } = await makeProject(ask);
  const path = `/api/projects/${projectId}`;
  const before = (await ask('GET', path)).body;
  expect((await ask('PATCH', path, { body: { customerId: 'cus_none' } })).body.code).toBe('customer-not-found');
  const moved = await ask('PATCH', path, { body: { customerId: id } });
  expect(moved.body).toMatchObject({ customerId: id, customer: { companyName: 'Fjord Trading' } });
  const ids = async (customerId: string) =>
    (await ask('GET', `/api/projects?customerId=${customerId}`)).body.items.map((item: Loose) => item.id);
  expect([await ids(id), await ids(before.customerId)]).toEqual([[projectId], []]);
  const [event] = await eventsOf(ask, `customerId=${id}&type=project.updated`);
  expect(event).toMatchObject({
    changes: [{ field: 'customerId', from: before.customerId, to: id }],
    data: { customerName: 'Fjord Trading', names: { [id]: 'Fjord Trading' } },
  });
  const [created] = await eventsOf(ask, `customerId=${before.customerId}&type=project.created`);
  expect(created.data.customerName).toBe(before.customer.companyName);
});

test('is deleted only by its name and without projects, and its events stay', async () => {
  const { ask } = await signUp(harness);
  const { id } = await add(ask, { logo: PNG });
  const { projectId } = await makeProject(ask);
  const path = `/api/customers/${id}`;
  const remove = (companyName?: string) =>
    ask('DELETE', path, companyName === undefined ? {} : { body: { companyName } });
  expect((await remove()).body.code).toBe('customer-name-wrong');
  expect((await remove('fjord trading')).body.code).toBe('customer-name-wrong');
  const home = (await ask('GET', `/api/projects/${projectId}`)).body.customerId;
  await ask('PATCH', `/api/projects/${projectId}`, { body: { customerId: id } });
  const refused = await remove('Fjord Trading');
  expect([refused.status, refused.body.code]).toEqual([409, 'customer-in-use']);
  expect(refused.body.detail).toContain('“Contoso”');
  await ask('PATCH', `/api/projects/${projectId}`, { body: { customerId: home } });
  await ask('POST', `${path}/users`, { body: { addresses: ['anna@fjord.example'] } });
  expect((await remove('Fjord Trading')).status).toBe(204);
  expect((await ask('GET', path)).status).toBe(404);
  const events = await eventsOf(ask, `customerId=${id}`);
  expect(events.map(({ type }) => type)).toEqual([
    'customer.deleted',
    'customer-user.added',
    'project.updated',
    'customer.created',
  ]);
  expect(events[0].subject.name).toBe('Fjord Trading');
  expect(events[1].data.customerName).toBe('Fjord Trading');
});

test('of a deletion and a new project at the same time one is refused', async () => {
  const { ask } = await signUp(harness);
  const { sourceEndpointId, destinationEndpointId } = await makeProject(ask);
  for (let round = 0; round < 6; round += 1) {
    const { id } = await add(ask);
    const body = { name: 'x', customerId: id, sourceEndpointId, destinationEndpointId };
    const [removed, made] = await Promise.all([
      ask('DELETE', `/api/customers/${id}`, { body: { companyName: 'Fjord Trading' } }),
      ask('POST', '/api/projects', { body }),
    ]);
    expect([
      [204, 404],
      [409, 201],
    ]).toContainEqual([removed.status, made.status]);
    const list = (await ask('GET', '/api/projects')).body.items;
    expect(list.every((project: Loose) => project.customer.companyName !== null)).toBe(true);
  }
});

test('knows nothing of the customers of others', async () => {
  const [ours, theirs] = [await signUp(harness), await signUp(harness)];
  const { id } = await add(theirs.ask);
  const { projectId, sourceEndpointId, destinationEndpointId } = await makeProject(ours.ask);
  const body = { name: 'x', customerId: id, sourceEndpointId, destinationEndpointId };
  expect((await ours.ask('POST', '/api/projects', { body })).body.code).toBe('customer-not-found');
  const move = await ours.ask('PATCH', `/api/projects/${projectId}`, { body: { customerId: id } });
  expect([move.status, move.body.code]).toEqual([404, 'customer-not-found']);
  expect(JSON.stringify((await ours.ask('GET', '/api/customers?archived=all')).body)).not.toContain(id);
  expect((await ours.ask('GET', `/api/projects?customerId=${id}`)).body.items).toEqual([]);
  expect((await ours.ask('GET', `/api/events?customerId=${id}`)).body.items).toEqual([]);
});
