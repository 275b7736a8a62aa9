import { beforeEach, expect, test } from 'vitest';
import type { Loose } from '../harness.ts';
import { makeProject } from '../harness.ts';
import type { LicenceWorld } from './licence-world.ts';
import {
  balanceOf,
  buy,
  createLicenceWorld,
  endRun,
  expectStatus,
  ledgerOf,
  mailboxOf,
  start,
} from './licence-world.ts';

let world: LicenceWorld;
let projectId: string;
let mailboxIds: string[];
let customerId: string;
/** The users of the mailboxes, in their order. */
let userIds: string[];

beforeEach(async () => {
  world = await createLicenceWorld();
  const project = await makeProject(world.ask, 3);
  projectId = project.projectId;
  mailboxIds = project.mailboxIds.map(String);
  customerId = (await expectStatus(world.ask('GET', `/api/projects/${projectId}`), 200)).customerId;
  const { items } = await expectStatus(world.ask('GET', `/api/customers/${customerId}/users`), 200);
  userIds = ['user0', 'user1', 'user2'].map(
    (name) => items.find(({ addresses }: Loose) => addresses.includes(`${name}@old.example`)).id,
  );
});

const apply = (ids: readonly (string | undefined)[], kind = 'user-bundle') =>
  world.ask('POST', `/api/customers/${customerId}/licences/apply`, { body: { userIds: ids, kind } });
const revoke = (id: string) => world.ask('POST', `/api/licence-assignments/${id}/revoke`);
const licences = async (): Promise<Loose[]> =>
  (await expectStatus(world.ask('GET', `/api/customers/${customerId}/licences`), 200)).items;
const begin = async (index: number, type = 'full') =>
  expectStatus(start(world.ask, projectId, [mailboxIds[index]!], type), 201);
const end = (index: number, how: Parameters<typeof endRun>[3]) => endRun(world, projectId, mailboxIds[index]!, how);
const statusOf = async (index: number): Promise<string> =>
  (await mailboxOf(world.ask, projectId, mailboxIds[index]!)).status;

test('licences are applied to all selected users or to none, and to nobody twice', async () => {
  await buy(world.ask, 2, 'user-bundle');
  expect(await apply(userIds)).toMatchObject({
    status: 409,
    body: { code: 'too-few-licences', detail: '3 licences are needed, and 2 are left.' },
  });
  expect(await licences()).toEqual([]);
  expect((await apply([userIds[0]])).body.items).toMatchObject([
    { userId: userIds[0], kind: 'user-bundle', state: 'applied', appliedBy: 'test' },
  ]);
  expect((await apply([userIds[0], userIds[1]])).body.items).toHaveLength(2);
  expect(await balanceOf(world.ask, 'user-bundle')).toBe(0);
  expect((await ledgerOf(world.ask)).map(({ type, amount, subject }) => [type, amount, subject])).toEqual([
    ['purchased', 2, 'L-0001'],
    ['applied', -1, 'user0@old.example'],
    ['applied', -1, 'user1@old.example'],
  ]);
});

test('twenty applications at once with three licences: three users have one, and the balance is 0', async () => {
  await buy(world.ask, 3, 'user-bundle');
  const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => apply([userIds[index % 3]])));
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  expect(await licences()).toHaveLength(3);
  expect(await balanceOf(world.ask, 'user-bundle')).toBe(0);
});

test('a User Bundle covers every pass of its user, is used once, and takes nothing from the balance of mailboxes', async () => {
  await buy(world.ask, 1, 'user-bundle');
  await expectStatus(apply([userIds[0]]), 200);
  await begin(0, 'pre-stage');
  expect(await statusOf(0)).toBe('Queued');
  expect(await licences()).toMatchObject([{ state: 'in-use' }]);
  await end(0, { status: 'completed', itemsDone: 1 });
  await begin(0);
  await end(0, { status: 'completed', itemsDone: 2 });
  expect(await licences()).toMatchObject([{ state: 'used' }]);
  expect((await ledgerOf(world.ask)).map(({ type }) => type)).toEqual(['purchased', 'applied', 'consumed']);
  await begin(1);
  expect(await statusOf(1)).toBe('Paused');
});

test('a waiting mailbox continues when a licence is applied to its user', async () => {
  await begin(0);
  await begin(1);
  await buy(world.ask, 1, 'user-bundle');
  world.harness.calls.length = 0;
  await expectStatus(apply([userIds[1]]), 200);
  expect(await statusOf(0)).toBe('Paused');
  expect(await statusOf(1)).toBe('Queued');
  expect(world.harness.calls.map(([what]) => what)).toEqual(['enqueue']);
});

test('a Mailbox licence can be applied to a user as well, for the first mailbox that needs it', async () => {
  await buy(world.ask, 1);
  await expectStatus(apply([userIds[2]], 'mailbox'), 200);
  await begin(0);
  expect(await statusOf(0)).toBe('Paused');
  await begin(2);
  expect(await statusOf(2)).toBe('Queued');
  await end(2, { status: 'completed', itemsDone: 1 });
  expect(await licences()).toMatchObject([{ kind: 'mailbox', state: 'used' }]);
});

test('a licence can be revoked until it is used; what is revoked goes to who waits', async () => {
  await buy(world.ask, 1, 'user-bundle');
  await expectStatus(apply([userIds[0]]), 200);
  const [{ id }] = await licences();
  await begin(0);
  expect(await revoke(id)).toMatchObject({ status: 409, body: { code: 'licence-in-use' } });
  await end(0, { status: 'failed' });
  const answers = await Promise.all([revoke(id), revoke(id), revoke(id)]);
  expect(answers.map(({ status }) => status)).toContain(204);
  expect(await balanceOf(world.ask, 'user-bundle')).toBe(1);
  expect(await licences()).toEqual([]);
  await expectStatus(apply([userIds[1]]), 200);
  await begin(1);
  await end(1, { status: 'completed', itemsDone: 1 });
  const [used] = await licences();
  expect(await revoke(used.id)).toMatchObject({ status: 409 });

  await buy(world.ask, 1);
  await expectStatus(apply([userIds[2]], 'mailbox'), 200);
  await begin(0);
  expect(await statusOf(0)).toBe('Paused');
  await expectStatus(revoke((await licences()).find(({ kind }) => kind === 'mailbox').id), 204);
  expect(await statusOf(0)).toBe('Queued');
  expect(await balanceOf(world.ask)).toBe(0);
});

test('a User Bundle takes the place of a Mailbox licence that was reserved: the mailbox pays once', async () => {
  await buy(world.ask, 1);
  await buy(world.ask, 1, 'user-bundle');
  await begin(0);
  await end(0, { status: 'failed', itemsDone: 3 });
  expect(await balanceOf(world.ask)).toBe(0);
  await expectStatus(apply([userIds[0]]), 200);
  await begin(0);
  expect(await balanceOf(world.ask)).toBe(1);
  await end(0, { status: 'completed', itemsDone: 5 });
  expect(await balanceOf(world.ask)).toBe(1);
  expect((await licences())[0].state).toBe('used');
});

test('a Mailbox licence whose place a User Bundle takes goes to the mailbox that waits for one', async () => {
  await buy(world.ask, 1);
  await begin(0);
  await end(0, { status: 'failed', itemsDone: 3 });
  await begin(1);
  expect(await statusOf(1)).toBe('Paused');
  await buy(world.ask, 1, 'user-bundle');
  await expectStatus(apply([userIds[0]]), 200);
  world.harness.calls.length = 0;
  await begin(0);
  expect([await statusOf(0), await statusOf(1)]).toEqual(['Queued', 'Queued']);
  expect(world.harness.calls.map(([what]) => what)).toEqual(['enqueue', 'enqueue']);
  expect(await balanceOf(world.ask)).toBe(0);
});

test('what a mailbox has paid for stays paid: a User Bundle that is applied later is not used for it', async () => {
  await buy(world.ask, 1);
  await buy(world.ask, 1, 'user-bundle');
  await begin(0);
  await end(0, { status: 'completed', itemsDone: 3 });
  await expectStatus(apply([userIds[0]]), 200);
  await begin(0);
  expect((await licences())[0].state).toBe('applied');
});

test('users of other customers and workgroups get no licence', async () => {
  await buy(world.ask, 5, 'user-bundle');
  const other = await createLicenceWorld();
  const theirs = await makeProject(other.ask, 1);
  const foreign = (await expectStatus(other.ask('GET', `/api/projects/${theirs.projectId}`), 200)).customerId;
  const { items } = await expectStatus(other.ask('GET', `/api/customers/${String(foreign)}/users`), 200);
  expect(await apply([userIds[0], items[0].id])).toMatchObject({
    status: 404,
    body: { code: 'customer-user-not-found', errors: [{ path: 'userIds[1]' }] },
  });
  expect(
    await world.ask('POST', `/api/customers/${String(foreign)}/licences/apply`, {
      body: { userIds: [items[0].id], kind: 'user-bundle' },
    }),
  ).toMatchObject({ status: 404, body: { code: 'customer-not-found' } });
  await expectStatus(apply([userIds[0]]), 200);
  expect(await other.ask('POST', `/api/licence-assignments/${String((await licences())[0].id)}/revoke`)).toMatchObject({
    status: 404,
    body: { code: 'licence-assignment-not-found' },
  });
});

test('a user with a licence cannot be deleted', async () => {
  await buy(world.ask, 1, 'user-bundle');
  const user = await expectStatus(
    world.ask('POST', `/api/customers/${customerId}/users`, { body: { name: 'Eve', addresses: ['eve@old.example'] } }),
    201,
  );
  await expectStatus(apply([user.id]), 200);
  expect((await world.ask('DELETE', `/api/customer-users/${String(user.id)}`)).status).toBe(409);
  await expectStatus(revoke((await licences())[0].id), 204);
  expect((await world.ask('DELETE', `/api/customer-users/${String(user.id)}`)).status).toBe(204);
});

const ofProject = (what: 'apply' | 'revoke', body: object) =>
  world.ask('POST', `/api/projects/${projectId}/licences/${what}`, { body });

test('licences are applied to the owners of mailboxes, to all or to none, and taken back where no pass used them', async () => {
  await buy(world.ask, 2, 'user-bundle');
  const asked = { kind: 'user-bundle', mailboxIds };
  expect(await ofProject('apply', asked)).toMatchObject({ status: 409, body: { code: 'too-few-licences' } });
  expect(await licences()).toEqual([]);
  await buy(world.ask, 1, 'user-bundle');
  const applied = await expectStatus(ofProject('apply', asked), 200);
  expect(applied.items.map(({ userId, state }: Loose) => [userId, state])).toEqual(
    userIds.map((id) => [id, 'applied']),
  );
  // A second time everyone has one.
  expect((await expectStatus(ofProject('apply', asked), 200)).items).toEqual([]);
  expect(await balanceOf(world.ask, 'user-bundle')).toBe(0);
  await begin(0);
  const revoked = await expectStatus(ofProject('revoke', { mailboxIds }), 200);
  expect(revoked.items).toEqual(userIds.slice(1).map((userId) => ({ userId, kind: 'user-bundle' })));
  expect(await balanceOf(world.ask, 'user-bundle')).toBe(2);
  expect((await expectStatus(ofProject('revoke', { mailboxIds }), 200)).items).toEqual([]);
  const events = (await world.ask('GET', '/api/events?type=licence.revoked')).body.items;
  expect(events).toMatchObject([{ subject: { kind: 'customer' }, data: { count: 2 } }]);
});

test('what was applied to mailboxes is undone by its own licences, and those alone', async () => {
  await buy(world.ask, 3, 'user-bundle');
  await apply([userIds[0]]);
  const { items } = await expectStatus(ofProject('apply', { kind: 'user-bundle', mailboxIds }), 200);
  expect(items).toHaveLength(2);
  await expectStatus(ofProject('revoke', { assignmentIds: items.map(({ id }: Loose) => id) }), 200);
  expect((await licences()).map(({ userId }) => userId)).toEqual([userIds[0]]);
});

test('a mailbox that waits for a licence continues when its owner gets one', async () => {
  await buy(world.ask, 1, 'user-bundle');
  await begin(1);
  expect(await statusOf(1)).toBe('Paused');
  await expectStatus(ofProject('apply', { kind: 'user-bundle', mailboxIds: [mailboxIds[1]] }), 200);
  expect(await statusOf(1)).toBe('Queued');
});

test('licences of mailboxes: an unknown mailbox is named, and one of two ways is asked for', async () => {
  const refused = await ofProject('apply', { kind: 'user-bundle', mailboxIds: [mailboxIds[0], 'mbx_none'] });
  expect(refused).toMatchObject({ status: 404, body: { code: 'mailbox-not-found' } });
  expect(refused.body.errors).toEqual([{ path: 'mailboxIds[1]', message: 'The project has no mailbox mbx_none.' }]);
  for (const body of [{}, { mailboxIds: [] }, { mailboxIds, assignmentIds: ['las_1'] }])
    expect((await ofProject('revoke', body)).body.code).toBe('validation-failed');
});
