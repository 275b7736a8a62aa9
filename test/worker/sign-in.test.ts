import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { composeDeps } from '../../worker/runtime/compose.ts';
import { cookieOf, createHarness, ORIGIN, signUp } from './harness.ts';

const setupToken = 'the set-up token of tests';
const owner = {
  workgroupName: 'Northwind IT',
  name: 'Ada Owner',
  email: 'Ada@Northwind.example',
  password: 'a long password',
};

test('the first owner signs up once, is signed in, and closes sign-up behind them', async () => {
  const { ask } = createHarness();
  // Files that ran before may have signed up.
  await env.DB.prepare('DELETE FROM installation').run();
  expect((await ask('GET', '/api/setup')).body).toEqual({ needsOwner: true, openSignUp: false });

  // Finding a fresh instance first does not make someone its owner: the token does.
  for (const token of [undefined, '', 'another', `${setupToken}x`]) {
    const claim = await ask('POST', '/api/setup', {
      body: { ...owner, email: `eve${String(token?.length)}@evil.example`, setupToken: token },
    });
    expect(claim).toMatchObject({ status: 403, body: { code: 'setup-token-wrong' } });
  }
  const [first, second] = await Promise.all([
    ask('POST', '/api/setup', { body: { ...owner, setupToken } }),
    ask('POST', '/api/setup', { body: { ...owner, setupToken, email: 'eve@northwind.example' } }),
  ]);
  const made = first.status === 201 ? first : second;
  const refused = first.status === 201 ? second : first;
  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({ workgroup: { name: 'Northwind IT' }, role: 'owner', agent: { name: 'Ada Owner' } });
  expect(refused).toMatchObject({ status: 403, body: { code: 'sign-up-closed' } });

  const me = await ask('GET', '/api/me', { headers: { cookie: cookieOf(made) } });
  expect(me.body).toEqual(made.body);
  expect((await ask('GET', '/api/setup')).body).toEqual({ needsOwner: false, openSignUp: false });
  const late = await ask('POST', '/api/setup', { body: { ...owner, email: 'late@northwind.example' } });
  expect(late).toMatchObject({ status: 403, body: { code: 'sign-up-closed' } });
  const { results } = await env.DB.prepare('SELECT count(*) AS n FROM organization WHERE name = ?')
    .bind(owner.workgroupName)
    .all();
  expect(results).toEqual([{ n: 1 }]);
});

test('a deployed Mailferry without a token set has no owner until there is one; one on a computer needs none', async () => {
  const { SETUP_TOKEN: _, ...bare } = env;
  expect(composeDeps(bare).settings.setupToken).toBeNull();
  expect(composeDeps({ ...bare, ONE_COMPUTER: 'true' }).settings).not.toHaveProperty('setupToken');
  expect(composeDeps({ ...env, ONE_COMPUTER: 'true' }).settings.setupToken).toBe(setupToken);
});

test('with open sign-up each owner gets a workgroup of their own', async () => {
  const first = { email: 'first@open.example' };
  const open = createHarness({
    settings: { openSignUp: true, publicUrl: 'http://mailferry.test', addresses: { allowPrivate: false } },
  });
  const one = await open.ask('POST', '/api/setup', { body: { ...owner, email: first.email } });
  const two = await open.ask('POST', '/api/setup', { body: { ...owner, email: 'second@open.example' } });
  expect([one.status, two.status]).toEqual([201, 201]);
  expect(one.body.workgroup.id).not.toBe(two.body.workgroup.id);
});

test('better-auth has no door of its own: its sign-up and organisation routes do not exist', async () => {
  const { ask } = createHarness();
  const body = { email: 'eve@evil.example', password: 'a long password', name: 'Eve' };
  for (const path of [
    'sign-up/email',
    'organization/create',
    'organization/list',
    'organization/add-member',
    'update-user',
  ]) {
    const answer = await ask('POST', `/api/auth/${path}`, { body });
    expect(answer, path).toMatchObject({ status: 404, body: { code: 'route-not-found' } });
  }
});

test('signing in takes the right password, in any case of the address, and signing out ends it', async () => {
  const harness = createHarness();
  const { email, password } = await signUp(harness);
  const wrong = await harness.ask('POST', '/api/auth/sign-in/email', { body: { email, password: 'not the password' } });
  expect(wrong).toMatchObject({ status: 401, body: { code: 'sign-in-refused' } });
  expect(wrong.headers.get('content-type')).toContain('application/problem+json');
  const nobody = await harness.ask('POST', '/api/auth/sign-in/email', { body: { email: 'no@one.example', password } });
  expect(nobody.body).toEqual(wrong.body);

  const right = await harness.ask('POST', '/api/auth/sign-in/email', {
    body: { email: email.toUpperCase(), password },
  });
  expect(right.status).toBe(200);
  const cookie = cookieOf(right);
  expect(cookie).toContain('mailferry.session_token=');
  expect((await harness.ask('GET', '/api/me', { headers: { cookie } })).status).toBe(200);
  const out = await harness.ask('POST', '/api/auth/sign-out', { headers: { cookie, origin: ORIGIN } });
  expect(out.status).toBe(200);
  expect((await harness.ask('GET', '/api/me', { headers: { cookie } })).body.code).toBe('unauthenticated');
});

test('malformed requests to sign in are problems too', async () => {
  const { ask } = createHarness();
  for (const text of ['{"email":', '{}', '[]', '"x"']) {
    const answer = await ask('POST', '/api/auth/sign-in/email', { text });
    expect(answer.status, text).toBeGreaterThanOrEqual(400);
    expect(answer.status, text).toBeLessThan(500);
    expect(answer.headers.get('content-type'), text).toContain('application/problem+json');
    expect(answer.body.code, text).toMatch(/^[a-z-]+$/);
  }
});

test('a session from another site can read nothing by socket and change nothing', async () => {
  const harness = createHarness();
  const { signIn } = await signUp(harness);
  const cookie = await signIn();
  const headers = { cookie, origin: 'https://evil.example' };
  const post = await harness.ask('POST', '/api/api-keys', { body: { name: 'stolen' }, headers });
  expect(post).toMatchObject({ status: 403, body: { code: 'foreign-origin' } });
  const socket = await harness.ask('GET', '/api/projects/prj_1/live', {
    headers: { ...headers, upgrade: 'websocket' },
  });
  expect(socket).toMatchObject({ status: 403, body: { code: 'foreign-origin' } });
  const own = await harness.ask('POST', '/api/api-keys', {
    body: { name: 'mine' },
    headers: { cookie, origin: ORIGIN },
  });
  expect(own.status).toBe(201);
});

test('an inactive agent may sign in, and do nothing', async () => {
  const harness = createHarness();
  const { signIn, workgroupId } = await signUp(harness);
  const cookie = await signIn();
  await env.DB.prepare(`UPDATE member SET role = 'inactive' WHERE organization_id = ?`).bind(workgroupId).run();
  const answer = await harness.ask('GET', '/api/projects', { headers: { cookie } });
  expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } });
});

test('too many wrong passwords from one address have to wait', async () => {
  const harness = createHarness();
  const { email } = await signUp(harness);
  const attempt = () =>
    harness.ask('POST', '/api/auth/sign-in/email', {
      body: { email, password: 'not the password' },
      headers: { 'cf-connecting-ip': '203.0.113.9' },
    });
  let answer = await attempt();
  for (let count = 0; count < 40 && answer.status === 401; count += 1) answer = await attempt();
  expect(answer).toMatchObject({ status: 429, body: { code: 'too-many-attempts' } });
});
