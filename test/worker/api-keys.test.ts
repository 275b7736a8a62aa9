import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { createHarness, signUp } from './harness.ts';

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
  const agent = await signUp(harness, 'agent');
  expect((await agent.ask('GET', '/api/api-keys')).body.code).toBe('forbidden');
  expect((await agent.ask('POST', '/api/api-keys', { body: { name: 'x' } })).body.code).toBe('forbidden');
  expect((await agent.ask('GET', '/api/projects')).status).toBe(200);
  const manager = await signUp(harness, 'manager');
  const high = await manager.ask('POST', '/api/api-keys', { body: { name: 'x', role: 'owner' } });
  expect(high).toMatchObject({ status: 403, body: { code: 'api-key-role-too-high' } });
  expect((await manager.ask('POST', '/api/api-keys', { body: { name: 'x', role: 'manager' } })).status).toBe(201);
});
