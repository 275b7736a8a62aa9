import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import type { Loose } from './harness.ts';
import { createHarness, hire, makeProject, signUp } from './harness.ts';

test('a key opens its workgroup, is shown once, and its text is nowhere in the database', async () => {
  const harness = createHarness();
  const { signIn, workgroupId } = await signUp(harness);
  const cookie = await signIn();
  const made = await harness.ask('POST', '/api/api-keys', {
    body: { name: 'Reports', role: 'agent' },
    headers: { cookie },
  });
  expect(made.status).toBe(201);
  expect(made.body.key).toMatch(/^mf_[\w-]{43}$/);
  expect(made.body.id).toMatch(/^key_/);

  const me = await harness.as(made.body.key)('GET', '/api/me');
  expect(me.body).toMatchObject({ agent: null, workgroup: { id: workgroupId }, role: 'agent' });
  const list = await harness.ask('GET', '/api/api-keys', { headers: { cookie } });
  expect(JSON.stringify(list.body)).not.toContain(made.body.key);
  const listed = list.body.items.find((item: { id: string }) => item.id === made.body.id);
  expect(made.body.key.startsWith(listed.prefix)).toBe(true);
  expect(listed.lastUsedAt).not.toBeNull();
  const { results } = await env.DB.prepare('SELECT * FROM api_keys').all();
  expect(JSON.stringify(results)).not.toContain(made.body.key);
});

test('a revoked, unknown or garbled key opens nothing', async () => {
  const harness = createHarness();
  const { signIn } = await signUp(harness);
  const cookie = await signIn();
  const made = await harness.ask('POST', '/api/api-keys', { body: { name: 'Old' }, headers: { cookie } });
  const gone = await harness.ask('DELETE', `/api/api-keys/${made.body.id}`, { headers: { cookie } });
  expect(gone.status).toBe(204);
  for (const authorization of [`Bearer ${made.body.key}`, `Bearer mf_${'x'.repeat(43)}`, 'Bearer', 'Basic YTpi']) {
    const answer = await harness.ask('GET', '/api/projects', { headers: { authorization, cookie } });
    expect(answer, authorization).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  }
});

test('keys are for owners and managers to make, and none may do more than its maker', async () => {
  const harness = createHarness();
  const { workgroupId } = await signUp(harness);
  const agent = await hire(harness, workgroupId, 'agent');
  expect((await agent.ask('GET', '/api/api-keys')).body.code).toBe('forbidden');
  expect((await agent.ask('POST', '/api/api-keys', { body: { name: 'x' } })).body.code).toBe('forbidden');
  const manager = await hire(harness, workgroupId, 'manager');
  const high = await manager.ask('POST', '/api/api-keys', { body: { name: 'x', role: 'owner' } });
  expect(high).toMatchObject({ status: 403, body: { code: 'api-key-role-too-high' } });
  expect((await manager.ask('POST', '/api/api-keys', { body: { name: 'x', role: 'manager' } })).status).toBe(201);
});

test('no key reaches the keys, whatever its scopes: keys mint no keys', async () => {
  const harness = createHarness();
  const { ask } = await signUp(harness);
  for (const [method, path, body] of [
    ['GET', '/api/api-keys'],
    ['POST', '/api/api-keys', { name: 'x' }],
    ['DELETE', '/api/api-keys/key_1'],
  ] as const)
    expect(await ask(method, path, { body }), method).toMatchObject({ status: 403, body: { code: 'session-needed' } });
});

test('a key does what both its scopes and its role allow', async () => {
  const harness = createHarness();
  const { askSignedIn, ask } = await signUp(harness);
  const { projectId } = await makeProject(ask, 1);
  const keyWith = async (scopes: string[], role = 'owner') =>
    harness.as((await askSignedIn('POST', '/api/api-keys', { body: { name: 'x', role, scopes } })).body.key);
  const read = await keyWith(['read']);
  expect((await read('GET', `/api/projects/${projectId}`)).status).toBe(200);
  const start = { body: { type: 'full' } };
  expect(await read('POST', `/api/projects/${projectId}/passes`, start)).toMatchObject({
    status: 403,
    body: { code: 'scope-missing' },
  });
  const run = await keyWith(['run'], 'agent');
  expect((await run('POST', `/api/projects/${projectId}/passes`, start)).status).toBe(201);
  expect((await run('GET', `/api/projects/${projectId}`)).body.code).toBe('scope-missing');
  const manage = await keyWith(['manage'], 'agent');
  expect((await manage('PATCH', `/api/projects/${projectId}`, { body: { name: 'y' } })).status).toBe(200);
  expect((await manage('POST', '/api/webhooks', { body: {} })).body.code).toBe('forbidden');
});

test('a key has all scopes where none are named, and those that are named once, in their order', async () => {
  const { askSignedIn } = await signUp(createHarness());
  const make = (body: object) => askSignedIn('POST', '/api/api-keys', { body: { name: 'x', ...body } });
  expect((await make({})).body).toMatchObject({ role: 'agent', scopes: ['read', 'run', 'manage'], expiresAt: null });
  expect((await make({ scopes: ['manage', 'read', 'manage'] })).body.scopes).toEqual(['read', 'manage']);
  for (const scopes of [[], ['session'], ['everything']])
    expect((await make({ scopes })).body.code, String(scopes)).toBe('validation-failed');
});

test('a key works until it expires', async () => {
  let now = Date.parse('2026-12-01T00:00:00Z');
  const harness = createHarness({ now: () => now });
  const { askSignedIn } = await signUp(harness);
  const make = (expiresAt: string) => askSignedIn('POST', '/api/api-keys', { body: { name: 'x', expiresAt } });
  expect(await make('2026-11-30T23:59:59Z')).toMatchObject({ status: 422, body: { errors: [{ path: 'expiresAt' }] } });
  const made = await make('2026-12-02T01:00:00+01:00');
  expect(made.body.expiresAt).toBe('2026-12-02T00:00:00.000Z');
  const ask = harness.as(made.body.key);
  now += 86_399_000;
  expect((await ask('GET', '/api/projects')).status).toBe(200);
  now += 1_000;
  expect(await ask('GET', '/api/projects')).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
});

test('of its last use a key says when, from where and by which client', async () => {
  const harness = createHarness({
    settings: { openSignUp: false, addresses: { allowPrivate: false }, clientAddressHeader: 'cf-connecting-ip' },
  });
  const { askSignedIn } = await signUp(harness);
  const { id, key } = (await askSignedIn('POST', '/api/api-keys', { body: { name: 'x' } })).body;
  const headers = { 'cf-connecting-ip': '192.0.2.7', 'user-agent': 'curl/8.5.0' };
  await harness.as(key)('GET', '/api/projects', { headers });
  const { items } = (await askSignedIn('GET', '/api/api-keys')).body;
  expect(items.find((each: Loose) => each.id === id)).toMatchObject({
    lastUsedAt: expect.any(String),
    lastUsedFrom: '192.0.2.7',
    lastUsedBy: 'curl 8.5',
  });
});
