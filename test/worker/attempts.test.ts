import { expect, test } from 'vitest';
import { runSchedule } from '../../worker/runtime/cron.ts';
import { clientAddress } from '../../worker/features/kernel/client-address.ts';
import type { ProbeResult } from '../../worker/features/kernel/deps.ts';
import { LIMITS, waitAfter } from '../../worker/features/workgroups/attempt-limits.ts';
import { requireAttempt } from '../../worker/features/workgroups/attempts.ts';
import { ADMIN, createHarness, makeProject, signUp } from './harness.ts';

const WRONG = 'not the password';

/** A harness with a clock that moves only when the test moves it. Passwords are not hashed: that takes its time. */
function withFrozenClock(changes: Parameters<typeof createHarness>[0] = {}) {
  const clock = { now: Date.now() };
  const harness = createHarness({ now: () => clock.now, ...changes });
  harness.deps.sessions = {
    ...harness.deps.sessions,
    signIn: async () => [],
    handle: async (request) => Response.json({}, { status: (await request.text()).includes(WRONG) ? 401 : 200 }),
  };
  return { clock, harness };
}

const REFUSED: ProbeResult = {
  ok: false,
  kind: 'credentials',
  code: 'http-401',
  message: 'No.',
  version: null,
  authSchemes: [],
};

test('wrong passwords of one account wait longer and longer, wherever they come from, and the right one ends that', async () => {
  const { clock, harness } = withFrozenClock();
  const { email, password } = await signUp(harness);
  let addresses = 0;
  const attempt = (text: string) =>
    harness.ask('POST', '/api/auth/sign-in/email', {
      body: { email, password: text },
      headers: { 'cf-connecting-ip': `203.0.113.${String((addresses += 1))}` },
    });
  const { free } = LIMITS.signInOfAccount;
  for (let count = 0; count < free; count += 1) expect((await attempt(WRONG)).status).toBe(401);
  const waits: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    const blocked = await attempt(password);
    expect(blocked).toMatchObject({ status: 429, body: { code: 'too-many-attempts' } });
    waits.push(Number(blocked.headers.get('retry-after')));
    clock.now += waits.at(-1)! * 1000;
    expect((await attempt(WRONG)).status).toBe(401);
  }
  expect(waits).toEqual([2, 4, 8]);
  clock.now += 16_000;
  expect((await attempt(password)).status).toBe(200);
  for (let count = 0; count < free; count += 1) expect((await attempt(WRONG)).status).toBe(401);
});

test('many wrong passwords at once are no more than as many one after the other', async () => {
  const { harness } = withFrozenClock();
  const { email } = await signUp(harness);
  const body = { email, password: WRONG };
  const answers = await Promise.all(
    Array.from({ length: 30 }, () => harness.ask('POST', '/api/auth/sign-in/email', { body })),
  );
  expect(answers.filter(({ status }) => status === 401)).toHaveLength(LIMITS.signInOfAccount.free);
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(30 - LIMITS.signInOfAccount.free);
});

test('an unknown account is limited as a known one is: the answers tell nothing', async () => {
  const { harness } = withFrozenClock();
  const body = { email: 'no@one.example', password: WRONG };
  const statuses: number[] = [];
  for (let count = 0; count <= LIMITS.signInOfAccount.free; count += 1)
    statuses.push((await harness.ask('POST', '/api/auth/sign-in/email', { body })).status);
  expect(statuses.at(-2)).toBe(401);
  expect(statuses.at(-1)).toBe(429);
});

test('one address that tries many accounts has to wait; where no header is trusted, a forged one changes nothing', async () => {
  const { harness } = withFrozenClock();
  const attempt = (at: number, ip: string) =>
    harness.ask('POST', '/api/auth/sign-in/email', {
      body: { email: `user${String(at)}@spray.example`, password: WRONG },
      headers: { 'cf-connecting-ip': ip },
    });
  const { free } = LIMITS.signInFromAddress;
  for (let at = 0; at < free; at += 1) expect((await attempt(at, '2001:db8:1:2::1')).status).toBe(401);
  // One network of IPv6 is one customer.
  expect((await attempt(free, '2001:db8:1:2:ffff::9')).status).toBe(429);
  expect((await attempt(free, '2001:db8:1:3::1')).status).toBe(401);

  const { settings } = harness.deps;
  const request = new Request('http://mailferry.test', { headers: { 'cf-connecting-ip': '203.0.113.7' } });
  expect(clientAddress(settings, request)).toBe('203.0.113.7');
  expect(clientAddress({}, request)).toBeUndefined();
  for (const forged of ['', 'x', '203.0.113.7, 10.0.0.1', '1'.repeat(200), ':::::'])
    expect(
      clientAddress(settings, new Request('http://mailferry.test', { headers: { 'cf-connecting-ip': forged } })),
    ).toBeUndefined();
});

test('sign-ups are limited', async () => {
  const harness = createHarness({
    settings: {
      openSignUp: true,
      publicUrl: 'http://mailferry.test',
      addresses: { allowPrivate: false },
      clientAddressHeader: 'cf-connecting-ip',
    },
  });
  await signUp(harness);
  let made = 0;
  const attempt = (email: string, ip: string) =>
    harness.ask('POST', '/api/setup', {
      body: { workgroupName: 'Eve', name: 'Eve', email, password: 'a long password' },
      headers: { 'cf-connecting-ip': ip },
    });
  const { free } = LIMITS.signUpFromAddress;
  for (let at = 0; at < free; at += 1) {
    const { status } = await attempt(`new${String((made += 1))}@eve.example`, '203.0.113.50');
    expect(status).toBe(201);
  }
  expect((await attempt('owner1@service.example', '203.0.113.50')).body.code).toBe('too-many-attempts');
});

test('a look that shows no password ends no wait for others', async () => {
  const { harness } = withFrozenClock({ probeResult: REFUSED });
  const { ask } = await signUp(harness);
  const url = 'https://proving.example/EWS/Exchange.asmx';
  const credentials = { username: 'boss', password: WRONG };
  const { free } = LIMITS.probeOfAccount;
  for (let count = 0; count < free - 1; count += 1)
    expect((await ask('POST', '/api/endpoints', { body: { name: 'x', url, credentials } })).status).toBe(422);
  // Kept without a look, or found without a sign-in.
  expect((await ask('POST', '/api/endpoints?probe=false', { body: { name: 'x', url, credentials } })).status).toBe(201);
  const body = { address: url, username: 'boss', password: WRONG };
  expect((await ask('POST', '/api/endpoints/discover', { body })).status).toBe(200);
  expect((await ask('POST', '/api/endpoints', { body: { name: 'x', url, credentials } })).status).toBe(422);
  expect((await ask('POST', '/api/endpoints', { body: { name: 'x', url, credentials } })).body.code).toBe(
    'too-many-attempts',
  );
});

test('passwords of other people’s Exchange accounts are not to be guessed by endpoints, searches or mailboxes', async () => {
  const { clock, harness } = withFrozenClock({ probeResult: REFUSED });
  const { ask } = await signUp(harness);
  const url = 'https://exchange.example/EWS/Exchange.asmx';
  const guess = (username: string) =>
    ask('POST', '/api/endpoints', { body: { name: 'x', url, credentials: { username, password: WRONG } } });
  const { free } = LIMITS.probeOfAccount;
  for (let count = 0; count < free; count += 1)
    expect((await guess('Boss')).body.code).toBe('endpoint-credentials-refused');
  expect((await guess('boss')).body.code).toBe('too-many-attempts');
  expect(harness.probes).toHaveLength(free);

  // The same account by another door, and from another workgroup.
  const body = { address: 'exchange.example', username: 'BOSS', password: WRONG };
  expect((await ask('POST', '/api/endpoints/discover', { body })).body.code).toBe('too-many-attempts');
  const other = await signUp(harness);
  const elsewhere = { name: 'x', url: 'exchange.example', credentials: { username: 'boss', password: WRONG } };
  expect((await other.ask('POST', '/api/endpoints', { body: elsewhere })).body.code).toBe('too-many-attempts');
  const kept = await ask('POST', '/api/endpoints?probe=false', { body: { name: 'x', url } });
  const path = `/api/endpoints/${String(kept.body.id)}`;
  const credentials = { username: 'boss', password: WRONG };
  expect((await ask('PATCH', path, { body: { credentials } })).body.code).toBe('too-many-attempts');
  clock.now += 6_000;
  expect((await ask('PATCH', `${path}?probe=false`, { body: { credentials } })).status).toBe(200);
  expect((await ask('PATCH', path, { body: { name: 'renamed' } })).status).toBe(200);

  // A mailbox's own password is tried by a pass.
  const { harness: good } = withFrozenClock();
  const owner = await signUp(good);
  const { projectId } = await makeProject(owner.ask, 0, null);
  const mailboxes = [{ sourceEmail: 'boss@old.example', destinationEmail: 'boss@new.example' }];
  const added = await owner.ask('POST', `/api/projects/${projectId}/mailboxes`, { body: { mailboxes } });
  const give = () =>
    owner.ask('PATCH', `/api/mailboxes/${String(added.body.items[0].id)}`, { body: { sourcePassword: WRONG } });
  for (let count = 0; count < free; count += 1) expect((await give()).status).toBe(200);
  expect((await give()).body.code).toBe('too-many-attempts');
});

test('domains of one’s own that lead to another’s host give it no more guesses', async () => {
  const { harness } = withFrozenClock({ probeResult: REFUSED });
  const { ask } = await signUp(harness);
  harness.deps.discover = async () => ({ ok: false, failure: 'sign-in-refused', consentHosts: [], attempts: [] });
  const { free } = LIMITS.probeOfAccount;
  const find = (at: number) =>
    ask('POST', '/api/endpoints/discover', {
      body: {
        address: `own${String(at)}.example`,
        username: 'boss',
        password: WRONG,
        consentHosts: ['mail.led.example'],
      },
    });
  const add = (at: number) =>
    ask('POST', '/api/endpoints', {
      body: {
        name: 'x',
        domain: `own${String(at)}.example`,
        credentials: { username: 'boss', password: WRONG },
        consentHosts: ['mail.led.example'],
      },
    });
  for (let at = 0; at < free; at += 1)
    expect((await (at % 2 === 0 ? find(at) : add(at))).body.code).not.toBe('too-many-attempts');
  expect((await find(90)).body.code).toBe('too-many-attempts');
  expect((await add(91)).body.code).toBe('too-many-attempts');
  // A server of one's own that accepts everything takes nothing back.
  harness.deps.probe = async () => ({ ok: true, version: null, authSchemes: [] });
  const mine = { url: 'https://own.example/', consentHosts: ['mail.led.example'] };
  const body = { name: 'x', ...mine, credentials: { username: 'boss', password: WRONG } };
  expect((await ask('POST', '/api/endpoints', { body })).status).toBe(201);
  const url = 'https://mail.led.example/EWS/Exchange.asmx';
  const direct = { name: 'x', url, credentials: { username: 'boss', password: WRONG } };
  expect((await ask('POST', '/api/endpoints', { body: direct })).body.code).toBe('too-many-attempts');
});

test('looks that fail are limited for a workgroup; those that go well, or blame no password, are not', async () => {
  const silent: ProbeResult = { ...REFUSED, kind: 'unreachable', code: 'connection-refused' };
  const { harness } = withFrozenClock({ probeResult: silent });
  const { ask } = await signUp(harness);
  const look = (at: number) => {
    const credentials = { ...ADMIN, username: `admin${String(at)}` };
    return ask('POST', '/api/endpoints', {
      body: { name: 'x', url: `https://h${String(at % 3)}.example/`, credentials },
    });
  };
  const { free } = LIMITS.probeByWorkgroup;
  const looks = await Promise.all(Array.from({ length: free + 1 }, (_, at) => look(at)));
  expect(looks.filter(({ body }) => body.code === 'endpoint-unreachable')).toHaveLength(free);
  expect((await look(0)).body.code).toBe('too-many-attempts');
  expect((await (await signUp(harness)).ask('GET', '/api/endpoints')).status).toBe(200);

  const { harness: good } = withFrozenClock();
  const owner = await signUp(good);
  const body = { name: 'x', url: 'https://good.example/', credentials: ADMIN };
  for (let at = 0; at < 10; at += 1) expect((await owner.ask('POST', '/api/endpoints', { body })).status).toBe(201);
});

test('counts are forgotten after a while, and dropped by the schedule', async () => {
  const { clock, harness } = withFrozenClock();
  const limit = LIMITS.signInOfAccount;
  const waits: number[] = [];
  for (let count = 1; count <= 14; count += 1) {
    await requireAttempt(harness.deps, [[limit, 'someone']]);
    const wait = waitAfter(limit, count);
    waits.push(wait);
    if (wait > 0) {
      clock.now += wait - 1;
      await expect(requireAttempt(harness.deps, [[limit, 'someone']])).rejects.toMatchObject({
        problem: { retryAfterSeconds: 1 },
      });
      clock.now += 1;
    }
  }
  expect(waits.at(-1)).toBe(128_000);
  clock.now += limit.forgottenAfterMs;
  for (let count = 1; count < limit.free; count += 1) await requireAttempt(harness.deps, [[limit, 'someone']]);
  clock.now += 25 * 3_600_000;
  await runSchedule(harness.deps);
  for (let count = 1; count < limit.free; count += 1) await requireAttempt(harness.deps, [[limit, 'someone']]);
});
