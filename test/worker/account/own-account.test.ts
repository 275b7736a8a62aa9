import { beforeEach, expect, test } from 'vitest';
import { cookieOf, ORIGIN, signUp } from '../harness.ts';
import { accountWorld, opensSession, PUBLIC_URL, tokenIn } from './account-world.ts';

let world: Awaited<ReturnType<typeof accountWorld>>;
let session: string;
let addresses = 0;
let fresh: string;

beforeEach(async () => {
  world = await accountWorld();
  session = await world.openSession();
  fresh = `moved${String((addresses += 1))}@service.example`;
});

const patch = (body: object) =>
  world.harness.ask('PATCH', '/api/account', { body, headers: { cookie: session, origin: ORIGIN } });
const change = (email = fresh, password = world.owner.password) =>
  world.post('/api/account/email', { email, password }, session);
const confirm = (token: string) => world.post('/api/account/confirm-email', { token });
const confirmation = async (email = fresh) => tokenIn((await world.deliver(email))[0]);

test('name, language and time zone are changed, each with its event, and messages follow', async () => {
  const changed = await patch({ name: 'Ada Winter', language: 'de', timeZone: 'Europe/Oslo' });
  expect(changed).toMatchObject({ status: 200, body: { name: 'Ada Winter', language: 'de', timeZone: 'Europe/Oslo' } });
  const { items } = (await world.owner.ask('GET', '/api/events?limit=1')).body;
  expect(items[0]).toMatchObject({
    type: 'account.updated',
    actor: { kind: 'agent', name: 'Ada Owner' },
    changes: [
      { field: 'name', from: 'Ada Owner', to: 'Ada Winter' },
      { field: 'language', from: null, to: 'de' },
      { field: 'timeZone', from: null, to: 'Europe/Oslo' },
    ],
  });
  expect((await world.get('/api/me', session)).body.agent.name).toBe('Ada Winter');
  await patch({ name: 'Ada Winter' });
  expect((await world.owner.ask('GET', '/api/events?limit=1')).body.items[0].id).toBe(items[0].id);
  await world.post('/api/auth/request-password-reset', { email: world.owner.email });
  const [mail] = await world.deliver(world.owner.email);
  expect(mail).toMatchObject({ language: 'de', subject: 'Ihr Mailferry-Passwort zurücksetzen' });
  expect(mail?.text).toContain('Guten Tag Ada Winter,');
  expect(mail?.text).toMatch(/MEZ|MESZ/);
  for (const body of [
    { timeZone: 'Mars/Base' },
    { timeZone: '+01:00' },
    { language: 'tlh' },
    { name: ' ' },
    { role: 'owner' },
  ])
    expect((await patch(body)).status, JSON.stringify(body)).toBe(422);
});

test('a new address counts once a link to it was opened, and the old one gets a notice', async () => {
  const asked = await change(fresh.toUpperCase());
  expect(asked).toMatchObject({ status: 202, body: { email: world.owner.email, newEmail: fresh } });
  expect((await world.enter()).status).toBe(200);
  const [mail] = await world.deliver(fresh);
  expect(mail?.text).toContain(`${PUBLIC_URL}/confirm-email#`);
  const done = await confirm(tokenIn(mail));
  expect(done, JSON.stringify(done.body)).toMatchObject({ status: 200, body: { email: fresh } });
  expect(done.headers.getSetCookie()).toEqual([]);
  expect((await world.enter()).status).toBe(401);
  expect(opensSession(await world.enter(world.owner.password, fresh))).toBe(true);
  const account = await world.get('/api/account', session);
  expect(account.body).toMatchObject({ email: fresh, isEmailConfirmed: true, newEmail: null });
  const [notice] = await world.deliver(world.owner.email);
  expect(notice).toMatchObject({ subject: 'The e-mail address of your Mailferry account was changed' });
  expect(notice?.text).toContain(fresh);
  expect((await confirm(tokenIn(mail))).body.code).toBe('link-used');
  expect(await world.events()).toEqual(
    expect.arrayContaining(['account.email-change-requested', 'account.email-changed']),
  );
});

test('it takes the password; only the latest request counts; a link ends after a day and with the password', async () => {
  expect((await change(fresh, 'not the password')).body.code).toBe('password-refused');
  await change(`first.${fresh}`);
  const first = await confirmation(`first.${fresh}`);
  await change();
  const latest = await confirmation();
  expect((await confirm(first)).body.code).toBe('link-invalid');
  const changed = { currentPassword: world.owner.password, newPassword: 'another rather long one' };
  session = cookieOf(await world.post('/api/auth/change-password', changed, session));
  expect((await confirm(latest)).body.code).toBe('link-invalid');
  await change(fresh, 'another rather long one');
  const late = await confirmation();
  world.clock.now += 24 * 60 * 60_000;
  expect((await confirm(late)).body.code).toBe('link-expired');
});

test('nothing shows that an address has an account, until its own link is opened', async () => {
  const other = await signUp(world.harness);
  expect(await change(other.email)).toMatchObject({ status: 202, body: { newEmail: other.email } });
  const taken = await confirm(await confirmation(other.email));
  expect(taken).toMatchObject({ status: 409, body: { code: 'email-taken' } });
  expect((await world.get('/api/account', session)).body.email).toBe(world.owner.email);
});

test('a workgroup’s own mail server confirms no address while anyone may sign up', async () => {
  const { harness } = world;
  Object.assign(harness.deps.settings, { openSignUp: true });
  const smtp = { host: 'mail.evil.example', port: 587, security: 'starttls', username: null };
  const saved = await world.owner.ask('PUT', '/api/mail-settings', {
    body: { driver: 'smtp', senderAddress: 'eve@evil.example', smtp },
  });
  expect(saved.status).toBe(200);
  await change('victim@service.example');
  expect(await world.deliver('victim@service.example')).toEqual([]);
  const { items } = (await world.owner.ask('GET', '/api/messages?to=victim@service.example')).body;
  expect(items).toMatchObject([{ state: 'failed', lastResponse: expect.stringContaining('own mail server') }]);
});

test('sessions are listed in plain words, and ended one by one or all others at once', async () => {
  const agents = {
    phone: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1',
    office: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0',
  };
  const enter = async (agent: string, from: string) =>
    cookieOf(await world.enter(undefined, undefined, { 'user-agent': agent, 'cf-connecting-ip': from }));
  const phone = await enter(agents.phone, '203.0.113.5');
  const office = await enter(agents.office, '2001:db8:1:2::7');
  const list = (await world.get('/api/account/sessions', session)).body.items;
  expect(list).toHaveLength(3);
  expect(list.filter(({ isCurrent }: { isCurrent: boolean }) => isCurrent)).toHaveLength(1);
  expect(list).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ device: 'Safari on iPhone', from: '203.0.113.5', isCurrent: false }),
      expect.objectContaining({ device: 'Edge on Windows', from: '2001:db8:1:2::/64', isCurrent: false }),
    ]),
  );
  expect(JSON.stringify(list)).not.toMatch(/token/);
  const one = list.find(({ device }: { device: string }) => device === 'Safari on iPhone');
  const end = (id: string) =>
    world.harness.ask('DELETE', `/api/account/sessions/${id}`, { headers: { cookie: session, origin: ORIGIN } });
  expect((await end(one.id)).status).toBe(204);
  expect([await world.isOpen(phone), await world.isOpen(office)]).toEqual([false, true]);
  expect((await end(one.id)).body.code).toBe('session-not-found');
  const stranger = await signUp(world.harness);
  const theirs = { cookie: await stranger.signIn() };
  const [foreign] = (await world.harness.ask('GET', '/api/account/sessions', { headers: theirs })).body.items;
  expect((await end(foreign.id)).body.code).toBe('session-not-found');
  expect((await world.post('/api/account/sessions/end-others', {}, session)).body).toEqual({ count: 1 });
  expect([await world.isOpen(office), await world.isOpen(session)]).toEqual([false, true]);
  expect((await world.harness.ask('GET', '/api/me', { headers: theirs })).status).toBe(200);
});
