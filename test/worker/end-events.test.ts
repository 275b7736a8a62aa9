import { expect, test } from 'vitest';
import type { RunChange } from '../../worker/features/passes/run-store.ts';
import { writeRuns } from '../../worker/features/passes/run-store.ts';
import type { RunRow } from '../../worker/features/passes/table.ts';
import type { Loose } from './harness.ts';
import { createHarness, makeProject, signUp } from './harness.ts';
import { listOpenRuns } from './open-runs.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const FAILURE = { code: 'quota', title: 'Mailbox full', cause: 'It is full.', remedy: 'Enlarge it.' };

/** How many of what is there are done. */
function tallyOf(done: number, total: number) {
  const nothing = { count: 0, bytes: 0 };
  const of = (count: number) => ({ count, bytes: count * 100 });
  return { phase: 'copying' as const, total: of(total), done: of(done), failed: nothing };
}

function changeOf({ id, passId, mailboxId }: RunRow, status: 'completed' | 'failed' | 'paused' | 'stopped'): RunChange {
  const over = { id, updatedAt: NOW, endedAt: NOW };
  if (status === 'completed') {
    const run = { ...over, status, tally: tallyOf(9, 10) };
    return { passId, run, mailbox: { id: mailboxId, statusCode: 'completed', errorCount: 1 } };
  }
  if (status === 'stopped')
    return { passId, run: { ...over, status }, mailbox: { id: mailboxId, statusCode: 'stopped' } };
  const run = { ...over, status: 'failed' as const, tally: tallyOf(1, 5) };
  return { passId, run, mailbox: { id: mailboxId, statusCode: status, failure: FAILURE } };
}

async function setUp(mailboxCount: number, type = 'full') {
  const harness = createHarness();
  const owner = await signUp(harness);
  const { projectId, mailboxIds } = await makeProject(owner.ask, mailboxCount);
  const start = async (): Promise<string> =>
    (await owner.ask('POST', `/api/projects/${projectId}/passes`, { body: { type } })).body.id;
  const { db } = harness.deps;
  const runs = () => listOpenRuns(db, owner.workgroupId, projectId);
  const end = (changes: RunChange[]) => writeRuns(db, owner.workgroupId, changes, NOW);
  const events = async (type: string): Promise<Loose[]> =>
    (await owner.ask('GET', `/api/events?type=${type}`)).body.items;
  return { ...owner, projectId, mailboxIds, start, runs, end, events };
}

test('the end of each mailbox and of the pass has one event with addresses and figures', async () => {
  const world = await setUp(4);
  const passId = await world.start();
  const runs = await world.runs();
  const ends = (['completed', 'failed', 'paused', 'stopped'] as const).map((status, at) => changeOf(runs[at]!, status));
  await world.end(ends.slice(0, 2));
  expect(await world.events('pass.completed')).toEqual([]);
  await world.end(ends.slice(2));
  // Heard again, as after a crash: nothing ends twice.
  await world.end(ends);
  const [completed, ...others] = await world.events('mailbox.completed');
  expect(others).toEqual([]);
  expect(completed).toMatchObject({
    id: expect.stringMatching(/^evt_[0-9a-z]{26}$/),
    at: '2026-03-01T12:00:00.000Z',
    actor: { kind: 'system', id: null, name: 'Mailferry' },
    subject: { kind: 'mailbox', id: world.mailboxIds[0], name: 'user0@old.example' },
    projectId: world.projectId,
    mailboxId: world.mailboxIds[0],
    passId,
    changes: [],
    data: {
      passType: 'full',
      projectName: 'Contoso',
      destinationEmail: 'user0@new.example',
      total: { count: 10, bytes: 1000 },
      done: { count: 9, bytes: 900 },
      errors: 1,
    },
  });
  expect(await world.events('mailbox.failed')).toMatchObject([
    { mailboxId: world.mailboxIds[1], data: { failure: FAILURE, done: { count: 1 } } },
  ]);
  expect(await world.events('mailbox.paused')).toMatchObject([{ mailboxId: world.mailboxIds[2] }]);
  expect(await world.events('pass.completed')).toMatchObject([
    {
      actor: { kind: 'system' },
      subject: { kind: 'pass', id: passId, name: 'full' },
      projectId: world.projectId,
      passId,
      data: {
        projectName: 'Contoso',
        mailboxCount: 4,
        startedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        endedAt: '2026-03-01T12:00:00.000Z',
        runs: {
          completed: 1,
          failed: 2,
          stopped: 1,
          items: { total: 20, done: 11, failed: 0 },
          bytes: { total: 2000, done: 1100, failed: 0 },
        },
        errors: 1,
      },
    },
  ]);
  expect(await world.events('project.completed')).toEqual([]);
  const found = (await world.ask('GET', '/api/events?query=USER1@new')).body.items;
  expect(found.map(({ type }: Loose) => type)).toContain('mailbox.failed');
});

test('a project is completed when a pass has completed the last of its mailboxes', async () => {
  const world = await setUp(2);
  await world.start();
  const [first, second] = await world.runs();
  await world.end([changeOf(first!, 'completed')]);
  await world.end([changeOf(second!, 'completed')]);
  const completed = await world.events('project.completed');
  expect(completed).toMatchObject([
    { subject: { kind: 'project', id: world.projectId, name: 'Contoso' }, data: { mailboxCount: 2, errors: 2 } },
  ]);
});

test.each([
  ['verify', 'completed', 'pass.completed'],
  ['full', 'failed', 'pass.failed'],
] as const)('a %s pass that %s is %s, and completes no project', async (type, status, event) => {
  const world = await setUp(1, type);
  await world.start();
  const [run] = await world.runs();
  await world.end([changeOf(run!, status)]);
  expect(await world.events(event)).toHaveLength(1);
  expect(await world.events('project.completed')).toEqual([]);
});

test('a pass that was stopped has one event of the request and one of its end', async () => {
  const world = await setUp(1);
  const passId = await world.start();
  const [run] = await world.runs();
  await world.end([changeOf(run!, 'stopped')]);
  const other = await world.start();
  await world.ask('POST', `/api/passes/${other}/stop`);
  const [stopping] = await world.runs();
  await world.end([changeOf(stopping!, 'stopped')]);
  expect((await world.events('pass.stopped')).map(({ subject }) => subject.id)).toEqual([other]);
  expect((await world.events('pass.completed')).map(({ subject }) => subject.id)).toEqual([passId]);
});
