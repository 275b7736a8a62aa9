import { beforeEach, expect, test } from 'vitest';
import { createRunLicences } from '../../../worker/features/licences/run-licences.ts';
import type { Loose } from '../harness.ts';
import { makeProject } from '../harness.ts';
import { listOpenRuns } from '../open-runs.ts';
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

async function setUp(mailboxCount: number, options?: { isOn: boolean }): Promise<void> {
  world = await createLicenceWorld(options);
  const project = await makeProject(world.ask, mailboxCount);
  projectId = project.projectId;
  mailboxIds = project.mailboxIds.map(String);
}

const openRuns = () => listOpenRuns(world.harness.deps.db, world.workgroupId, projectId);
const statusOf = async (mailboxId: string) => {
  const { status, failure } = await mailboxOf(world.ask, projectId, mailboxId);
  return failure ? `${status}: ${failure.code}` : status;
};
const begin = async (mailboxId: string, type = 'full') =>
  expectStatus(start(world.ask, projectId, [mailboxId], type), 201);
const end = (mailboxId: string, how: Parameters<typeof endRun>[3]) => endRun(world, projectId, mailboxId, how);
const typesOf = async (): Promise<string[]> =>
  (await ledgerOf(world.ask)).map(({ type, amount }: Loose) => `${type} ${amount}`);

test('50 concurrent starts with 10 licences: 10 run, 40 wait and say what to do, and the balance is 0', async () => {
  await setUp(50);
  await buy(world.ask, 10);
  const answers = await Promise.all(mailboxIds.map((id) => start(world.ask, projectId, [id])));
  expect(answers.map(({ status }) => status)).toEqual(mailboxIds.map(() => 201));
  const runs = await openRuns();
  expect(runs.filter(({ status, licence }) => status === 'queued' && licence === 'held')).toHaveLength(10);
  expect(runs.filter(({ status, licence }) => status === 'paused' && licence === 'waiting')).toHaveLength(40);
  expect(await balanceOf(world.ask)).toBe(0);
  const waiting = runs.find(({ status }) => status === 'paused')!;
  expect(await mailboxOf(world.ask, projectId, waiting.mailboxId)).toMatchObject({
    status: 'Paused',
    state: 'attention',
    failure: {
      code: 'no-licence-left',
      title: 'No licence left',
      remedy: expect.stringContaining('Buy licences'),
    },
  });

  // A winner completes and runs again: it has paid.
  const winner = runs.find(({ status }) => status === 'queued')!.mailboxId;
  await end(winner, { status: 'completed', itemsDone: 5 });
  await begin(winner);
  expect(await statusOf(winner)).toBe('Queued');
  expect(await balanceOf(world.ask)).toBe(0);
  const types = await typesOf();
  expect(types.filter((type) => type === 'reserved -1')).toHaveLength(10);
  expect(types.filter((type) => type === 'consumed 0')).toHaveLength(1);
});

test('a single licence and 20 parallel starts: one wins; repeating the winner changes nothing', async () => {
  await setUp(20);
  await buy(world.ask, 1);
  await Promise.all(mailboxIds.map((id) => start(world.ask, projectId, [id])));
  const winners = (await openRuns()).filter(({ status }) => status === 'queued');
  expect(winners).toHaveLength(1);
  for (const type of ['full', 'full', 'pre-stage']) {
    await end(winners[0]!.mailboxId, { status: 'completed' });
    await begin(winners[0]!.mailboxId, type);
  }
  expect(await typesOf()).toEqual(['purchased 1', 'reserved -1', 'consumed 0']);
});

test('waiting mailboxes continue by themselves when licences are bought, the longest waiting first', async () => {
  await setUp(3);
  for (const id of mailboxIds) await begin(id);
  world.harness.calls.length = 0;
  await buy(world.ask, 2);
  const [first = '', second = '', third = ''] = mailboxIds;
  expect(await statusOf(first)).toBe('Queued');
  expect(await statusOf(second)).toBe('Queued');
  expect(await statusOf(third)).toBe('Paused: no-licence-left');
  // Their coordinator learns of it.
  expect(world.harness.calls.map(([what, , project]) => [what, project])).toContainEqual(['enqueue', projectId]);
  expect(await balanceOf(world.ask)).toBe(0);
});

test('one pass on more mailboxes than licences: as many as there are, and one event says how many wait', async () => {
  await setUp(5);
  await buy(world.ask, 2);
  await expectStatus(start(world.ask, projectId, mailboxIds), 201);
  expect((await openRuns()).map(({ status }) => status)).toEqual(['queued', 'queued', 'paused', 'paused', 'paused']);
  const { items } = await expectStatus(world.ask('GET', '/api/events?type=licence.missing,licence.reserved'), 200);
  expect(items.map(({ type, data }: Loose) => [type, data.count])).toEqual([
    ['licence.missing', 3],
    ['licence.reserved', 2],
  ]);
});

for (const status of ['failed', 'stopped'] as const)
  test(`a pass that is ${status} before it copied anything returns its licence, and who waits gets it`, async () => {
    await setUp(2);
    await buy(world.ask, 1);
    const [first = '', second = ''] = mailboxIds;
    await begin(first);
    await begin(second);
    await end(first, { status });
    expect(await statusOf(second)).toBe('Queued');
    expect(await balanceOf(world.ask)).toBe(0);
    expect(await typesOf()).toEqual(['purchased 1', 'reserved -1', 'returned 1', 'reserved -1']);
    await end(second, { status });
    expect(await balanceOf(world.ask)).toBe(1);
  });

test('a pass that failed after it copied something keeps its licence for the next one', async () => {
  await setUp(1);
  await buy(world.ask, 1);
  const [id = ''] = mailboxIds;
  await begin(id, 'pre-stage');
  await end(id, { status: 'failed', itemsDone: 3 });
  expect(await balanceOf(world.ask)).toBe(0);
  await begin(id);
  // Nothing new this time: what an earlier pass copied still counts.
  await end(id, { status: 'stopped', itemsDone: 3 });
  expect(await balanceOf(world.ask)).toBe(0);
  await begin(id);
  await end(id, { status: 'completed', itemsDone: 9 });
  expect(await typesOf()).toEqual(['purchased 1', 'reserved -1', 'consumed 0']);
});

test('what a free trial copied before does not count: the full pass that fails returns its licence', async () => {
  await setUp(1);
  await buy(world.ask, 1);
  const [id = ''] = mailboxIds;
  await begin(id, 'trial');
  await end(id, { status: 'completed', itemsDone: 20 });
  await begin(id);
  await end(id, { status: 'failed', itemsDone: 20 });
  expect(await balanceOf(world.ask)).toBe(1);
});

test('verify, trial and retry-errors passes are free', async () => {
  await setUp(1);
  const [id = ''] = mailboxIds;
  for (const type of ['verify', 'trial', 'retry-errors']) {
    await begin(id, type);
    expect(await statusOf(id)).toBe('Queued');
    await end(id, { status: 'completed', itemsDone: 1 });
  }
  expect(await ledgerOf(world.ask)).toEqual([]);
});

test('a mailbox that is deleted and added again does not pay twice', async () => {
  await setUp(1);
  await buy(world.ask, 2);
  const [id = ''] = mailboxIds;
  await begin(id);
  await end(id, { status: 'completed', itemsDone: 1 });
  await expectStatus(world.ask('DELETE', `/api/mailboxes/${id}`), 204);
  const mailboxes = [{ sourceEmail: 'USER0@old.example', destinationEmail: 'user0@new.example' }];
  const added = await expectStatus(
    world.ask('POST', `/api/projects/${projectId}/mailboxes`, { body: { mailboxes } }),
    201,
  );
  const again = String(added.items[0].id);
  await begin(again);
  expect(await statusOf(again)).toBe('Queued');
  await end(again, { status: 'completed', itemsDone: 1 });
  expect(await balanceOf(world.ask)).toBe(1);
});

test('a waiting mailbox can be stopped, and takes no licence then', async () => {
  await setUp(1);
  const [id = ''] = mailboxIds;
  const pass = await begin(id);
  await expectStatus(world.ask('POST', `/api/passes/${String(pass.id)}/stop`), 202);
  expect((await openRuns())[0]).toMatchObject({ status: 'stopping' });
  await buy(world.ask, 1);
  expect(await balanceOf(world.ask)).toBe(1);
  await end(id, { status: 'stopped' });
  expect((await expectStatus(world.ask('GET', `/api/passes/${String(pass.id)}`), 200)).status).toBe('stopped');
  expect(await balanceOf(world.ask)).toBe(1);
});

test('turning licences off returns what is reserved and lets waiting mailboxes continue; what runs stays as it is', async () => {
  await setUp(2);
  await buy(world.ask, 1);
  const [first = '', second = ''] = mailboxIds;
  await begin(first);
  await begin(second);
  expect((await expectStatus(world.ask('GET', '/api/licences'), 200)).waitingMailboxes).toBe(1);
  const off = await expectStatus(world.ask('PATCH', '/api/licences', { body: { isOn: false } }), 200);
  expect(off).toMatchObject({ isOn: false, waitingMailboxes: 0 });
  expect(await statusOf(second)).toBe('Queued');
  expect(await balanceOf(world.ask)).toBe(1);
  await end(first, { status: 'completed', itemsDone: 1 });
  await end(second, { status: 'failed' });
  expect(await balanceOf(world.ask)).toBe(1);
});

test('turning licences on leaves passes alone that run already', async () => {
  await setUp(2, { isOn: false });
  const [first = '', second = ''] = mailboxIds;
  await begin(first);
  await expectStatus(world.ask('PATCH', '/api/licences', { body: { isOn: true } }), 200);
  await begin(second);
  expect(await statusOf(first)).toBe('Queued');
  expect(await statusOf(second)).toBe('Paused: no-licence-left');
  await end(first, { status: 'completed', itemsDone: 1 });
  expect(await ledgerOf(world.ask)).toEqual([]);
});

test('while licences are off, a pass is what it was: no licence, no event, no statement at its end', async () => {
  await setUp(2, { isOn: false });
  await expectStatus(start(world.ask, projectId, mailboxIds), 201);
  expect((await openRuns()).map(({ status, licence }) => [status, licence])).toEqual([
    ['queued', null],
    ['queued', null],
  ]);
  for (const id of mailboxIds) await end(id, { status: 'failed' });
  expect(await ledgerOf(world.ask)).toEqual([]);
  const { items } = await expectStatus(world.ask('GET', '/api/events'), 200);
  expect(items.filter(({ type }: Loose) => String(type).startsWith('licence.'))).toEqual([]);
  const licences = createRunLicences(world.harness.deps.db, { mailboxLimitBytes: 1 });
  expect(licences.endStatements(world.workgroupId, { completed: [], broken: [], atLimit: [] }, 1)).toEqual([]);
});

test('licences of one workgroup are not those of another', async () => {
  await setUp(1);
  const other = await createLicenceWorld();
  await buy(other.ask, 5);
  await begin(mailboxIds[0]!);
  expect(await statusOf(mailboxIds[0]!)).toBe('Paused: no-licence-left');
  expect(await balanceOf(other.ask)).toBe(5);
});

test('the ledger is append-only: the database refuses to change or delete an entry', async () => {
  await setUp(1);
  await buy(world.ask, 1);
  const { $client } = world.harness.deps.db;
  for (const statement of [
    'UPDATE licence_entries SET amount = 99',
    'DELETE FROM licence_entries',
    'INSERT OR REPLACE INTO licence_entries SELECT * FROM licence_entries',
  ])
    await expect($client.prepare(statement).run(), statement).rejects.toThrow(/licence ledger/);
  expect(await balanceOf(world.ask)).toBe(1);
});

beforeEach(() => {
  mailboxIds = [];
});
