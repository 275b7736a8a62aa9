import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { DAY_MS } from '../../../worker/lib/units.ts';
import { cookieOf, signUp } from '../harness.ts';
import { addAgent, createWorld, rolesIn, withCookie } from './world.ts';

const world = createWorld();
const { harness } = world;
const NEW = { name: 'Kim Berg', password: 'harbour at low tide' };

const proven = async (email: string) =>
  (await env.DB.prepare('SELECT email_verified AS v FROM user WHERE email = ?').bind(email).first<{ v: number }>())?.v;

test('an invited person makes an account, is signed in, and is in the workgroup with that role', async () => {
  const owner = await signUp(harness);
  const { id, token } = await world.invite(owner, 'Kim@New.example', 'manager');
  expect(token).toHaveLength(43);
  const look = await world.look(token);
  expect(look.body).toMatchObject({
    email: 'kim@new.example',
    role: 'manager',
    hasAccount: false,
    invitedBy: 'test',
    signedIn: null,
  });
  const accepted = await world.accept({ token, ...NEW });
  expect(accepted, JSON.stringify(accepted.body)).toMatchObject({ status: 201, body: { role: 'manager' } });
  const me = await harness.ask('GET', '/api/me', { headers: { cookie: cookieOf(accepted) } });
  expect(me.body).toMatchObject({
    agent: { name: 'Kim Berg', email: 'kim@new.example' },
    workgroup: { id: owner.workgroupId },
    role: 'manager',
  });
  expect(await proven('kim@new.example')).toBe(1);
  const { items } = (await owner.ask('GET', '/api/agents')).body;
  expect(items[1]).toMatchObject({ name: 'Kim Berg', role: 'manager', lastSignInAt: expect.any(String) });
  expect((await owner.ask('GET', `/api/invitations/${id}`)).body).toMatchObject({ state: 'accepted' });
});

test('an account that is there accepts once it is signed in, and its session is in the new workgroup', async () => {
  const owner = await signUp(harness);
  const known = await signUp(harness);
  const { token } = await world.invite(owner, known.email.toUpperCase());
  expect((await world.look(token)).body).toMatchObject({ hasAccount: true, signedIn: null });
  expect((await world.accept({ token })).body.code).toBe('invitation-sign-in-needed');
  expect((await world.accept({ token, ...NEW })).body.code).toBe('invitation-account-exists');
  const cookie = await known.signIn();
  expect((await world.look(token, cookie)).body.signedIn).toEqual({ email: known.email, fits: true });
  expect((await world.accept({ token }, cookie)).status).toBe(201);
  const ask = withCookie(harness, cookie);
  expect((await ask('GET', '/api/me')).body).toMatchObject({ workgroup: { id: owner.workgroupId }, role: 'agent' });
  const { items } = (await ask('GET', '/api/workgroups')).body;
  expect(items.map(({ id, isCurrent }: { id: string; isCurrent: boolean }) => [id, isCurrent])).toEqual([
    [known.workgroupId, false],
    [owner.workgroupId, true],
  ]);
});

test('whoever opens a link that has ended learns why', async () => {
  const owner = await signUp(harness);
  const codeOf = async (token: string) => (await world.look(token)).body.code;
  expect(await codeOf('x'.repeat(43))).toBe('invitation-not-found');
  const used = await world.invite(owner, 'used@new.example');
  expect((await world.accept({ token: used.token, ...NEW })).status).toBe(201);
  expect(await codeOf(used.token)).toBe('invitation-used');
  expect((await world.accept({ token: used.token, ...NEW })).body.code).toBe('invitation-used');

  const first = await world.invite(owner, 'again@new.example');
  const resent = await owner.ask('POST', `/api/invitations/${first.id}/resend`);
  expect(resent).toMatchObject({ status: 202, body: { state: 'pending', message: { state: 'queued' } } });
  await world.send(owner.workgroupId);
  const second = world.tokenIn(world.mailsTo('again@new.example').at(-1));
  expect(second).not.toBe(first.token);
  expect(await codeOf(first.token)).toBe('invitation-replaced');
  expect((await world.accept({ token: first.token, ...NEW })).body.code).toBe('invitation-replaced');
  world.pass(8 * DAY_MS);
  expect(await codeOf(second)).toBe('invitation-expired');
  expect((await world.accept({ token: second, ...NEW })).body.code).toBe('invitation-expired');
  expect((await owner.ask('GET', `/api/invitations/${first.id}`)).body.state).toBe('expired');
  await owner.ask('POST', `/api/invitations/${first.id}/resend`);
  await world.send(owner.workgroupId);
  const third = world.tokenIn(world.mailsTo('again@new.example').at(-1));
  expect((await world.look(third)).status).toBe(200);
  expect((await owner.ask('POST', `/api/invitations/${first.id}/revoke`)).body.state).toBe('revoked');
  expect(await codeOf(third)).toBe('invitation-revoked');
  expect((await world.accept({ token: third, ...NEW })).body.code).toBe('invitation-revoked');
  expect((await owner.ask('POST', `/api/invitations/${first.id}/resend`)).body.code).toBe('invitation-ended');
  expect((await owner.ask('POST', `/api/invitations/${first.id}/revoke`)).body.code).toBe('invitation-ended');
  expect(await rolesIn(owner.workgroupId)).toEqual(['agent', 'owner']);
});

test('a program that opens links does not use an invitation up', async () => {
  const owner = await signUp(harness);
  const { token } = await world.invite(owner, 'scanned@new.example');
  for (let count = 0; count < 20; count += 1) expect((await world.look(token)).status).toBe(200);
  expect((await world.accept({ token, ...NEW })).status).toBe(201);
});

test('an invitation that is revoked while its message waits sends no link', async () => {
  const owner = await signUp(harness);
  const made = await owner.ask('POST', '/api/invitations', { body: { email: 'late@new.example' } });
  await owner.ask('POST', `/api/invitations/${made.body.id}/revoke`);
  await world.send(owner.workgroupId);
  expect(world.mailsTo('late@new.example')).toEqual([]);
  const after = (await owner.ask('GET', `/api/invitations/${made.body.id}`)).body;
  expect(after.message).toMatchObject({ state: 'failed', lastResponse: expect.stringContaining('revoked') });
});

test('twenty who accept at once are one member', async () => {
  const owner = await signUp(harness);
  const { sessions } = world.deps;
  const hash = await sessions.hashPassword(NEW.password);
  world.deps.sessions = { ...sessions, hashPassword: async () => hash };
  const { token } = await world.invite(owner, 'many@new.example');
  const answers = await Promise.all(Array.from({ length: 20 }, () => world.accept({ token, ...NEW })));
  world.deps.sessions = sessions;
  const won = answers.filter(({ status }) => status === 201);
  expect(won).toHaveLength(1);
  for (const { status, body } of answers)
    if (status !== 201) expect(['invitation-used', 'invitation-account-exists']).toContain(body.code);
  expect(await rolesIn(owner.workgroupId)).toEqual(['agent', 'owner']);
  const accounts = await env.DB.prepare("SELECT count(*) AS n FROM user WHERE email = 'many@new.example'").first('n');
  expect(accounts).toBe(1);
  const { items } = (await owner.ask('GET', '/api/events?type=invitation.accepted')).body;
  expect(items).toHaveLength(1);
});

test('an invitation that is revoked while someone accepts it lets nobody in', async () => {
  const owner = await signUp(harness);
  const known = await signUp(harness);
  const cookie = await known.signIn();
  const { sessions } = world.deps;
  const revokeFirst = async (id: string) =>
    expect((await owner.ask('POST', `/api/invitations/${id}/revoke`)).status).toBe(200);
  const made = await world.invite(owner, 'slow@new.example');
  const mine = await world.invite(owner, known.email);
  // Behind the look at the invitation, before the membership is written.
  world.deps.sessions = {
    ...sessions,
    hashPassword: async (password) => {
      await revokeFirst(made.id);
      return sessions.hashPassword(password);
    },
    read: async (request) => {
      const session = await sessions.read(request);
      if (session !== undefined) await revokeFirst(mine.id);
      return session;
    },
  };
  const answers = [
    await world.accept({ token: made.token, ...NEW }),
    await world.accept({ token: mine.token }, cookie),
  ];
  world.deps.sessions = sessions;
  for (const answer of answers) expect(answer).toMatchObject({ status: 410, body: { code: 'invitation-revoked' } });
  expect(await rolesIn(owner.workgroupId)).toEqual(['owner']);
  expect(await proven('slow@new.example')).toBeUndefined();
  const { items } = (await owner.ask('GET', '/api/events?type=invitation.accepted')).body;
  expect(items).toEqual([]);
});

test('an invitation for another address is refused, and stays open', async () => {
  const owner = await signUp(harness);
  const eve = await signUp(harness);
  const cookie = await eve.signIn();
  const { id, token } = await world.invite(owner, 'ann@new.example');
  expect((await world.look(token, cookie)).body.signedIn).toEqual({ email: eve.email, fits: false });
  expect(await world.accept({ token }, cookie)).toMatchObject({
    status: 403,
    body: { code: 'invitation-other-address' },
  });
  expect((await owner.ask('GET', `/api/invitations/${id}`)).body.state).toBe('pending');
  expect(await rolesIn(owner.workgroupId)).toEqual(['owner']);
});

test('inviting says nothing of who has an account, and no answer or row contains a link', async () => {
  const owner = await signUp(harness);
  const stranger = await signUp(harness);
  const shapeOf = async (email: string) => {
    const { status, body } = await owner.ask('POST', '/api/invitations', { body: { email } });
    return {
      status,
      shape: JSON.stringify(body)
        .replaceAll(email, 'address')
        .replaceAll(/(inv|msg)_\w+/g, 'id'),
    };
  };
  expect(await shapeOf(stranger.email)).toEqual(await shapeOf('nobody@new.example'));
  await world.send(owner.workgroupId);
  const tokens = [stranger.email, 'nobody@new.example'].map((to) => world.tokenIn(world.mailsTo(to).at(-1)));
  const answers = await Promise.all(
    ['/api/invitations', '/api/messages', '/api/events', '/api/agents'].map((path) => owner.ask('GET', path)),
  );
  const rows = await env.DB.batch(
    ['invitations', 'invitation_tokens', 'messages', 'events'].map((table) => env.DB.prepare(`SELECT * FROM ${table}`)),
  );
  for (const token of tokens) {
    expect(token).toHaveLength(43);
    expect(JSON.stringify(answers.map(({ body }) => body))).not.toContain(token);
    expect(JSON.stringify(rows.map(({ results }) => results))).not.toContain(token);
  }
});

test('an address is invited once at a time, and no member is invited', async () => {
  const owner = await signUp(harness);
  await world.invite(owner, 'once@new.example');
  const twice = await Promise.all(
    Array.from({ length: 5 }, () => owner.ask('POST', '/api/invitations', { body: { email: 'ONCE@new.example' } })),
  );
  for (const answer of twice) expect(answer).toMatchObject({ status: 409, body: { code: 'invitation-pending' } });
  const member = await owner.ask('POST', '/api/invitations', { body: { email: owner.email } });
  expect(member).toMatchObject({ status: 409, body: { code: 'agent-already-member' } });
});

test('nobody invites, sends again or revokes above their own role, in whatever form they ask', async () => {
  const owner = await signUp(harness);
  const manager = await addAgent(world, owner, 'manager');
  for (const role of ['owner', 'agent,owner', 'OWNER', ['agent', 'owner']]) {
    const answer = await manager.ask('POST', '/api/invitations', { body: { email: 'up@new.example', role } });
    expect(answer, JSON.stringify(role)).toMatchObject({ status: 403, body: { code: 'agent-role-too-high' } });
  }
  const { id } = await world.invite(owner, 'up@new.example', 'owner');
  for (const path of [`/api/invitations/${id}/resend`, `/api/invitations/${id}/revoke`])
    expect(await manager.ask('POST', path)).toMatchObject({ status: 403, body: { code: 'agent-role-too-high' } });
  const mine = await world.invite({ ...owner, ask: manager.ask }, 'level@new.example', 'manager');
  const raised = await manager.ask('POST', `/api/invitations/${mine.id}/resend`, { body: { role: 'owner' } });
  expect(raised.body.code).toBe('agent-role-too-high');
  const token = world.tokenIn(world.mailsTo('level@new.example').at(-1));
  expect((await world.accept({ token, ...NEW, role: 'owner' })).status).toBe(422);
  expect((await world.accept({ token, ...NEW })).body.role).toBe('manager');
  // Its message is no second door.
  const { message } = (await owner.ask('GET', `/api/invitations/${id}`)).body;
  const again = await manager.ask('POST', `/api/messages/${message.id}/resend`);
  expect(again).toMatchObject({ status: 409, body: { code: 'message-has-own-resend' } });
});

test('who loses their role leaves no invitation behind that grants more', async () => {
  const owner = await signUp(harness);
  const manager = await addAgent(world, owner, 'manager');
  const asManager = { ...owner, ask: manager.ask };
  const high = await world.invite(asManager, 'own-door@new.example', 'manager');
  const low = await world.invite(asManager, 'colleague@new.example', 'agent');
  await owner.ask('PATCH', `/api/agents/${manager.id}`, { body: { role: 'agent' } });
  expect((await world.look(high.token)).body.code).toBe('invitation-revoked');
  expect((await world.look(low.token)).status).toBe(200);
  await owner.ask('DELETE', `/api/agents/${manager.id}`);
  expect((await world.look(low.token)).body.code).toBe('invitation-revoked');
});

test('names with markup stay names in the message', async () => {
  const owner = await signUp(harness);
  const name = '[Reset](http://evil.example) <b>{{link}}</b>';
  expect((await owner.ask('PATCH', '/api/workgroup', { body: { name } })).status).toBe(200);
  const { token } = await world.invite(owner, 'markup@new.example');
  const mail = world.mailsTo('markup@new.example').at(-1);
  expect(mail?.html).not.toContain('href="http://evil.example');
  expect(mail?.html).not.toContain('<b>');
  expect(mail?.html.split(token)).toHaveLength(mail?.html.split(`/invitation#${token}`).length ?? 0);
  expect(mail?.subject).toContain('{{link}}');
  expect(mail?.subject).not.toContain(token);
});

test('the ids of another workgroup are not found', async () => {
  const owner = await signUp(harness);
  const stranger = await signUp(harness);
  const { id } = await world.invite(owner, 'far@new.example');
  for (const [method, path] of [
    ['GET', `/api/invitations/${id}`],
    ['POST', `/api/invitations/${id}/resend`],
    ['POST', `/api/invitations/${id}/revoke`],
  ] as const)
    expect(await stranger.ask(method, path)).toMatchObject({ status: 404, body: { code: 'invitation-not-found' } });
});
