import { env } from 'cloudflare:workers';
import { beforeEach, expect, test } from 'vitest';
import { LIMITS } from '../../../worker/features/workgroups/attempt-limits.ts';
import { createDb } from '../../../worker/runtime/platform/db.ts';
import { cookieOf } from '../harness.ts';
import { oneTimeCode as otp } from '../../fakes/one-time-code.ts';
import { accountWorld, opensSession, PUBLIC_URL, tokenIn } from './account-world.ts';

let world: Awaited<ReturnType<typeof accountWorld>>;
const NEW = 'a password of today';

beforeEach(async () => {
  world = await accountWorld();
});

const ask = (email = world.owner.email, headers = {}) =>
  world.post('/api/auth/request-password-reset', { email }, '', headers);
const reset = (token: string, password = NEW) => world.post('/api/auth/reset-password', { token, password });
const link = async () => {
  expect((await ask()).status).toBe(202);
  return tokenIn((await world.deliver(world.owner.email))[0]);
};

test('a link by mail sets a new password, ends all sessions and begins none', async () => {
  const [first, second] = [await world.openSession(), await world.openSession()];
  const token = await link();
  const done = await reset(token);
  expect(done.status, JSON.stringify(done.body)).toBe(204);
  expect(done.headers.getSetCookie()).toEqual([]);
  expect([await world.isOpen(first), await world.isOpen(second)]).toEqual([false, false]);
  expect((await world.enter()).status).toBe(401);
  expect(opensSession(await world.enter(NEW))).toBe(true);
  expect(await world.events()).toContain('account.password-reset');
  const [notice] = await world.deliver(world.owner.email);
  expect(notice?.subject).toBe('Your Mailferry password was changed');
});

test('a link works once, also for many at once', async () => {
  const token = await link();
  const answers = await Promise.all(Array.from({ length: 5 }, (_, index) => reset(token, `${NEW} ${String(index)}`)));
  const winners = answers.flatMap(({ status }, index) => (status === 204 ? [index] : []));
  expect(winners).toHaveLength(1);
  expect(opensSession(await world.enter(`${NEW} ${String(winners[0])}`))).toBe(true);
  expect(await reset(token)).toMatchObject({ status: 410, body: { code: 'link-used' } });
});

test('a link ends after an hour, with a newer one, and with a change of the password', async () => {
  const old = await link();
  const newer = await link();
  expect(await reset(old)).toMatchObject({ status: 410, body: { code: 'link-invalid' } });
  world.clock.now += 60 * 60_000;
  expect(await reset(newer)).toMatchObject({ status: 410, body: { code: 'link-expired' } });
  const third = await link();
  const change = { currentPassword: world.owner.password, newPassword: 'another rather long one' };
  expect((await world.post('/api/auth/change-password', change, await world.openSession())).status).toBe(200);
  expect((await reset(third)).body.code).toBe('link-invalid');
  expect((await reset('made up')).body.code).toBe('link-invalid');
});

test('a change of the e-mail address ends links, those that have not been sent too', async () => {
  const cookie = await world.openSession();
  const sent = await link();
  await world.post('/api/account/email', { email: 'new.ada@service.example', password: world.owner.password }, cookie);
  const confirmation = tokenIn((await world.deliver('new.ada@service.example'))[0]);
  await ask();
  expect((await world.post('/api/account/confirm-email', { token: confirmation })).status).toBe(200);
  expect((await reset(sent)).body.code).toBe('link-invalid');
  const mails = await world.deliver(world.owner.email);
  expect(mails.filter(({ subject }) => subject.includes('Reset'))).toHaveLength(1);
  expect(mails[0]?.subject).toContain('was changed');
});

test('the link never leads to a host that a request named', async () => {
  const headers = { host: 'evil.example', 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example' };
  expect((await ask(world.owner.email, headers)).status).toBe(202);
  const response = await world.harness.api.request('https://evil.example/api/auth/request-password-reset', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'cf-connecting-ip': '203.0.113.77' },
    body: JSON.stringify({ email: world.owner.email }),
  });
  expect(response.status).toBe(202);
  const mails = await world.deliver(world.owner.email);
  expect(mails).toHaveLength(2);
  for (const { text, html } of mails) {
    expect(text).toContain(`${PUBLIC_URL}/reset-password#`);
    expect(`${text} ${html}`).not.toContain('evil');
  }
});

test('the second factor stays', async () => {
  const { secret } = await world.setUpTwoFactor(await world.openSession());
  expect((await reset(await link())).status).toBe(204);
  const entered = await world.enter(NEW);
  expect(entered.body).toMatchObject({ twoFactorRequired: true });
  expect(opensSession(entered)).toBe(false);
  world.nextStep();
  const code = await world.post('/api/auth/two-factor', { code: otp(secret, world.clock.now) }, cookieOf(entered));
  expect(opensSession(code)).toBe(true);
});

test('a sign-in between its steps ends with the password', async () => {
  const { secret } = await world.setUpTwoFactor(await world.openSession());
  world.nextStep();
  const pending = cookieOf(await world.enter());
  expect((await reset(await link())).status).toBe(204);
  const code = await world.post('/api/auth/two-factor', { code: otp(secret, world.clock.now) }, pending);
  expect(code.body.code).toBe('sign-in-expired');
});

test('neither the answer nor the work shows whether there is an account', async () => {
  const seen = [];
  for (const email of [world.owner.email, 'nobody@service.example']) {
    const work: string[] = [];
    const db = createDb(countedDatabase(work));
    const open = await accountWorld({ db });
    work.length = 0;
    const answer = await open.post('/api/auth/request-password-reset', { email });
    const { date: _, ...headers } = Object.fromEntries(answer.headers);
    seen.push({ status: answer.status, body: answer.body, headers, work: [...work] });
  }
  world.clock.now = Date.now();
  expect(seen[1]).toEqual(seen[0]);
  expect(seen[0]!.work.length).toBeGreaterThan(3);
  expect(await world.deliver('nobody@service.example')).toEqual([]);
  expect(await world.deliver(world.owner.email)).toHaveLength(1);
});

/** The database of the tests; notes each statement that it is given. */
function countedDatabase(work: string[]): D1Database {
  return new Proxy(env.DB, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name);
      if (name === 'prepare')
        return (sql: string) => {
          work.push(sql);
          return target.prepare(sql);
        };
      return typeof value === 'function' ? (value as (...values: unknown[]) => unknown).bind(target) : value;
    },
  });
}

test('requests are limited for each account and each address, known or not', async () => {
  for (const email of [world.owner.email, 'unknown@service.example']) {
    const statuses = [];
    for (let count = 0; count <= LIMITS.linkOfAccount.free; count += 1) statuses.push((await ask(email)).status);
    expect(statuses.at(-2)).toBe(202);
    expect(statuses.at(-1)).toBe(429);
  }
  const from = { 'cf-connecting-ip': '203.0.113.200' };
  for (let count = 0; count < LIMITS.linkFromAddress.free; count += 1)
    expect((await ask(`someone${String(count)}@service.example`, from)).status).toBe(202);
  expect((await ask('last@service.example', from)).status).toBe(429);
});

test('guessed tokens wait', async () => {
  const guess = (count: number) =>
    world.post('/api/auth/reset-password', { token: `guess ${String(count)}`, password: NEW }, '', {
      'cf-connecting-ip': '203.0.113.201',
    });
  for (let count = 0; count < LIMITS.guessedLinkFromAddress.free; count += 1)
    expect((await guess(count)).status).toBe(410);
  expect((await guess(0)).status).toBe(429);
});

test('a weak password is refused and leaves the link as it was; wrong guesses of before are forgotten', async () => {
  const token = await link();
  expect(await reset(token, 'short')).toMatchObject({ status: 422, body: { errors: [{ path: 'password' }] } });
  for (let count = 0; count <= LIMITS.signInOfAccount.free; count += 1) await world.enter('wrong');
  expect((await world.enter()).status).toBe(429);
  expect((await reset(token)).status).toBe(204);
  expect(opensSession(await world.enter(NEW))).toBe(true);
});

test('an address that nobody has proven leads to each account that claims it', async () => {
  const open = await accountWorld({ settings: { ...world.harness.deps.settings, openSignUp: true } });
  await env.DB.prepare(`INSERT OR IGNORE INTO installation SELECT 1, id, 0 FROM organization LIMIT 1`).run();
  const body = { workgroupName: 'Claim', name: 'Kim', email: 'kim@claimed.example', password: 'a password of Kim' };
  const made = await open.post('/api/setup', body);
  expect(made.status).toBe(201);
  await open.post('/api/auth/request-password-reset', { email: 'Kim@claimed.example' });
  const [mail] = await open.deliver('kim@claimed.example', made.body.workgroup.id);
  expect((await open.post('/api/auth/reset-password', { token: tokenIn(mail), password: NEW })).status).toBe(204);
  expect(opensSession(await open.enter(NEW, 'kim@claimed.example'))).toBe(true);
  expect((await open.enter('a password of Kim', 'kim@claimed.example')).status).toBe(401);
  await env.DB.prepare('DELETE FROM installation').run();
});

test('later workgroups do not read what the account gets: the first one sends it', async () => {
  const { results } = await env.DB.prepare('SELECT user_id FROM member WHERE organization_id = ?')
    .bind(world.owner.workgroupId)
    .all<{ user_id: string }>();
  const other = await accountWorld();
  await env.DB.prepare(
    `INSERT INTO member (id, organization_id, user_id, role, created_at) VALUES ('mem_zzz', ?, ?, 'owner', 0)`,
  )
    .bind(other.owner.workgroupId, results[0]!.user_id)
    .run();
  await ask();
  const rows = await env.DB.prepare(`SELECT workgroup_id FROM messages WHERE recipient = ?`)
    .bind(world.owner.email)
    .all();
  expect(rows.results).toEqual([{ workgroup_id: world.owner.workgroupId }]);
});
