import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { faultOfPassword } from '../../worker/features/workgroups/password-rules.ts';
import type { ApiKeyRow } from '../../worker/features/api-keys/table.ts';
import { cookieOf, createHarness, hire, ORIGIN, putKey, signUp } from './harness.ts';

const harness = createHarness();

async function makeKey(owner: Awaited<ReturnType<typeof signUp>>, role: ApiKeyRow['role'] = 'manager') {
  const made = await owner.askSignedIn('POST', '/api/api-keys', { body: { name: 'x', role } });
  expect(made.status).toBe(201);
  return { id: String(made.body.id), ask: harness.as(String(made.body.key)) };
}

const setRole = (workgroupId: string, role: string) =>
  env.DB.prepare('UPDATE member SET role = ? WHERE organization_id = ?').bind(role, workgroupId).run();

/** As keys once could create keys. */
async function makeLine(owner: Awaited<ReturnType<typeof signUp>>) {
  const line = [await makeKey(owner)];
  for (const id of ['key_00000000000000000000000002', 'key_00000000000000000000000003']) {
    const key = await putKey(harness, owner.workgroupId, { id, createdBy: line.at(-1)!.id, role: 'agent' });
    line.push({ id, ask: harness.as(key) });
  }
  return line;
}

test('a key ends with the key that made it, however many are between them', async () => {
  const owner = await signUp(harness);
  const line = await makeLine(owner);
  for (const { ask } of line) expect((await ask('GET', '/api/projects')).status).toBe(200);
  expect((await owner.askSignedIn('DELETE', `/api/api-keys/${line[0]!.id}`)).status).toBe(204);
  for (const { ask } of line) expect((await ask('GET', '/api/projects')).body.code).toBe('unauthenticated');
  const { items } = (await owner.askSignedIn('GET', '/api/api-keys')).body;
  const ended = items.filter(({ revokedAt }: { revokedAt: string | null }) => revokedAt !== null);
  expect(ended.map(({ id }: { id: string }) => id).sort()).toEqual(line.map(({ id }) => id).sort());
  // Nor does a key work that its maker's end has missed.
  await env.DB.prepare('UPDATE api_keys SET revoked_at = NULL WHERE id <> ?').bind(line[0]!.id).run();
  for (const { ask } of line) expect((await ask('GET', '/api/projects')).body.code).toBe('unauthenticated');
  await env.DB.prepare('DELETE FROM api_keys').run();
});

test('a key ends when the key that made it expires', async () => {
  const line = await makeLine(await signUp(harness));
  await env.DB.prepare('UPDATE api_keys SET expires_at = 1 WHERE id = ?').bind(line[0]!.id).run();
  for (const { ask } of line) expect((await ask('GET', '/api/projects')).body.code).toBe('unauthenticated');
});

test('a key may do no more than its maker may now, and ends with the membership', async () => {
  const owner = await signUp(harness);
  const { ask, key, workgroupId } = owner;
  const child = await makeKey(owner);
  await setRole(workgroupId, 'agent');
  expect((await ask('GET', '/api/me')).body.role).toBe('agent');
  expect((await child.ask('GET', '/api/webhooks')).body.code).toBe('forbidden');
  await setRole(workgroupId, 'inactive');
  for (const each of [harness.as(key), child.ask])
    expect(await each('GET', '/api/projects')).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  await env.DB.prepare('DELETE FROM member WHERE organization_id = ?').bind(workgroupId).run();
  for (const each of [harness.as(key), child.ask])
    expect(await each('GET', '/api/projects')).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
});

test('nobody revokes a key that may do more than they', async () => {
  const owner = await signUp(harness);
  const manager = await hire(harness, owner.workgroupId, 'manager');
  const owners = await makeKey(owner, 'owner');
  const refused = await manager.ask('DELETE', `/api/api-keys/${owners.id}`);
  expect(refused).toMatchObject({ status: 403, body: { code: 'api-key-role-too-high' } });
  expect((await owners.ask('GET', '/api/projects')).status).toBe(200);
  const agents = await makeKey(owner, 'agent');
  expect((await manager.ask('DELETE', `/api/api-keys/${agents.id}`)).status).toBe(204);
});

test('a changed password ends every other session, even where the request says not to', async () => {
  const { signIn, password } = await signUp(harness);
  const [mine, stolen] = [await signIn(), await signIn()];
  const change = (body: object) =>
    harness.ask('POST', '/api/auth/change-password', { body, headers: { cookie: mine, origin: ORIGIN } });
  const weak = await change({ currentPassword: password, newPassword: '1234567890' });
  expect(weak).toMatchObject({ status: 400, body: { code: 'sign-in-request-invalid' } });
  const wrong = await change({ currentPassword: 'not the password', newPassword: 'harbour at low tide' });
  expect(wrong).toMatchObject({ status: 401, body: { code: 'sign-in-refused' } });
  const changed = await change({
    currentPassword: password,
    newPassword: 'harbour at low tide',
    revokeOtherSessions: false,
  });
  expect(changed.status).toBe(200);
  expect((await harness.ask('GET', '/api/me', { headers: { cookie: stolen } })).status).toBe(401);
  expect((await harness.ask('GET', '/api/me', { headers: { cookie: cookieOf(changed) } })).status).toBe(200);
});

test.each([
  '1234567890',
  '0987654321',
  'password12',
  'Password123!',
  'qwertyuiop',
  'QWERTZUIOP1',
  'asdfghjkl1234',
  'aaaaaaaaaa',
  'abababababab',
  'abc12abc12abc12',
  'Sommer2026!!',
  'abcdefghij',
  'administrator1',
  'iloveyou123',
  'Mailferry2026',
  'ada.owner@northwind.example',
  'northwind1',
])('%s is no password: everyone tries it first', (password) => {
  expect(faultOfPassword(password, ['ada.owner@northwind.example', 'Ada Owner', 'Northwind IT'])).toBeDefined();
});

test.each([
  'a long password',
  'ferry-across-the-harbour',
  'a-long-password',
  'bkzq-7rdn-x2mv-ppwt',
  'Tr0ub4dor&3-x',
  'grünes Fahrrad',
])('%s is one', (password) => {
  expect(faultOfPassword(password, ['ada@northwind.example', 'Ada Owner', 'Northwind IT'])).toBeUndefined();
});

test('a weak password signs nobody up', async () => {
  const open = createHarness({
    settings: { openSignUp: true, publicUrl: 'http://mailferry.test', addresses: { allowPrivate: false } },
  });
  const owner = { workgroupName: 'Weak', name: 'Ada', email: 'ada@weak.example', password: '1234567890' };
  const refused = await open.ask('POST', '/api/setup', { body: owner });
  expect(refused).toMatchObject({ status: 422, body: { code: 'validation-failed', errors: [{ path: 'password' }] } });
});
