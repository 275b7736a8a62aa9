import { env } from 'cloudflare:workers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LIMITS } from '../../worker/features/workgroups/attempt-limits.ts';
import { addressOfEmail, unprovenEmail } from '../../worker/features/workgroups/unproven-email.ts';
import type { Answer, Harness } from './harness.ts';
import { cookieOf, createHarness, ORIGIN, signUp } from './harness.ts';

const settings = { openSignUp: true, addresses: { allowPrivate: false } };
const PASSWORD = 'a password of Eve';

// The first owner is there.
beforeAll(async () => void (await claim(createHarness({ settings }), 'founder@service.example')));
afterAll(async () => void (await env.DB.prepare('DELETE FROM installation').run()));

/** An installation that anyone may sign up to, with what each request does to sessions and passwords. */
function openInstallation() {
  const harness = createHarness({ settings });
  const work: string[] = [];
  const { sessions } = harness.deps;
  harness.deps.sessions = {
    ...sessions,
    signIn: (...args) => (work.push('sign in'), sessions.signIn(...args)),
    hashPassword: (...args) => (work.push('hash'), sessions.hashPassword(...args)),
    signInKey: (...args) => (work.push('key'), sessions.signInKey(...args)),
  };
  return { harness, work };
}

function claim({ ask }: Harness, email: string, password = PASSWORD, workgroupName = 'Eve IT') {
  return ask('POST', '/api/setup', { body: { workgroupName, name: 'Eve', email, password } });
}

function signIn({ ask }: Harness, email: string, password: string) {
  return ask('POST', '/api/auth/sign-in/email', { body: { email, password } });
}

/** What a stranger sees of an answer: all but the ids and the address that they chose. */
function seen({ status, headers, body }: Answer, email: string) {
  const shape = JSON.stringify(body)
    .replaceAll(/(?:agt|wgr)_\w+/g, 'id')
    .replaceAll(email, 'address');
  return {
    status,
    names: [...headers.keys()].toSorted(),
    cookie: cookieOf({ headers } as Answer).split('=')[0],
    shape,
  };
}

test('a sign-up with an address that has an account looks like any other, and takes the same work', async () => {
  const { harness, work } = openInstallation();
  const owner = await signUp(harness);
  // From here on sign-ins look for unproven addresses too.
  await claim(harness, 'first@eve.example');
  const looks: unknown[] = [];
  for (const email of ['nobody@service.example', owner.email, 'first@eve.example']) {
    work.length = 0;
    const answer = await claim(harness, email, `another ${PASSWORD}`);
    looks.push({ ...seen(answer, email), work: [...work] });
    const me = await harness.ask('GET', '/api/me', { headers: { cookie: cookieOf(answer) } });
    expect(me).toMatchObject({ status: 200, body: { agent: { email }, workgroup: { name: 'Eve IT' } } });
  }
  expect(looks[1]).toEqual(looks[0]);
  expect(looks[2]).toEqual(looks[0]);
});

test('an address that several claim leads each to their own account by their own password, and nowhere by another', async () => {
  const { harness } = openInstallation();
  const owner = await signUp(harness);
  await claim(harness, owner.email.toUpperCase(), 'a password of Mallory', 'Mallory IT');
  const workgroupOf = async (password: string) => {
    const answer = await signIn(harness, owner.email, password);
    expect(answer).toMatchObject({ status: 200, body: { user: { email: owner.email } } });
    const cookie = { cookie: cookieOf(answer) };
    const session = await harness.ask('GET', '/api/auth/get-session', { headers: cookie });
    expect(session.body.user.email).toBe(owner.email);
    return (await harness.ask('GET', '/api/me', { headers: cookie })).body.workgroup.name;
  };
  expect(await workgroupOf(owner.password)).toMatch(/^Workgroup/);
  expect(await workgroupOf('a password of Mallory')).toBe('Mallory IT');
  const wrong = await signIn(harness, owner.email, 'neither of the two');
  const unknown = await signIn(harness, 'stranger@eve.example', 'neither of the two');
  expect(wrong.status).toBe(401);
  expect(unknown.body).toEqual(wrong.body);
});

test('who signs up again with the right password is signed in, and has one workgroup', async () => {
  const { harness } = openInstallation();
  const owner = await signUp(harness);
  for (const [email, password] of [
    [owner.email, owner.password],
    ['again@eve.example', PASSWORD],
    ['Again@Eve.example', PASSWORD],
  ] as const)
    expect((await claim(harness, email, password)).status).toBe(201);
  const { results } = await env.DB.prepare('SELECT name FROM organization ORDER BY id DESC LIMIT 2').all();
  expect(results.map(({ name }) => name)).toEqual(['Eve IT', expect.stringMatching(/^Workgroup/)]);
});

test('sign-ups guess no password that sign-ins may not', async () => {
  const clock = { now: Date.now() };
  const harness = createHarness({ settings, now: () => clock.now });
  const { email } = await signUp(harness);
  harness.deps.sessions = {
    ...harness.deps.sessions,
    signIn: async (_request, name) => (name === email ? undefined : ['x=y']),
    read: async () => undefined,
    hashPassword: async () => 'hash',
    signInKey: async (_address, password) => password,
  };
  for (let count = 0; count < LIMITS.signInOfAccount.free; count += 1) {
    clock.now += LIMITS.signUpAtAll.longestWaitMs;
    await claim(harness, email, `guess number ${String(count)}`);
  }
  expect((await claim(harness, email, 'one guess more')).body.code).toBe('too-many-attempts');
  expect((await signIn(harness, email, 'one guess more')).body.code).toBe('too-many-attempts');
});

test('a changed password replaces the old one of an unproven address, and a change that fails replaces nothing', async () => {
  const { harness } = openInstallation();
  const email = 'change@eve.example';
  await signUp(harness);
  const headers = { cookie: cookieOf(await claim(harness, email)), origin: ORIGIN };
  const change = (currentPassword: string, newPassword: string) =>
    harness.ask('POST', '/api/auth/change-password', { body: { currentPassword, newPassword }, headers });
  expect((await change('not this one', 'a newer password of Eve')).status).toBe(401);
  expect((await signIn(harness, email, 'a newer password of Eve')).status).toBe(401);
  expect((await signIn(harness, email, PASSWORD)).status).toBe(200);
  expect((await change(PASSWORD, 'the newest password of Eve')).status).toBe(200);
  expect((await signIn(harness, email, PASSWORD)).status).toBe(401);
  expect((await signIn(harness, email, 'the newest password of Eve')).status).toBe(200);
});

test('an unproven address is found again in what its account is stored under', () => {
  const stored = unprovenEmail('Ada@Northwind.example', 'agt_01jd4');
  expect(stored).toBe('ada@northwind.example.agt-01jd4.unproven.invalid');
  expect(addressOfEmail(stored)).toBe('ada@northwind.example');
  expect(addressOfEmail('ada@northwind.example')).toBe('ada@northwind.example');
});
