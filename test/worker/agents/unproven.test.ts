import { env } from 'cloudflare:workers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cookieOf, signUp } from '../harness.ts';
import { createWorld, rolesIn } from './world.ts';

const world = createWorld({ openSignUp: true });
const { harness } = world;
const NEW = { name: 'Ann', password: 'harbour at low tide' };

const claim = (email: string, password: string) =>
  harness.ask('POST', '/api/setup', { body: { workgroupName: 'Eve IT', name: 'Eve', email, password } });

beforeAll(signUpFirst);
afterAll(async () => void (await env.DB.prepare('DELETE FROM installation').run()));

/** Open sign-ups begin once the installation has an owner. */
async function signUpFirst() {
  const { workgroupId } = await signUp(harness);
  await env.DB.prepare('INSERT OR IGNORE INTO installation (id, workgroup_id, created_at) VALUES (1, ?, 1)')
    .bind(workgroupId)
    .run();
}

test('an account whose address nobody has confirmed is no member by the address, nor by its own link', async () => {
  const owner = await signUp(harness);
  const eve = cookieOf(await claim('ann@new.example', 'a password of Eve'));
  const { id, token } = await world.invite(owner, 'ann@new.example');
  expect((await world.look(token, eve)).body).toMatchObject({
    hasAccount: false,
    signedIn: { email: 'ann@new.example', fits: false },
  });
  expect(await world.accept({ token }, eve)).toMatchObject({
    status: 403,
    body: { code: 'invitation-address-unproven' },
  });
  expect((await owner.ask('GET', `/api/invitations/${id}`)).body.state).toBe('pending');
  // The real one comes in all the same, with the address.
  expect((await world.accept({ token, ...NEW })).status).toBe(201);
  const signIn = await harness.ask('POST', '/api/auth/sign-in/email', {
    body: { email: 'ann@new.example', password: NEW.password },
  });
  expect(signIn).toMatchObject({ status: 200, body: { user: { emailVerified: true } } });
});

test('mail through the workgroup’s own server proves no address: its owner reads it', async () => {
  const eve = await signUp(harness);
  const victim = await signUp(harness);
  const settings = {
    driver: 'smtp',
    senderAddress: 'eve@eve.example',
    senderName: null,
    replyTo: null,
    smtp: { host: 'mail.eve.example', port: 587, security: 'starttls', username: null },
    hourlyLimit: null,
  };
  const saved = await eve.ask('PUT', '/api/mail-settings', { body: settings });
  expect(saved.status, JSON.stringify(saved.body)).toBe(200);
  const stolen = await world.invite(eve, victim.email);
  expect((await world.look(stolen.token)).body.hasAccount).toBeNull();
  const accepted = await world.accept({ token: stolen.token, ...NEW });
  expect(accepted.status).toBe(201);
  expect(await rolesIn(eve.workgroupId)).toEqual(['agent', 'owner']);
  // It is an account of its own: that of the victim is as it was, and the address is still free for its owner.
  const me = await harness.ask('GET', '/api/me', { headers: { cookie: cookieOf(accepted) } });
  expect(me.body).toMatchObject({ agent: { email: victim.email }, workgroup: { id: eve.workgroupId } });
  expect(await victim.signIn()).toContain('session_token');
  const fresh = await world.invite(eve, 'free@new.example');
  expect((await world.accept({ token: fresh.token, ...NEW })).status).toBe(201);
  const taken = await env.DB.prepare("SELECT count(*) AS n FROM user WHERE email = 'free@new.example'").first('n');
  expect(taken).toBe(0);
});

test('twenty who accept at once by a link that proves no address are one member', async () => {
  const eve = await signUp(harness);
  const smtp = { host: 'mail.eve.example', port: 587, security: 'starttls', username: null };
  const saved = await eve.ask('PUT', '/api/mail-settings', {
    body: { driver: 'smtp', senderAddress: 'eve@eve.example', smtp },
  });
  expect(saved.status, JSON.stringify(saved.body)).toBe(200);
  const { sessions } = world.deps;
  const [hash, key] = [
    await sessions.hashPassword(NEW.password),
    await sessions.signInKey('crowd@new.example', NEW.password),
  ];
  // No account blocks another: each only claims the address.
  let count = 0;
  world.deps.sessions = {
    ...sessions,
    hashPassword: async () => hash,
    signInKey: async () => `${key}${String((count += 1))}`,
  };
  const { token } = await world.invite(eve, 'crowd@new.example');
  const answers = await Promise.all(Array.from({ length: 20 }, () => world.accept({ token, ...NEW })));
  world.deps.sessions = sessions;
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  for (const { status, body } of answers) if (status !== 201) expect(body.code).toBe('invitation-used');
  expect(await rolesIn(eve.workgroupId)).toEqual(['agent', 'owner']);
});
