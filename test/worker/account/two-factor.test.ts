import { env } from 'cloudflare:workers';
import { beforeEach, expect, test } from 'vitest';
import { LIMITS } from '../../../worker/features/workgroups/attempt-limits.ts';
import { runSchedule } from '../../../worker/runtime/cron.ts';
import { cookieOf, ORIGIN } from '../harness.ts';
import { oneTimeCode as otp } from '../../fakes/one-time-code.ts';
import { accountWorld, opensSession } from './account-world.ts';

type World = Awaited<ReturnType<typeof accountWorld>>;

let world: World;
let session: string;

beforeEach(async () => {
  world = await accountWorld();
  session = await world.openSession();
});

/** Signs in as far as the second step. */
async function password({ enter }: World): Promise<string> {
  const answer = await enter();
  expect(answer).toMatchObject({ status: 200, body: { twoFactorRequired: true } });
  expect(opensSession(answer)).toBe(false);
  return cookieOf(answer);
}

const second = (body: object, cookie: string) => world.post('/api/auth/two-factor', body, cookie);

test('set up, sign-in asks for a code, which works once', async () => {
  const { secret, uri, recoveryCodes } = await world.setUpTwoFactor(session);
  expect(uri).toMatch(/^otpauth:\/\/totp\/Mailferry:owner\d+%40service\.example\?secret=[A-Z2-7]{32}&issuer=Mailferry/);
  expect(new Set(recoveryCodes).size).toBe(10);
  world.nextStep();
  const pending = await password(world);
  // What the first step gave opens nothing.
  expect(await world.isOpen(pending)).toBe(false);
  const code = otp(secret, world.clock.now);
  const entered = await second({ code: `${code.slice(0, 3)} ${code.slice(3)}` }, pending);
  expect(opensSession(entered), JSON.stringify(entered.body)).toBe(true);
  expect(entered.body).toMatchObject({ user: { email: world.owner.email } });
  expect(await world.isOpen(cookieOf(entered))).toBe(true);
  // Neither again for the same sign-in, nor for another one.
  expect((await second({ code }, pending)).body.code).toBe('sign-in-expired');
  expect(await second({ code }, await password(world))).toMatchObject({ status: 401, body: { code: 'code-refused' } });
});

test('an earlier code than the last one is refused, and so is one of another time', async () => {
  const { secret } = await world.setUpTwoFactor(session);
  world.nextStep();
  const { now } = world.clock;
  expect((await second({ code: otp(secret, now, 2) }, await password(world))).body.code).toBe('code-refused');
  expect((await second({ code: otp(secret, now, -2) }, await password(world))).body.code).toBe('code-refused');
  expect(opensSession(await second({ code: otp(secret, now, 1) }, await password(world)))).toBe(true);
  expect((await second({ code: otp(secret, now) }, await password(world))).body.code).toBe('code-refused');
});

test.each(['code', 'recoveryCode'])('of 20 posts of one %s at once, one opens a session', async (name) => {
  const { secret, recoveryCodes } = await world.setUpTwoFactor(session);
  // The limit on wrong codes must not be what stops them.
  await env.DB.prepare('DELETE FROM attempts').run();
  world.nextStep();
  const body = { [name]: name === 'code' ? otp(secret, world.clock.now) : recoveryCodes[3] };
  const pending = await Promise.all(Array.from({ length: 2 }, () => password(world)));
  const before = await countSessions();
  const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => second(body, pending[index % 2]!)));
  expect(answers.filter(opensSession)).toHaveLength(1);
  expect((await countSessions()) - before).toBe(1);
});

async function countSessions(): Promise<number> {
  const row = await env.DB.prepare('SELECT count(*) AS n FROM session').first<{ n: number }>();
  return row!.n;
}

test('a recovery code signs in once, however it is copied, and leaves an event', async () => {
  const { recoveryCodes } = await world.setUpTwoFactor(session);
  const recoveryCode = ` ${recoveryCodes[0]!.toUpperCase().replaceAll('-', ' ')}`;
  expect(opensSession(await second({ recoveryCode }, await password(world)))).toBe(true);
  expect((await second({ recoveryCode }, await password(world))).body.code).toBe('code-refused');
  expect((await world.get('/api/account', session)).body.twoFactor).toMatchObject({ isOn: true, recoveryCodesLeft: 9 });
  expect(await world.events()).toContain('account.recovery-code-used');
});

test('guessed codes wait longer and longer, whatever the sign-in and the address', async () => {
  await world.setUpTwoFactor(session);
  const { free } = LIMITS.codeOfAccount;
  let address = 0;
  const pending = [await password(world), await password(world)];
  const guess = async () =>
    world.post('/api/auth/two-factor', { code: '000000' }, pending[address % 2], {
      'cf-connecting-ip': `203.0.113.${String((address += 1))}`,
    });
  for (let count = 0; count < free; count += 1) expect((await guess()).body.code).toBe('code-refused');
  const blocked = await guess();
  expect(blocked).toMatchObject({ status: 429, body: { code: 'too-many-attempts' } });
  // A recovery code is guessed no better.
  expect((await second({ recoveryCode: 'aaaa-aaaa-aaaa-aaaa' }, pending[0]!)).status).toBe(429);
  world.clock.now += Number(blocked.headers.get('retry-after')) * 1000;
  expect((await guess()).body.code).toBe('code-refused');
  expect((await guess()).status).toBe(429);
});

test('without the password there is no second step, and it does not last', async () => {
  const { secret } = await world.setUpTwoFactor(session);
  world.nextStep();
  const code = () => otp(secret, world.clock.now);
  expect((await second({ code: code() }, '')).body.code).toBe('sign-in-expired');
  expect((await second({ code: code() }, 'mailferry.pending_sign_in=forged')).body.code).toBe('sign-in-expired');
  const pending = await password(world);
  world.clock.now += 10 * 60_000;
  expect((await second({ code: code() }, pending)).body.code).toBe('sign-in-expired');
});

test('the secret is sealed, recovery codes are hashed, and nothing shows them again', async () => {
  const { secret, recoveryCodes } = await world.setUpTwoFactor(session);
  const dump: unknown[] = [];
  for (const table of ['two_factors', 'recovery_codes', 'pending_sign_ins', 'events', 'messages'])
    dump.push((await env.DB.prepare(`SELECT * FROM ${table}`).all()).results);
  const account = (await world.get('/api/account', session)).body;
  const text = JSON.stringify([dump, account]).toLowerCase();
  for (const kept of [secret, ...recoveryCodes]) {
    expect(text).not.toContain(kept.toLowerCase());
    expect(text).not.toContain(kept.toLowerCase().replaceAll('-', ''));
  }
  expect(JSON.stringify(dump)).toContain('v2');
});

test('a change of the vault’s key rewraps the secret, which still works', async () => {
  const { secret } = await world.setUpTwoFactor(session);
  const sealed = async () =>
    (await env.DB.prepare('SELECT secret_sealed FROM two_factors ORDER BY agent_id DESC').first<{
      secret_sealed: string;
    }>())!.secret_sealed;
  const before = await sealed();
  const { vault } = world.harness.deps;
  await runSchedule({ ...world.harness.deps, vault: { ...vault, currentPrefix: 'another key' } });
  expect(await sealed()).not.toBe(before);
  world.nextStep();
  expect(opensSession(await second({ code: otp(secret, world.clock.now) }, await password(world)))).toBe(true);
});

test('setting up takes the password and a code, and ends the other sessions', async () => {
  const other = await world.openSession();
  const start = (body: object) => world.post('/api/account/two-factor/start', body, session);
  const confirm = (code: string) => world.post('/api/account/two-factor/confirm', { code }, session);
  expect((await confirm('123456')).body.code).toBe('two-factor-not-started');
  expect((await start({ password: 'not the password' })).body.code).toBe('password-refused');
  const { secret } = (await start({ password: world.owner.password })).body;
  expect((await confirm(otp(secret, world.clock.now, 5))).body.code).toBe('code-refused');
  // Until then the password is enough.
  expect(opensSession(await world.enter())).toBe(true);
  const answers = await Promise.all(Array.from({ length: 5 }, () => confirm(otp(secret, world.clock.now))));
  const shown = answers.filter(({ status }) => status === 200);
  expect(shown).toHaveLength(1);
  expect([await world.isOpen(session), await world.isOpen(other)]).toEqual([true, false]);
  expect((await start({ password: world.owner.password })).body.code).toBe('two-factor-on');
  // The codes that were shown are those that work; the code of the set-up does not.
  expect(opensSession(await second({ recoveryCode: shown[0]!.body.recoveryCodes[0] }, await password(world)))).toBe(
    true,
  );
  expect((await second({ code: otp(secret, world.clock.now) }, await password(world))).body.code).toBe('code-refused');
});

test('turning it off and new recovery codes take the password and a code', async () => {
  const { secret, recoveryCodes } = await world.setUpTwoFactor(session);
  const send = (what: string, body: object) => world.post(`/api/account/two-factor/${what}`, body, session);
  const { password: right } = world.owner;
  for (const what of ['disable', 'recovery-codes']) {
    expect((await send(what, { password: right })).status).toBe(422);
    expect((await send(what, { password: 'wrong', recoveryCode: recoveryCodes[0] })).body.code).toBe(
      'password-refused',
    );
    expect((await send(what, { password: right, code: otp(secret, world.clock.now) })).body.code).toBe('code-refused');
  }
  const renewed = await send('recovery-codes', { password: right, recoveryCode: recoveryCodes[0] });
  expect(renewed.body.recoveryCodes).toHaveLength(10);
  expect((await second({ recoveryCode: recoveryCodes[1] }, await password(world))).body.code).toBe('code-refused');
  world.nextStep();
  const off = await send('disable', { password: right, code: otp(secret, world.clock.now) });
  expect(off.status).toBe(204);
  expect(opensSession(await world.enter())).toBe(true);
  expect((await send('disable', { password: right, code: '123456' })).body.code).toBe('two-factor-off');
  const { results } = await env.DB.prepare('SELECT count(*) AS n FROM recovery_codes WHERE agent_id = ?')
    .bind((await world.get('/api/account', session)).body.id)
    .all();
  expect(results).toEqual([{ n: 0 }]);
});

test('no other door skips the second factor', async () => {
  const open = await accountWorld({ settings: { ...world.harness.deps.settings, openSignUp: true } });
  await env.DB.prepare(`INSERT OR IGNORE INTO installation SELECT 1, id, 0 FROM organization LIMIT 1`).run();
  const cookie = await open.openSession();
  await open.setUpTwoFactor(cookie);
  const { email, password: right } = open.owner;
  const body = { workgroupName: 'Again', name: 'Ada', email, password: right };
  const again = await open.post('/api/setup', body);
  expect(again).toMatchObject({ status: 403, body: { code: 'second-factor-needed' } });
  expect(again.headers.getSetCookie()).toEqual([]);
  // A changed password keeps this session alone, and asks for the code from then on.
  const change = { currentPassword: right, newPassword: 'another rather long one' };
  const changed = await open.post('/api/auth/change-password', change, cookie);
  expect(changed.status).toBe(200);
  expect(await open.enter('another rather long one')).toMatchObject({ body: { twoFactorRequired: true } });
  await env.DB.prepare('DELETE FROM installation').run();
});

test('keys reach neither the account nor its second factor', async () => {
  for (const [method, path, body] of [
    ['GET', '/api/account'],
    ['GET', '/api/account/sessions'],
    ['POST', '/api/account/sessions/end-others'],
    ['PATCH', '/api/account', { name: 'Eve' }],
    ['POST', '/api/account/email', { email: 'eve@evil.example', password: world.owner.password }],
    ['POST', '/api/account/two-factor/start', { password: world.owner.password }],
  ] as const)
    expect((await world.owner.ask(method, path, { body })).status, path).toBe(403);
  // And no other site uses the session.
  const headers = { cookie: session, origin: 'https://evil.example' };
  const forged = await world.harness.ask('POST', '/api/account/sessions/end-others', { body: {}, headers });
  expect(forged.body.code).toBe('foreign-origin');
  expect(ORIGIN).not.toBe(headers.origin);
});
