import { expect, test } from 'vitest';
import { mailNewLink } from '../../../worker/features/credential-requests/renew-requests.ts';
import { hire } from '../harness.ts';
import type { RequestWorld } from './request-world.ts';
import { BOUNCED, ok, PUBLIC_URL, requestWorld, tokenIn } from './request-world.ts';

/** A mailbox that waits, with its link in a mail. */
async function asked(options: Parameters<typeof requestWorld>[0] = {}) {
  const world = await requestWorld(options);
  await ok(world.start(), 201);
  await world.deliver();
  const [request] = await world.requests();
  return { world, id: String(request.id), token: tokenIn(world.mails[0]) };
}

const act = (world: RequestWorld, id: string, what: string, status: number) =>
  ok(world.ask('POST', `/api/credential-requests/${id}/${what}`), status);
const endOf = async (world: RequestWorld, token: string) => (await world.link(token))?.link.endReason;

test('only the hash of a token is stored, and no answer of the API shows one', async () => {
  const { world, id, token } = await asked();
  const { db } = world.harness.deps;
  const { results: tables } = await db.$client
    .prepare(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '_cf_%'",
    )
    .all<{ name: string }>();
  for (const { name } of tables) {
    const { results } = await db.$client.prepare(`SELECT * FROM "${name}"`).all();
    expect(JSON.stringify(results), name).not.toContain(token);
  }
  for (const path of [
    `${world.path}/credential-requests`,
    `/api/credential-requests/${id}`,
    `${world.path}/mailboxes`,
    '/api/messages',
    '/api/events',
  ])
    expect(JSON.stringify((await world.ask('GET', path)).body), path).not.toContain(token);
});

test('sent twice, both open, then revoked: neither works, and each says why', async () => {
  const { world, id, token: first } = await asked();
  await act(world, id, 'resend', 202);
  // The first link works until the next one goes out.
  expect(await endOf(world, first)).toBeNull();
  await world.deliver();
  const second = tokenIn(world.mails[1]);
  expect(second).not.toBe(first);
  expect(await endOf(world, first)).toBe('replaced');
  expect(await endOf(world, second)).toBeNull();
  expect(await world.answer(first)).toBe(false);

  expect(await act(world, id, 'revoke', 200)).toMatchObject({ state: 'revoked', endedAt: expect.any(String) });
  expect(await endOf(world, second)).toBe('revoked');
  expect(await world.answer(second)).toBe(false);
  expect(await world.mailboxes()).toMatchObject([{ status: 'Waiting For End User', hasSourcePassword: false }]);
  expect((await world.ask('POST', `/api/credential-requests/${id}/revoke`)).body.code).toBe('credential-request-ended');
  // The mailbox waits on: sending the request again opens it.
  await act(world, id, 'resend', 202);
  await world.deliver();
  expect(await world.answer(tokenIn(world.mails[2]))).toBe(true);
  expect((await world.ask('POST', `/api/credential-requests/${id}/resend`)).body.code).toBe('credential-request-ended');
});

test('of 20 who revoke at once one does, and there is one event', async () => {
  const { world, id } = await asked();
  const path = `/api/credential-requests/${id}/revoke`;
  const answers = await Promise.all(Array.from({ length: 20 }, () => world.ask('POST', path)));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(answers.filter(({ body }) => body.code === 'credential-request-ended')).toHaveLength(19);
  expect(await world.events('credential-request.revoked')).toHaveLength(1);
});

test('a request that is revoked before its message goes out sends none', async () => {
  const world = await requestWorld();
  await ok(world.start(), 201);
  const [{ id }] = await world.requests();
  await act(world, id, 'revoke', 200);
  await world.deliver();
  expect(world.mails).toEqual([]);
  expect((await world.ask('GET', '/api/messages')).body.items[0]).toMatchObject({
    state: 'failed',
    lastResponse: 'The credential request was revoked before the message was sent.',
  });
});

test('a copied link ends the others, is logged as such, and no mail takes its place', async () => {
  const { world, id, token } = await asked();
  await act(world, id, 'resend', 202);
  const copied = await act(world, id, 'link', 201);
  expect(copied).toEqual({ url: expect.stringMatching(`^${PUBLIC_URL}/r/[\\w-]{43}$`), expiresAt: expect.any(String) });
  await world.deliver();
  expect(world.mails).toHaveLength(1);
  expect(await endOf(world, token)).toBe('replaced');
  expect((await world.requests())[0]).toMatchObject({ state: 'sent', byCopiedLink: true, messageId: null });
  expect(await world.events('credential-request.link-copied')).toHaveLength(1);
  world.later(5);
  await world.runDue();
  await world.deliver();
  expect(world.mails).toHaveLength(1);
  expect(await world.answer(copied.url.split('/r/')[1])).toBe(true);
});

test('a message that bounces shows as such, and a corrected address gets the next one', async () => {
  const world = await requestWorld();
  await ok(world.start(), 201);
  world.mailServer.answer = BOUNCED;
  await world.deliver();
  const [{ id }] = await world.requests();
  expect(await world.requests('?state=bounced')).toMatchObject([{ id, state: 'bounced', sentAt: null }]);
  world.later(4);
  await world.runDue();
  expect(await world.count('messages')).toBe(1);
  world.mailServer.answer = { end: 'accepted', response: '250 OK' };
  const mailbox = `/api/mailboxes/${world.mailboxIds[0]}`;
  await ok(world.ask('PATCH', mailbox, { body: { contactEmail: 'kim@home.example', language: 'fr' } }), 200);
  await act(world, id, 'resend', 202);
  await world.deliver();
  expect(world.mails).toMatchObject([{ to: 'kim@home.example', language: 'fr' }]);
  expect(await world.requests()).toMatchObject([{ id, state: 'sent', to: 'kim@home.example', language: 'fr' }]);
});

test('two reminders, never twice, then the request expires, and its holder may have a new link', async () => {
  const { world, id, token } = await asked();
  const days = async (count: number) => {
    world.later(count);
    await Promise.all([world.runDue(), world.runDue()]);
    await world.deliver();
    await world.deliver();
    return world.mails.length;
  };
  expect([await days(2.9), await days(0.2), await days(3.8), await days(0.2), await days(6)]).toEqual([1, 2, 2, 3, 3]);
  expect(world.mails[1]?.subject).toContain('Reminder');
  expect(await endOf(world, token)).toBe('replaced');
  expect(await world.requests()).toMatchObject([{ state: 'sent', reminders: 2, remindedAt: expect.any(String) }]);
  expect(await world.events('credential-request.reminded')).toHaveLength(2);
  await days(1.5);
  expect(await world.requests()).toMatchObject([{ id, state: 'expired' }]);
  expect(await world.events('credential-request.expired')).toHaveLength(1);
  const last = tokenIn(world.mails[2]);
  expect(await endOf(world, last)).toBe('expired');
  expect(await world.answer(last)).toBe(false);
  expect(await world.mailboxes()).toMatchObject([{ status: 'Waiting For End User' }]);

  const found = await world.link(last);
  expect(await mailNewLink(world.harness.deps, found!.request)).toBe(true);
  await world.deliver();
  expect((await world.events('credential-request.resent'))[0].actor.kind).toBe('end-user');
  expect(await world.answer(tokenIn(world.mails[3]))).toBe(true);
});

test('reminders follow other settings at once, and stop with the answer', async () => {
  const { world, token } = await asked();
  await ok(world.ask('PATCH', '/api/workgroup', { body: { reminderDays: [1], requestValidDays: 2 } }), 200);
  expect((await world.ask('PATCH', '/api/workgroup', { body: { reminderDays: [3, 3] } })).status).toBe(422);
  await world.runDue();
  world.later(1.1);
  await world.runDue();
  await world.deliver();
  expect(world.mails).toHaveLength(2);
  // It was valid for 14 days when it was made.
  world.later(2);
  await world.runDue();
  expect(await endOf(world, token)).toBe('replaced');
  expect(await world.answer(tokenIn(world.mails[1]))).toBe(true);
  expect(await world.runDue()).toBeUndefined();
});

test('nobody who did not see a request is sent a new link: of a revoked one there is none', async () => {
  const { world, id, token } = await asked();
  await act(world, id, 'revoke', 200);
  const found = await world.link(token);
  expect(await mailNewLink(world.harness.deps, found!.request)).toBe(false);
  // As it was read before it was revoked.
  expect(await mailNewLink(world.harness.deps, { ...found!.request, state: 'sent' })).toBe(false);
  await world.deliver();
  expect(world.mails).toHaveLength(1);
});

test('in bulk: those that wait are sent again and revoked, others are skipped', async () => {
  const { world } = await asked({ mailboxes: 3 });
  const [first = '', ...others] = world.mailboxIds;
  const token = tokenIn(world.mails.find(({ to }) => to === 'user0@old.example'));
  await world.answer(token);
  const body = { mailboxIds: world.mailboxIds };
  expect(await ok(world.ask('POST', `${world.path}/credential-requests/resend`, { body }), 202)).toEqual({
    sent: 2,
    skipped: 1,
  });
  await world.deliver();
  expect(world.mails).toHaveLength(5);
  expect(await ok(world.ask('POST', `${world.path}/credential-requests/revoke`, { body }), 200)).toEqual({
    revoked: 2,
    skipped: 1,
  });
  expect((await world.events('credential-request.revoked'))[0]).toMatchObject({ data: { count: 2 } });
  expect((await world.mailboxes()).map(({ credentialRequest }) => credentialRequest.state)).toEqual([
    'answered',
    'revoked',
    'revoked',
  ]);
  expect(await world.requests(`?mailboxId=${first}`)).toHaveLength(1);
  expect(await world.requests('?state=revoked')).toHaveLength(others.length);
});

test('agents see requests of projects that they see, and no others', async () => {
  const { world, id } = await asked();
  const other = await requestWorld();
  for (const what of ['resend', 'revoke', 'link'])
    expect((await other.ask('POST', `/api/credential-requests/${id}/${what}`)).body.code).toBe(
      'credential-request-not-found',
    );
  const body = { mailboxIds: world.mailboxIds };
  expect(await ok(other.ask('POST', `${other.path}/credential-requests/revoke`, { body }), 200)).toMatchObject({
    revoked: 0,
  });
  await ok(world.ask('PATCH', '/api/workgroup', { body: { projectSharing: false } }), 200);
  const agent = await hire(world.harness, world.workgroupId, 'agent');
  expect((await agent.ask('GET', `/api/credential-requests/${id}`)).status).toBe(404);
  expect((await world.ask('GET', `/api/credential-requests/${id}`)).status).toBe(200);
});
