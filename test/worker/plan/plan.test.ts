import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { updateMailboxLive } from '../../../worker/features/mailboxes/live-store.ts';
import { writeRuns } from '../../../worker/features/passes/run-store.ts';
import type { Ask, Loose } from '../harness.ts';
import { createHarness, makeProject, signUp } from '../harness.ts';
import { listOpenRuns } from '../open-runs.ts';

const stepsOf = async (ask: Ask, projectId: string): Promise<Loose> => {
  const { status, body } = await ask('GET', `/api/projects/${projectId}/plan`);
  expect(status).toBe(200);
  return Object.fromEntries(body.steps.map((step: Loose) => [step.id, step]));
};

test('the plan of a new project says what to do first', async () => {
  const { ask } = await signUp(createHarness());
  const { projectId } = await makeProject(ask);
  const steps = await stepsOf(ask, projectId);
  expect(steps.endpoints).toMatchObject({ state: 'done', isManual: false });
  expect(steps.fill).toMatchObject({
    status: 'No mailbox yet.',
    action: { kind: 'link', href: `/projects/${projectId}/mailboxes/add` },
  });
  expect(steps.verify).toMatchObject({ state: 'waiting', at: null });
  expect(steps.cutover).toMatchObject({ state: 'waiting', isManual: true });
});

test('passes move the plan, and nothing else does', async () => {
  const harness = createHarness();
  const { db } = harness.deps;
  const { ask, workgroupId } = await signUp(harness);
  const { projectId } = await makeProject(ask, 3);
  await ask('POST', `/api/projects/${projectId}/passes`, { body: { type: 'verify' } });
  expect((await stepsOf(ask, projectId)).verify).toMatchObject({
    state: 'now',
    status: expect.stringMatching(/^Running on 3/),
  });

  const [first, ...others] = await listOpenRuns(db, workgroupId, projectId);
  const end = async (
    runs: typeof others,
    status: 'completed' | 'failed',
    code: 'completed-verification' | 'failed',
  ) => {
    const changes = runs.map(({ id, passId, mailboxId }) => ({
      passId,
      run: { id, status, updatedAt: 50, endedAt: 50 },
      mailbox: { id: mailboxId, statusCode: code },
    }));
    await writeRuns(db, workgroupId, changes, 99);
  };
  await end(others, 'completed', 'completed-verification');
  await end([first!], 'failed', 'failed');
  expect((await stepsOf(ask, projectId)).verify).toMatchObject({
    state: 'attention',
    status: '1 mailbox failed, stopped or paused. 2 of 3 mailboxes verified.',
    action: { press: 'show-mailboxes', mailboxes: 'attention' },
  });

  await updateMailboxLive(db, workgroupId, [{ id: first!.mailboxId, statusCode: 'completed', errorCount: 2 }]);
  expect((await stepsOf(ask, projectId))['retry-errors']).toMatchObject({
    state: 'attention',
    status: '2 items failed in 1 mailbox.',
  });
});

test('who starts with a full pass is not sent back to verify', async () => {
  const { ask } = await signUp(createHarness());
  const { projectId } = await makeProject(ask, 2);
  await ask('POST', `/api/projects/${projectId}/passes`, { body: { type: 'full' } });
  const steps = await stepsOf(ask, projectId);
  expect(steps.full).toMatchObject({ state: 'now' });
  expect(steps.verify).toMatchObject({ state: 'not-needed' });
  expect(Object.values<Loose>(steps).filter(({ state }) => state === 'next')).toEqual([]);
});

test('owners who are asked are counted until they answer', async () => {
  const { ask } = await signUp(createHarness());
  const { projectId } = await makeProject(ask, 2, null);
  expect((await stepsOf(ask, projectId)).credentials).toMatchObject({
    status: '2 mailboxes without credentials. A verify pass asks their owners.',
  });
  await ask('POST', `/api/projects/${projectId}/passes`, { body: { type: 'verify' } });
  const steps = await stepsOf(ask, projectId);
  expect(steps.credentials).toMatchObject({ state: 'waiting', status: '2 owners asked, no answer yet.' });
  expect(steps.verify).toMatchObject({ state: 'waiting', status: expect.stringMatching(/^2 mailboxes waiting/) });
});

test('notices count as soon as they are scheduled', async () => {
  const { ask } = await signUp(createHarness());
  const { projectId } = await makeProject(ask, 1);
  const sendAt = { local: '2099-01-04T09:00', timeZone: 'Europe/Zurich' };
  const body = { kind: 'migration-notice', startsAt: { ...sendAt, local: '2099-02-01T20:00' }, sendAt };
  expect((await ask('POST', `/api/projects/${projectId}/notices`, { body })).status).toBe(201);
  expect((await stepsOf(ask, projectId)).notify).toMatchObject({ state: 'waiting', at: '2099-01-04T08:00:00.000Z' });
});

test('a step outside Mailferry is marked once, can be taken back, and leaves an event', async () => {
  const { ask } = await signUp(createHarness());
  const { projectId } = await makeProject(ask, 1);
  const mark = async (isDone: boolean, step = 'cutover') =>
    ask('PUT', `/api/projects/${projectId}/plan`, { body: { step, isDone } });
  const stateOf = (answer: Loose) => answer.body.steps.find(({ id }: Loose) => id === 'cutover').state;
  expect(stateOf(await mark(true))).toBe('done');
  expect(stateOf(await mark(true))).toBe('done');
  expect(stateOf(await mark(false))).toBe('waiting');
  const { items } = (await ask('GET', `/api/events?projectId=${projectId}&type=project.step-marked`)).body;
  expect(items.map(({ data }: Loose) => data.isDone)).toEqual([false, true]);
  // A fact decides: nobody ticks it.
  expect((await mark(true, 'full')).status).toBe(422);
});

test('ten thousand mailboxes cost not one statement more than three', async () => {
  const statements: string[] = [];
  const database = new Proxy(env.DB, {
    get: (real, name) => {
      if (name === 'prepare')
        return (text: string) => {
          statements.push(text);
          return real.prepare(text);
        };
      const value: unknown = Reflect.get(real, name);
      return typeof value === 'function' ? value.bind(real) : value;
    },
  });
  const { ask } = await signUp(createHarness({ database }));
  const { projectId, mailboxIds } = await makeProject(ask, 3);
  const count = async () => {
    statements.length = 0;
    const steps = await stepsOf(ask, projectId);
    return { count: statements.length, steps };
  };
  const few = await count();
  // Copies of the first mailbox, with five completed passes each.
  await env.DB.prepare(
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9997)
     INSERT INTO mailboxes (id, workgroup_id, project_id, source_email, destination_email, source_key, destination_key,
       status_code, error_count, items_total, items_done, items_failed, bytes_total, bytes_done, items_per_second,
       bytes_per_second, created_at, pass_type)
     SELECT 'mbx_plan' || i, m.workgroup_id, m.project_id, 'p' || i || '@a', 'p' || i || '@b', 'p' || i || '@a',
       'p' || i || '@b', 'completed', 0, 0, 0, 0, 0, 0, 0, 0, 1, 'full' FROM n JOIN mailboxes m ON m.id = ?`,
  )
    .bind(mailboxIds[0])
    .run();
  const { passId } = await passOf(ask, projectId, mailboxIds[0]!);
  await env.DB.prepare(
    `WITH types(type) AS (VALUES ('verify'), ('trial'), ('pre-stage'), ('full'), ('retry-errors'))
     INSERT INTO pass_mailboxes (id, workgroup_id, project_id, pass_id, mailbox_id, type, status, attempts, created_at, updated_at)
     SELECT 'run_plan' || m.id || t.type, m.workgroup_id, m.project_id, ?, m.id, t.type, 'completed', 0, 1, 1
     FROM mailboxes m, types t WHERE m.project_id = ? AND m.id LIKE 'mbx_plan%'`,
  )
    .bind(passId, projectId)
    .run();
  const many = await count();
  expect(many.steps.full.status).toMatch(/9,997 of 10,000 mailboxes copied/);
  expect(many.count).toBe(few.count);
});

async function passOf(ask: Ask, projectId: string, mailboxId: string): Promise<{ passId: string }> {
  const { body } = await ask('POST', `/api/projects/${projectId}/passes`, {
    body: { type: 'verify', mailboxIds: [mailboxId] },
  });
  return { passId: body.id };
}
