import { env } from 'cloudflare:workers';
import { expect, inject, test } from 'vitest';
import type { Loose } from '../harness.ts';
import { hire, makeProject, setSharing, signUp } from '../harness.ts';
import { MIGRATION, noticeWorld, START } from './notice-world.ts';

const HOUR = 3_600_000;

const statesOf = (log: Loose[]): string[] => log.map(({ state }) => String(state));

test('a notice goes to the owner of each mailbox, once, with what it says of theirs', async () => {
  const world = await noticeWorld();
  const made = await world.notify();
  expect(made, JSON.stringify(made.body)).toMatchObject({
    status: 201,
    body: { kind: 'migration-notice', state: 'sending', sendAt: null, counts: { total: 3, pending: 3 } },
  });
  expect(await world.messages()).toEqual([]);
  expect(await world.drain()).toBeUndefined();
  const messages = await world.messages();
  expect(messages.map(({ recipient }) => recipient)).toEqual([0, 1, 2].map((n) => `user${String(n)}@old.example`));
  expect(messages[1]).toMatchObject({
    kind: 'migration-notice',
    project_id: world.projectId,
    mailbox_id: world.mailboxIds[1],
  });
  expect(JSON.parse(messages[1].variables)).toMatchObject({
    mailbox: 'user1@old.example',
    newAddress: 'user1@new.example',
    startAt: '2027-03-05T17:00:00.000Z',
  });
  // The zone in which the start was chosen, where nobody has set another.
  expect(messages[1].time_zone).toBe('Europe/Oslo');
  expect(await world.notice(made.body.id)).toMatchObject({ state: 'sending', counts: { pending: 0, queued: 3 } });
  await world.setMessages('sent');
  expect(await world.notice(made.body.id)).toMatchObject({ state: 'sent', counts: { queued: 0, sent: 3 } });
  await world.drain();
  expect(await world.messages()).toHaveLength(3);
});

test('the log says the state of each message', async () => {
  const world = await noticeWorld();
  const { id } = (await world.notify()).body;
  await world.drain();
  await world.setMessages('sent');
  await world.setMessages('bounced', `recipient = 'user1@old.example'`);
  await env.DB.prepare(
    `UPDATE messages SET last_response = '550 No such user' WHERE recipient = 'user1@old.example' AND workgroup_id = ?`,
  )
    .bind(world.workgroupId)
    .run();
  expect(await world.log(id)).toMatchObject([
    { mailbox: 'user0@old.example', state: 'sent', language: 'en', reason: null },
    { mailbox: 'user1@old.example', to: 'user1@old.example', state: 'bounced', response: '550 No such user' },
    { state: 'sent' },
  ]);
  expect(await world.log(id, '&state=bounced')).toHaveLength(1);
  const first = (await world.owner.ask('GET', `/api/notices/${id}/recipients?limit=2`)).body;
  expect(first.items).toHaveLength(2);
  const rest = (
    await world.owner.ask('GET', `/api/notices/${id}/recipients?limit=2&cursor=${String(first.nextCursor)}`)
  ).body;
  expect(rest).toMatchObject({ items: [{ mailbox: 'user2@old.example' }], nextCursor: null });
});

test('a second press with the same key is the same notice, also at the same moment', async () => {
  const world = await noticeWorld();
  const press = () => world.notify(MIGRATION, { 'idempotency-key': 'press-1' });
  const answers = await Promise.all(Array.from({ length: 8 }, press));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
  expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  expect((await press()).headers.get('idempotency-replayed')).toBe('true');
  await world.drain();
  expect(await world.messages()).toHaveLength(3);
  const other = await world.notify({ kind: 'completion' }, { 'idempotency-key': 'press-1' });
  expect(other).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
});

test('nobody gets the same notice twice, whatever is chosen and however many ask at once', async () => {
  const world = await noticeWorld(6);
  const [a, b, c] = world.mailboxIds;
  const answers = await Promise.all([
    ...Array.from({ length: 10 }, () => world.notify()),
    ...Array.from({ length: 5 }, () => world.notify({ ...MIGRATION, mailboxIds: [a, b, c] })),
  ]);
  expect(answers.filter(({ status }) => status === 201).length).toBeGreaterThan(0);
  for (const { status, body } of answers) if (status !== 201) expect(body.code).toBe('notice-already-sent');
  await Promise.all(Array.from({ length: 5 }, () => world.drain()));
  const recipients = (await world.messages()).map(({ recipient }) => String(recipient));
  expect(recipients.toSorted()).toEqual([0, 1, 2, 3, 4, 5].map((n) => `user${String(n)}@old.example`));
  expect(await world.notify()).toMatchObject({ status: 409, body: { code: 'notice-already-sent' } });
});

test('who has had a notice is skipped by name in the next one, and gets one with another start', async () => {
  const world = await noticeWorld();
  await world.notify({ ...MIGRATION, mailboxIds: [world.mailboxIds[0]] });
  const second = await world.notify();
  expect(second.body.counts).toMatchObject({ total: 3, pending: 2, skipped: 1 });
  await world.drain();
  expect(await world.log(second.body.id)).toMatchObject([
    { state: 'skipped', reason: 'already-notified', messageId: null },
    { state: 'queued' },
    { state: 'queued' },
  ]);
  const moved = await world.notify({ ...MIGRATION, startsAt: { ...START, local: '2027-03-06T18:00' } });
  expect(moved.body.counts).toMatchObject({ pending: 3 });
});

test('who did not get it because their message bounced or failed gets it from the next one', async () => {
  const world = await noticeWorld();
  const first = await world.notify();
  await world.drain();
  await world.setMessages('sent');
  await world.setMessages('bounced', `recipient = 'user2@old.example'`);
  const second = await world.notify();
  expect(second.body.counts).toMatchObject({ pending: 1, skipped: 2 });
  await world.drain();
  expect((await world.messages()).map(({ recipient }) => recipient).slice(3)).toEqual(['user2@old.example']);
  expect(statesOf(await world.log(first.body.id))).toEqual(['sent', 'sent', 'bounced']);
});

test('with `again` all get it once more, but not while it still waits for them', async () => {
  const world = await noticeWorld();
  await world.notify();
  const body = { ...MIGRATION, again: true };
  expect(await world.notify(body)).toMatchObject({ status: 409, body: { code: 'notice-already-sent' } });
  await world.drain();
  expect((await world.notify(body)).body.counts).toMatchObject({ pending: 3 });
  await world.drain();
  expect(await world.messages()).toHaveLength(6);
});

test('a crash at any statement of a batch sends nothing twice and loses nothing', async () => {
  const world = await noticeWorld(5);
  const { id } = (await world.notify()).body;
  // Every request to the database may be the last one: before it, or after it was carried out.
  for (let step = 0; step < 12; step += 1)
    for (const isAfter of [false, true]) {
      let left = step;
      const crash = async <T>(work: () => Promise<T>): Promise<T> => {
        const isLast = left-- === 0;
        if (isLast && !isAfter) throw new Error('crash');
        const result = await work();
        if (isLast) throw new Error('crash');
        return result;
      };
      const crashing = new Proxy(env.DB, {
        get: (target, name) => {
          if (name === 'batch') return (all: D1PreparedStatement[]) => crash(() => target.batch(all));
          const value: unknown = Reflect.get(target, name);
          return typeof value === 'function' ? (value.bind(target) as unknown) : value;
        },
      });
      world.use(crashing);
      await world.drain().catch(() => undefined);
      world.use(env.DB);
      // Until what was put off is tried again.
      world.pass(2 * 60_000);
    }
  await world.drain();
  const recipients = (await world.messages()).map(({ recipient }) => String(recipient));
  expect(recipients.toSorted()).toEqual([0, 1, 2, 3, 4].map((n) => `user${String(n)}@old.example`));
  expect(statesOf(await world.log(id))).toEqual(Array.from({ length: 5 }, () => 'queued'));
});

const MANY = inject('many');

test(`a notice of ${MANY} is made in bounded batches, and goes on where it broke off`, async () => {
  const world = await noticeWorld(0);
  for (let part = 0; part < MANY / 1000; part += 1) {
    const mailboxes = Array.from({ length: 1000 }, (_, index) => ({
      sourceEmail: `u${String(part * 1000 + index)}@old.example`,
      destinationEmail: `u${String(part * 1000 + index)}@new.example`,
    }));
    expect((await world.owner.ask('POST', `${world.path}/mailboxes`, { body: { mailboxes } })).status).toBe(201);
  }
  const made = await world.notify();
  expect(made.body.counts).toMatchObject({ total: MANY, pending: MANY });
  let batches = 0;
  let largest = 0;
  const countMessages = async () =>
    Number((await world.rows('SELECT count(*) AS n FROM messages WHERE workgroup_id = ?', world.workgroupId))[0].n);
  const counting = (most: number) =>
    new Proxy(env.DB, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name);
        if (name !== 'batch') return typeof value === 'function' ? (value.bind(target) as unknown) : value;
        return async (all: D1PreparedStatement[]) => {
          if (batches++ === most) throw new Error('crash');
          const before = await countMessages();
          const results = await target.batch(all);
          largest = Math.max(largest, (await countMessages()) - before);
          return results;
        };
      },
    });
  world.use(counting(MANY / 500));
  await world.drain();
  const before = (await world.messages()).length;
  expect(before).toBeGreaterThan(0);
  expect(before).toBeLessThan(MANY);
  world.use(counting(-1));
  world.pass(2 * 60_000);
  await world.drain();
  world.use(env.DB);
  const messages = await world.messages();
  expect(messages).toHaveLength(MANY);
  expect(new Set(messages.map(({ recipient }) => recipient)).size).toBe(MANY);
  expect(largest).toBe(200);
  expect(await world.notice(made.body.id)).toMatchObject({ counts: { pending: 0, queued: MANY } });
});

test('a scheduled notice waits for its local time, and can be cancelled before', async () => {
  const world = await noticeWorld();
  const sendAt = { local: '2027-02-01T08:00', timeZone: 'America/New_York' };
  const made = await world.notify({ ...MIGRATION, sendAt });
  expect(made.body).toMatchObject({
    state: 'scheduled',
    sendAt: { ...sendAt, at: '2027-02-01T13:00:00.000Z', case: 'exact' },
  });
  expect(await world.drain()).toBe(Date.parse('2027-02-01T13:00:00Z'));
  world.goTo('2027-02-01T12:59:00Z');
  await world.drain();
  expect(await world.messages()).toEqual([]);
  const other = await world.notify({ kind: 'completion', sendAt });
  world.goTo('2027-02-01T13:00:00Z');
  const cancelled = await world.owner.ask('POST', `/api/notices/${String(other.body.id)}/cancel`);
  expect(cancelled).toMatchObject({ status: 200, body: { state: 'cancelled', counts: { cancelled: 3, pending: 0 } } });
  await world.drain();
  expect((await world.messages()).map(({ kind }) => kind)).toEqual(Array.from({ length: 3 }, () => 'migration-notice'));
  const again = await world.owner.ask('POST', `/api/notices/${String(other.body.id)}/cancel`);
  expect(again).toMatchObject({ status: 409, body: { code: 'notice-ended' } });
  // What was cancelled was not had.
  expect((await world.notify({ kind: 'completion' })).body.counts).toMatchObject({ pending: 3 });
});

test('a time that clocks skip or show twice is said with what counts', async () => {
  const world = await noticeWorld(1);
  const send = async (local: string, startsAt: string) =>
    (
      await world.notify({
        kind: 'migration-notice',
        startsAt: { local: startsAt, timeZone: 'Europe/Oslo' },
        sendAt: { local, timeZone: 'Europe/Oslo' },
      })
    ).body.sendAt;
  expect(await send('2027-03-28T02:30', '2027-12-01T08:00')).toMatchObject({
    case: 'skipped',
    shownAs: '2027-03-28T03:30',
    at: '2027-03-28T01:30:00.000Z',
  });
  expect(await send('2027-10-31T02:30', '2027-12-02T08:00')).toMatchObject({
    case: 'repeated',
    at: '2027-10-31T00:30:00.000Z',
  });
});

test('cancelling takes back what no mail server was offered, and says so of the rest', async () => {
  const world = await noticeWorld();
  const { id } = (await world.notify()).body;
  await world.drain();
  await world.setMessages('sent', `recipient = 'user0@old.example'`);
  await world.setMessages('sending', `recipient = 'user1@old.example'`);
  const answers = await Promise.all([0, 1].map(() => world.owner.ask('POST', `/api/notices/${String(id)}/cancel`)));
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
  expect(statesOf(await world.log(id))).toEqual(['sent', 'queued', 'cancelled']);
  expect((await world.messages()).map(({ recipient }) => recipient)).toEqual([
    'user0@old.example',
    'user1@old.example',
  ]);
  const events = (await world.owner.ask('GET', '/api/events?type=notice.cancelled')).body.items;
  expect(events).toHaveLength(1);
});

test('what cannot be meant is refused with what to do', async () => {
  const world = await noticeWorld();
  const refused = async (body: Loose) => {
    const { status, body: answer } = await world.notify(body);
    return [status, answer.code, answer.errors?.[0]?.path];
  };
  expect(await refused({ kind: 'migration-notice' })).toEqual([422, 'notice-without-time', undefined]);
  const at = (local: string) => ({ local, timeZone: 'Europe/Oslo' });
  expect(await refused({ ...MIGRATION, sendAt: at('2026-12-01T08:00') })).toEqual([
    422,
    'validation-failed',
    'sendAt.local',
  ]);
  expect(await refused({ ...MIGRATION, sendAt: at('2027-03-05T18:00') })).toEqual([
    422,
    'validation-failed',
    'startsAt.local',
  ]);
  expect(await refused({ ...MIGRATION, startsAt: at('2027-02-30T08:00') })).toEqual([
    422,
    'validation-failed',
    'startsAt.local',
  ]);
  expect(await refused({ ...MIGRATION, startsAt: { local: START.local, timeZone: 'Mars/Olympus' } })).toEqual([
    422,
    'validation-failed',
    'startsAt.timeZone',
  ]);
  expect(await refused({ kind: 'invitation' })).toEqual([422, 'validation-failed', 'kind']);
  expect(await refused({ ...MIGRATION, mailboxIds: ['mbx_1'] })).toEqual([404, 'mailbox-not-found', 'mailboxIds[0]']);
  expect(await refused({ ...MIGRATION, filter: { state: 'done' } })).toEqual([
    422,
    'notice-without-recipients',
    undefined,
  ]);
  expect(await world.list()).toEqual([]);
});

test('a project that has a start date gives it to notices that name none', async () => {
  const world = await noticeWorld(1);
  await world.setOptions({ start: START });
  expect((await world.notify({ kind: 'migration-notice' })).body.startsAt).toMatchObject({
    ...START,
    at: '2027-03-05T17:00:00.000Z',
  });
});

test('mailboxes are chosen by address and state, as the list of mailboxes has them', async () => {
  const world = await noticeWorld(12);
  const { id } = (await world.notify({ ...MIGRATION, filter: { q: 'USER1' } })).body;
  expect((await world.log(id)).map(({ mailbox }) => mailbox)).toEqual(
    [1, 10, 11].map((n) => `user${String(n)}@old.example`),
  );
  await env.DB.prepare(`UPDATE mailboxes SET status_code = 'failed' WHERE id = ?`).bind(world.mailboxIds[4]).run();
  const other = (await world.notify({ ...MIGRATION, filter: { state: 'attention' } })).body;
  expect((await world.log(other.id)).map(({ mailbox }) => mailbox)).toEqual(['user4@old.example']);
});

test('a mailbox that is deleted and a customer that is archived meanwhile are skipped, with the reason', async () => {
  const world = await noticeWorld();
  const sendAt = { local: '2027-02-01T08:00', timeZone: 'UTC' };
  const first = (await world.notify({ ...MIGRATION, sendAt })).body;
  await world.owner.ask('DELETE', `/api/mailboxes/${String(world.mailboxIds[1])}`);
  world.goTo('2027-02-01T08:00:00Z');
  await world.drain();
  expect(await world.log(first.id)).toMatchObject([
    { state: 'queued' },
    { state: 'skipped', reason: 'mailbox-deleted', mailbox: 'user1@old.example' },
    { state: 'queued' },
  ]);
  const second = (await world.notify({ kind: 'completion', sendAt: { ...sendAt, local: '2027-02-02T08:00' } })).body;
  const { customerId } = (await world.owner.ask('GET', world.path)).body;
  expect((await world.owner.ask('POST', `/api/customers/${String(customerId)}/archive`)).status).toBe(200);
  world.goTo('2027-02-02T08:00:00Z');
  await world.drain();
  expect(await world.log(second.id)).toMatchObject([
    { state: 'skipped', reason: 'customer-archived' },
    { state: 'skipped', reason: 'customer-archived' },
  ]);
  expect(await world.notice(second.id)).toMatchObject({ state: 'sent' });
  expect(await world.notify({ kind: 'completion' })).toMatchObject({
    status: 409,
    body: { code: 'customer-archived' },
  });
});

test('a completion goes to the new address, with what was copied, in the language that was chosen', async () => {
  const world = await noticeWorld(2);
  await env.DB.prepare(
    `UPDATE mailboxes SET status_code = 'completed', items_done = 1234, bytes_done = 5000000 WHERE project_id = ?`,
  )
    .bind(world.projectId)
    .run();
  const { customerId } = (await world.owner.ask('GET', world.path)).body;
  const customer = `/api/customers/${String(customerId)}`;
  const facts = { language: 'fr', timeZone: 'Europe/Paris', contactName: 'Léa Martin', phone: '+33 1 23' };
  expect((await world.owner.ask('PATCH', customer, { body: facts })).status).toBe(200);
  await world.notify({ kind: 'completion', mailboxIds: [world.mailboxIds[0]] });
  await world.notify({ kind: 'completion', mailboxIds: [world.mailboxIds[1]], language: 'nl' });
  await world.drain();
  const messages = await world.messages();
  expect(messages).toMatchObject([
    { recipient: 'user0@new.example', language: 'fr', time_zone: 'Europe/Paris', customer_id: customerId },
    { recipient: 'user1@new.example', language: 'nl' },
  ]);
  expect(JSON.parse(messages[0].variables)).toMatchObject({
    items: 1234,
    size: 5_000_000,
    contact: 'Léa Martin, +33 1 23',
  });
});

test('a contact of the mailbox wins over its addresses and its user', async () => {
  const world = await noticeWorld(1);
  const contact = { contactEmail: 'kim@home.example', contactName: 'Kim', language: 'it' };
  const changed = await world.owner.ask('PATCH', `/api/mailboxes/${String(world.mailboxIds[0])}`, { body: contact });
  expect(changed.status, JSON.stringify(changed.body)).toBe(200);
  await world.notify();
  await world.notify({ kind: 'completion' });
  await world.drain();
  const messages = await world.messages();
  expect(messages.map(({ recipient, language }) => [recipient, language])).toEqual([
    ['kim@home.example', 'it'],
    ['kim@home.example', 'it'],
  ]);
  expect(JSON.parse(messages[0].variables)).toMatchObject({ name: 'Kim', mailbox: 'user0@old.example' });
});

test('the preview shows what each one gets, one after another, and saves nothing', async () => {
  const world = await noticeWorld();
  const preview = async (body: Loose) => world.owner.ask('POST', `${world.path}/notices/preview`, { body });
  const { customerId } = (await world.owner.ask('GET', world.path)).body;
  await world.owner.ask('PATCH', `/api/customers/${String(customerId)}`, { body: { language: 'de' } });
  const first = await preview(MIGRATION);
  expect(first, JSON.stringify(first.body)).toMatchObject({
    status: 200,
    body: {
      counts: { chosen: 3, toSend: 3, alreadyNotified: 0, notCompleted: 3 },
      recipient: { mailbox: 'user0@old.example', to: 'user0@old.example', language: 'de' },
      previousMailboxId: null,
      nextMailboxId: world.mailboxIds[1],
    },
  });
  expect(first.body.recipient.text).toContain('user0@new.example');
  expect(first.body.recipient.text).toContain('18:00');
  const second = await preview({ ...MIGRATION, mailboxId: world.mailboxIds[1] });
  expect(second.body).toMatchObject({
    recipient: { mailbox: 'user1@old.example' },
    previousMailboxId: world.mailboxIds[0],
    nextMailboxId: world.mailboxIds[2],
  });
  const none = await preview({ ...MIGRATION, filter: { state: 'done' } });
  expect(none.body).toMatchObject({ counts: { chosen: 0 }, recipient: null });
  expect(
    (await preview({ ...MIGRATION, mailboxIds: [world.mailboxIds[0]], mailboxId: world.mailboxIds[1] })).status,
  ).toBe(404);
  expect(await world.list()).toEqual([]);
  expect(await world.messages()).toEqual([]);
});

test('notices follow the visibility of their project and the role of who asks', async () => {
  const world = await noticeWorld(1);
  const { id } = (await world.notify()).body;
  const agent = await hire(world.harness, world.workgroupId, 'agent');
  const inactive = await hire(world.harness, world.workgroupId, 'inactive');
  const foreign = await signUp(world.harness);
  const paths = [`/api/notices/${String(id)}`, `/api/notices/${String(id)}/recipients`, `${world.path}/notices`];
  for (const path of paths) {
    expect((await agent.ask('GET', path)).status, path).toBe(200);
    expect((await inactive.ask('GET', path)).status, path).toBe(403);
    expect((await foreign.ask('GET', path)).status, path).toBe(404);
  }
  await setSharing(world.workgroupId, false);
  for (const path of paths) expect((await agent.ask('GET', path)).status, path).toBe(404);
  for (const path of [`/api/notices/${String(id)}/cancel`, `${world.path}/notices`, `${world.path}/notices/preview`])
    expect((await agent.ask('POST', path, { body: MIGRATION })).status, path).toBe(404);
  // Mailboxes of another project of the same workgroup are none of this one.
  const other = await makeProject(world.owner.ask, 1);
  const astray = await world.notify({ ...MIGRATION, mailboxIds: [other.mailboxIds[0]] });
  expect(astray).toMatchObject({ status: 404, body: { code: 'mailbox-not-found' } });
});

test('a notice that fails holds up no other', async () => {
  const world = await noticeWorld(2);
  const broken = (await world.notify({ ...MIGRATION, mailboxIds: [world.mailboxIds[0]] })).body;
  world.pass(1);
  await world.notify({ ...MIGRATION, mailboxIds: [world.mailboxIds[1]] });
  await env.DB.prepare(`UPDATE notices SET kind = 'gone' WHERE id = ?`).bind(broken.id).run();
  await env.DB.prepare(
    `CREATE TRIGGER refuse BEFORE INSERT ON messages WHEN NEW.kind = 'gone' BEGIN SELECT RAISE(ABORT, 'no'); END`,
  ).run();
  await world.drain();
  await env.DB.prepare(`DROP TRIGGER refuse`).run();
  expect((await world.messages()).map(({ recipient }) => recipient)).toEqual(['user1@old.example']);
  await env.DB.prepare(`UPDATE notices SET kind = 'migration-notice' WHERE id = ?`).bind(broken.id).run();
  world.pass(HOUR);
  await world.drain();
  expect(await world.messages()).toHaveLength(2);
});
