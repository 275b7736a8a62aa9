import { env } from 'cloudflare:workers';
import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { SYSTEM } from '../../../worker/features/events/event.ts';
import { eventStatement } from '../../../worker/features/events/event-statement.ts';
import type { Loose } from '../harness.ts';
import { MIGRATION, noticeWorld, START } from './notice-world.ts';

type World = Awaited<ReturnType<typeof noticeWorld>>;

/** As the end of a pass on a mailbox reports it. */
const completed = (world: World, mailboxId: string | undefined, passType = 'full') =>
  report(world, mailboxId, 'mailbox.completed', { passType });

async function report(
  world: World,
  mailboxId: string | undefined,
  type: 'mailbox.completed' | 'credentials.received',
  data: Record<string, unknown> = {},
): Promise<void> {
  const { deps } = world.harness;
  const event = {
    id: deps.newId('evt'),
    at: world.now(),
    type,
    actor: SYSTEM,
    subject: { kind: 'mailbox', id: String(mailboxId), name: 'a' },
    projectId: world.projectId,
    mailboxId: mailboxId ?? null,
    data,
  };
  await deps.db.batch([eventStatement(deps.db, world.workgroupId, event, { when: sql`true` })]);
}

const recipients = async (world: World): Promise<string[]> =>
  (await world.messages()).map(({ recipient }: Loose) => String(recipient));

const users = (numbers: number[], domain = 'old'): string[] =>
  numbers.map((number) => `user${String(number)}@${domain}.example`);

test('without the options nothing is sent', async () => {
  const world = await noticeWorld();
  await world.owner.ask('POST', `${world.path}/passes`, { body: { type: 'full' } });
  await completed(world, world.mailboxIds[0]);
  expect(await world.drain()).toBeUndefined();
  expect(await world.messages()).toEqual([]);
  expect(await world.list()).toEqual([]);
});

test('the notice before the migration goes out so many days before its start, by the calendar of its zone', async () => {
  const world = await noticeWorld();
  // Clocks go forward in between.
  await world.setOptions({ start: { local: '2027-03-30T18:00', timeZone: 'Europe/Oslo' }, before: { daysBefore: 7 } });
  expect(await world.drain()).toBe(Date.parse('2027-03-23T17:00:00Z'));
  expect(await world.list()).toMatchObject([
    { automatic: 'before', state: 'scheduled', sendAt: { local: '2027-03-23T18:00', timeZone: 'Europe/Oslo' } },
  ]);
  world.goTo('2027-03-23T16:59:00Z');
  await world.drain();
  expect(await world.messages()).toEqual([]);
  world.goTo('2027-03-23T17:00:00Z');
  await world.drain();
  expect(await recipients(world)).toEqual(users([0, 1, 2]));
  expect(JSON.parse((await world.messages())[0].variables)).toMatchObject({ startAt: '2027-03-30T16:00:00.000Z' });
  expect((await world.list())[0]).toMatchObject({ counts: { queued: 3 } });
});

test('mailboxes that come after it get it too, those that have moved do not, and after the start nobody does', async () => {
  const world = await noticeWorld();
  await env.DB.prepare(`UPDATE mailboxes SET status_code = 'completed' WHERE id = ?`).bind(world.mailboxIds[2]).run();
  await world.setOptions({ start: START, before: { daysBefore: 7 } });
  world.goTo('2027-02-27T09:00:00Z');
  await world.drain();
  expect(await recipients(world)).toEqual(users([0, 1]));
  const add = (name: string) =>
    world.owner.ask('POST', `${world.path}/mailboxes`, {
      body: { mailboxes: [{ sourceEmail: `${name}@old.example`, destinationEmail: `${name}@new.example` }] },
    });
  await add('late');
  await world.drain();
  expect(await recipients(world)).toEqual([...users([0, 1]), 'late@old.example']);
  world.goTo('2027-03-06T09:00:00Z');
  await add('too-late');
  await world.drain();
  expect(await recipients(world)).toHaveLength(3);
});

test('another start makes nobody get it twice, and what was never due is not sent late', async () => {
  const world = await noticeWorld();
  await world.setOptions({ start: START, before: { daysBefore: 7 } });
  world.goTo('2027-02-27T09:00:00Z');
  await world.drain();
  await world.setOptions({ start: { ...START, local: '2027-03-20T18:00' }, before: { daysBefore: 7 } });
  await world.drain();
  world.goTo('2027-03-14T09:00:00Z');
  await world.drain();
  expect(await world.messages()).toHaveLength(3);
  const other = await noticeWorld();
  await other.setOptions({ start: { local: '2027-01-01T08:00', timeZone: 'UTC' }, before: { daysBefore: 7 } });
  await other.drain();
  expect(await other.messages()).toEqual([]);
});

test('without a start date there is nothing before it: the other notices are sent', async () => {
  const world = await noticeWorld();
  await world.setOptions({ before: { daysBefore: 7 }, atCompletion: true });
  await world.drain();
  expect(await world.list()).toMatchObject([{ automatic: 'completion', state: 'scheduled' }]);
  const wrong = await world.owner.ask('PATCH', world.path, {
    body: { options: { notices: { start: { local: '2027-02-30T08:00', timeZone: 'UTC' } } } },
  });
  expect(wrong).toMatchObject({ status: 422, body: { errors: [{ path: 'options.notices.start.local' }] } });
});

test('the notice at the start goes to those in the first pre-stage or full pass, once', async () => {
  const world = await noticeWorld();
  await world.setOptions({ atStart: true });
  const [a, b] = world.mailboxIds;
  const start = async (type: string, mailboxIds: unknown[]) => {
    const pass = await world.owner.ask('POST', `${world.path}/passes`, { body: { type, mailboxIds } });
    expect(pass.status, JSON.stringify(pass.body)).toBe(201);
    await env.DB.prepare(`UPDATE pass_mailboxes SET status = 'completed' WHERE pass_id = ?`).bind(pass.body.id).run();
  };
  await start('verify', [a, b]);
  await world.drain();
  expect(await world.messages()).toEqual([]);
  const at = world.now();
  await start('pre-stage', [a]);
  await world.drain();
  expect(await recipients(world)).toEqual(users([0]));
  expect(JSON.parse((await world.messages())[0].variables)).toMatchObject({ startAt: new Date(at).toISOString() });
  world.pass(1000);
  await start('full', [a, b]);
  await world.drain();
  expect(await recipients(world)).toEqual(users([0, 1]));
  expect(await world.list()).toMatchObject([{ automatic: 'start', state: 'scheduled', counts: { queued: 2 } }]);
});

test('who must give their credentials first gets the notice at the start once these are there', async () => {
  const world = await noticeWorld();
  await world.setOptions({ atStart: true });
  await world.owner.ask('POST', `${world.path}/passes`, { body: { type: 'full' } });
  await env.DB.prepare(`UPDATE mailboxes SET status_code = 'waiting-for-end-user' WHERE id = ?`)
    .bind(world.mailboxIds[1])
    .run();
  await world.drain();
  expect(await recipients(world)).toEqual(users([0, 2]));
  world.pass(60_000);
  await report(world, world.mailboxIds[1], 'credentials.received');
  await report(world, world.mailboxIds[0], 'credentials.received');
  await world.drain();
  expect(await recipients(world)).toEqual(users([0, 2, 1]));
  const [, , late] = await world.messages();
  expect(JSON.parse(late.variables)).toMatchObject({ startAt: new Date(world.now()).toISOString() });
});

test('the notice at completion goes out after a full pass, to the new address, once', async () => {
  const world = await noticeWorld();
  await world.setOptions({ atCompletion: true });
  const [a, b, c] = world.mailboxIds;
  await completed(world, a, 'verify');
  await completed(world, b, 'pre-stage');
  for (const id of [a, b, a]) await completed(world, id);
  await world.drain();
  expect(await recipients(world)).toEqual(users([0, 1], 'new'));
  await completed(world, a);
  await completed(world, c);
  await world.drain();
  expect(await recipients(world)).toEqual(users([0, 1, 2], 'new'));
  expect(await world.list()).toHaveLength(1);
});

test('an event that is read again takes effect once, and what is read while another reads too', async () => {
  const world = await noticeWorld();
  await world.setOptions({ atCompletion: true });
  for (const id of world.mailboxIds) await completed(world, id);
  await Promise.all(Array.from({ length: 4 }, () => world.drain().catch(() => undefined)));
  await env.DB.prepare(`DELETE FROM event_positions WHERE workgroup_id = ?`).bind(world.workgroupId).run();
  await world.drain();
  expect(await recipients(world)).toEqual(users([0, 1, 2], 'new'));
});

test('what completed before the option was turned on, or after it was turned off, is not reported', async () => {
  const world = await noticeWorld();
  const [a, b, c] = world.mailboxIds;
  await completed(world, a);
  await world.setOptions({ atCompletion: true });
  await completed(world, b);
  await world.setOptions({});
  await completed(world, c);
  // All of it is read at once, long afterwards.
  await world.drain();
  expect(await recipients(world)).toEqual([]);
  expect(await world.list()).toMatchObject([{ automatic: 'completion', state: 'cancelled', counts: { cancelled: 1 } }]);
  await world.setOptions({ atCompletion: true });
  await completed(world, c);
  await world.drain();
  expect(await recipients(world)).toEqual(users([2], 'new'));
});

test('an automatic notice and one that was sent by hand are one: nobody gets both', async () => {
  const world = await noticeWorld(2);
  await world.setOptions({ start: START, before: { daysBefore: 7 }, atCompletion: true });
  await world.notify({ ...MIGRATION, mailboxIds: [world.mailboxIds[0]] });
  await world.notify({ kind: 'completion', mailboxIds: [world.mailboxIds[1]] });
  await world.drain();
  world.goTo('2027-02-27T09:00:00Z');
  for (const id of world.mailboxIds) await completed(world, id);
  await world.drain();
  expect((await world.messages()).map(({ kind, recipient }) => [kind, recipient])).toEqual([
    ['migration-notice', 'user0@old.example'],
    ['completion', 'user1@new.example'],
    ['migration-notice', 'user1@old.example'],
    ['completion', 'user0@new.example'],
  ]);
});

test('an automatic notice is turned off in the options, not cancelled', async () => {
  const world = await noticeWorld(1);
  await world.setOptions({ start: START, before: { daysBefore: 7 } });
  await world.drain();
  const [{ id }] = (await world.list()) as [Loose];
  expect(await world.owner.ask('POST', `/api/notices/${String(id)}/cancel`)).toMatchObject({
    status: 409,
    body: { code: 'notice-is-automatic' },
  });
  await world.setOptions({});
  await world.drain();
  world.goTo('2027-02-27T09:00:00Z');
  expect(await world.drain()).toBeUndefined();
  expect(await world.messages()).toEqual([]);
});
