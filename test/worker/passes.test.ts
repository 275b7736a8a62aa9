import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { updateMailboxLive } from '../../worker/features/mailboxes/live-store.ts';
import { closePassIfDone, writeRuns } from '../../worker/features/passes/run-store.ts';
import type { RunRow } from '../../worker/features/passes/table.ts';
import type { Harness } from './harness.ts';
import { listOpenRuns } from './open-runs.ts';
import { createHarness, makeProject, signUp } from './harness.ts';

function changeOf({ id, passId, mailboxId }: RunRow, status: 'completed' | 'stopped' | 'failed') {
  return { passId, run: { id, status, updatedAt: 1, endedAt: 1 }, mailbox: { id: mailboxId } };
}

/** Ends all open runs of a project, as the coordinator does. */
async function endRuns(
  harness: Harness,
  workgroupId: string,
  projectId: string,
  status: 'completed' | 'stopped' | 'failed',
) {
  const runs = await listOpenRuns(harness.deps.db, workgroupId, projectId);
  await writeRuns(
    harness.deps.db,
    workgroupId,
    runs.map((run) => changeOf(run, status)),
    99,
  );
  return runs;
}

test('a pass starts on all mailboxes of a project and the coordinator is notified once', async () => {
  const harness = createHarness();
  const { ask, workgroupId } = await signUp(harness);
  const { projectId, mailboxIds } = await makeProject(ask, 3);
  const started = await ask('POST', `/api/projects/${projectId}/passes`, { body: { type: 'full' } });
  expect(started.status).toBe(201);
  expect(started.body).toMatchObject({ projectId, type: 'full', status: 'running', mailboxCount: 3, endedAt: null });
  expect(harness.calls).toEqual([['enqueue', workgroupId, projectId, started.body.id]]);

  const runs = await listOpenRuns(harness.deps.db, workgroupId, projectId);
  expect(runs.map((run) => [run.mailboxId, run.status, run.passId])).toEqual(
    mailboxIds.map((id) => [id, 'queued', started.body.id]),
  );
  const { items } = (await ask('GET', `/api/projects/${projectId}/mailboxes`)).body;
  expect(items.map((item: { status: string }) => item.status)).toEqual(['Queued', 'Queued', 'Queued']);
  const project = (await ask('GET', `/api/projects/${projectId}`)).body;
  expect(project.counters).toEqual({ notStarted: 0, waiting: 3, running: 0, attention: 0, done: 0, total: 3 });
});

test('a mailbox is in one pass at a time, even when two start at once', async () => {
  const harness = createHarness();
  const { ask, workgroupId } = await signUp(harness);
  const { projectId, mailboxIds } = await makeProject(ask, 3);
  const start = (ids: (string | undefined)[]) =>
    ask('POST', `/api/projects/${projectId}/passes`, { body: { type: 'full', mailboxIds: ids } });
  const both = await Promise.all([start([mailboxIds[0], mailboxIds[1]]), start([mailboxIds[1], mailboxIds[2]])]);
  expect(both.map((answer) => answer.status).sort((a, b) => a - b)).toEqual([201, 409]);
  const refused = both.find((answer) => answer.status === 409);
  expect(refused?.body.code).toBe('mailbox-busy');
  expect(refused?.body.errors).toEqual([
    { path: `mailboxes.${mailboxIds[1]}`, message: expect.stringContaining('user1@old.example') },
  ]);
  expect(await listOpenRuns(harness.deps.db, workgroupId, projectId)).toHaveLength(2);
  expect((await ask('GET', `/api/projects/${projectId}/passes`)).body.items).toHaveLength(1);
});

test('an idempotency key starts one pass, however often it is sent', async () => {
  const harness = createHarness();
  const { ask } = await signUp(harness);
  const { projectId, mailboxIds } = await makeProject(ask, 2);
  const headers = { 'idempotency-key': 'monday' };
  const path = `/api/projects/${projectId}/passes`;
  const [first, second] = await Promise.all([
    ask('POST', path, { body: { type: 'verify' }, headers }),
    ask('POST', path, { body: { type: 'verify' }, headers }),
  ]);
  expect([first.status, second.status]).toEqual([201, 201]);
  expect(second.body).toEqual(first.body);
  const replay = await ask('POST', path, { body: { type: 'verify' }, headers });
  expect(replay.headers.get('idempotency-replayed')).toBe('true');
  const other = await ask('POST', path, { body: { type: 'full' }, headers });
  expect(other).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
  expect((await ask('GET', path)).body.items).toHaveLength(1);
  const elsewhere = await signUp(harness);
  const theirs = await makeProject(elsewhere.ask, 1);
  const free = await elsewhere.ask('POST', `/api/projects/${theirs.projectId}/passes`, {
    body: { type: 'full' },
    headers,
  });
  expect(free.status).toBe(201);
  expect(mailboxIds).toHaveLength(2);
});

test('what cannot start says why, and starts nothing', async () => {
  const harness = createHarness();
  const { ask } = await signUp(harness);
  const empty = await makeProject(ask);
  const path = `/api/projects/${empty.projectId}/passes`;
  expect((await ask('POST', path, { body: { type: 'full' } })).body.code).toBe('pass-without-mailboxes');
  const dated = await ask('POST', path, { body: { type: 'trial', olderThan: { days: 30 } } });
  expect(dated.body.code).toBe('older-than-not-for-this-pass');
  expect((await ask('POST', path, { body: { type: 'sideways' } })).body.code).toBe('validation-failed');
  const unknown = await ask('POST', path, { body: { type: 'full', mailboxIds: ['mbx_1'] } });
  expect(unknown).toMatchObject({ status: 404, body: { code: 'mailbox-not-found' } });
  expect(unknown.body.errors).toEqual([{ path: 'mailboxIds[0]', message: 'There is no mailbox mbx_1.' }]);
  expect((await ask('GET', path)).body.items).toEqual([]);
  expect(harness.calls).toEqual([]);
});

test('mailboxes without credentials on a side wait for their owner, who is asked for that side, and others start', async () => {
  const harness = createHarness();
  const { ask } = await signUp(harness);
  const { projectId } = await makeProject(ask, 0, null);
  const added = await ask('POST', `/api/projects/${projectId}/mailboxes`, {
    body: {
      mailboxes: [
        {
          sourceEmail: 'a@old.example',
          destinationEmail: 'a@new.example',
          sourcePassword: 'x',
          destinationPassword: 'y',
        },
        { sourceEmail: 'b@old.example', destinationEmail: 'b@new.example', sourcePassword: 'x' },
      ],
    },
  });
  expect(added.status).toBe(201);
  expect((await ask('POST', `/api/projects/${projectId}/passes`, { body: { type: 'verify' } })).status).toBe(201);
  const { items } = (await ask('GET', `/api/projects/${projectId}/mailboxes`)).body;
  expect(items).toMatchObject([
    { status: 'Queued', credentialRequest: null },
    { status: 'Waiting For End User', credentialRequest: { sides: ['destination'] } },
  ]);
});

test('a stop marks runs and mailboxes before the coordinator hears of it, and the pass ends as stopped', async () => {
  const harness = createHarness();
  const { ask, workgroupId } = await signUp(harness);
  const { projectId } = await makeProject(ask, 2);
  const pass = (await ask('POST', `/api/projects/${projectId}/passes`, { body: { type: 'full' } })).body;
  const stop = await ask('POST', `/api/passes/${pass.id}/stop`);
  expect(stop).toMatchObject({ status: 202, body: { id: pass.id, status: 'stopping' } });
  expect(harness.calls.at(-1)).toEqual(['stop', workgroupId, projectId, { passId: pass.id }]);
  const { items } = (await ask('GET', `/api/projects/${projectId}/mailboxes?state=running`)).body;
  expect(items.map((item: { status: string }) => item.status)).toEqual(['Stopping', 'Stopping']);

  await endRuns(harness, workgroupId, projectId, 'stopped');
  expect(await closePassIfDone(harness.deps.db, workgroupId, pass.id, 100)).toBe(false);
  expect((await ask('GET', `/api/passes/${pass.id}`)).body).toMatchObject({
    status: 'stopped',
    endedAt: '1970-01-01T00:00:00.099Z',
  });
  const again = await ask('POST', `/api/passes/${pass.id}/stop`, { body: {} });
  expect(again).toMatchObject({ status: 202, body: { status: 'stopped' } });
});

test('one mailbox of a pass can be stopped by itself', async () => {
  const harness = createHarness();
  const { ask, workgroupId } = await signUp(harness);
  const { projectId, mailboxIds } = await makeProject(ask, 2);
  const pass = (await ask('POST', `/api/projects/${projectId}/passes`, { body: { type: 'full' } })).body;
  await ask('POST', `/api/passes/${pass.id}/stop`, { body: { mailboxIds: [mailboxIds[1]] } });
  const runs = await listOpenRuns(harness.deps.db, workgroupId, projectId);
  expect(runs.map((run) => run.status)).toEqual(['queued', 'stopping']);
  expect((await ask('GET', `/api/passes/${pass.id}`)).body.status).toBe('running');
});

test('a pass is completed when any run was, and failed when all failed', async () => {
  const harness = createHarness();
  const { ask, workgroupId } = await signUp(harness);
  const { projectId } = await makeProject(ask, 2);
  const { db } = harness.deps;
  const start = async () =>
    (await ask('POST', `/api/projects/${projectId}/passes`, { body: { type: 'full' } })).body.id as string;
  const failed = await start();
  expect(await closePassIfDone(db, workgroupId, failed, 5)).toBe(false);
  await endRuns(harness, workgroupId, projectId, 'failed');
  expect((await ask('GET', `/api/passes/${failed}`)).body.status).toBe('failed');
  const mixed = await start();
  const runs = await listOpenRuns(db, workgroupId, projectId);
  await writeRuns(db, workgroupId, [changeOf(runs[0]!, 'failed')], 5);
  expect((await ask('GET', `/api/passes/${mixed}`)).body).toMatchObject({ status: 'running', endedAt: null });
  await writeRuns(db, workgroupId, [changeOf(runs[1]!, 'completed')], 6);
  expect((await ask('GET', `/api/passes/${mixed}`)).body.status).toBe('completed');
});

test('a pass ends with the last of its runs, whenever the process dies', async () => {
  const harness = createHarness();
  const { ask, workgroupId } = await signUp(harness);
  const { projectId } = await makeProject(ask, 1);
  const pass = (await ask('POST', `/api/projects/${projectId}/passes`, { body: { type: 'full' } })).body;
  const [run] = await listOpenRuns(harness.deps.db, workgroupId, projectId);
  let writes = 0;
  const dying = new Proxy(harness.deps.db, {
    get: (db, key) => {
      // Nothing after the first transaction happens.
      if (key === 'batch' && writes++ === 0) return db.batch.bind(db);
      return ['batch', 'update', 'insert'].includes(String(key)) && writes > 0
        ? () => Promise.reject(new Error('died'))
        : Reflect.get(db, key);
    },
  });
  await writeRuns(dying, workgroupId, [changeOf(run!, 'completed')], 7).catch(() => {});
  const { status: runStatus } = (await ask('GET', `/api/passes/${pass.id}`)).body;
  expect([await listOpenRuns(harness.deps.db, workgroupId, projectId), runStatus]).toEqual([[], 'completed']);
});

test('a pass is stored even if the coordinator cannot be reached', async () => {
  const harness = createHarness();
  harness.deps.coordinator.enqueue = async () => {
    throw new Error('the coordinator is away');
  };
  const { ask, workgroupId } = await signUp(harness);
  const { projectId } = await makeProject(ask, 1);
  const started = await ask('POST', `/api/projects/${projectId}/passes`, { body: { type: 'full' } });
  expect(started.status).toBe(201);
  expect(await listOpenRuns(harness.deps.db, workgroupId, projectId)).toHaveLength(1);
});

test('endpoints of a running project stay as they are; options may change', async () => {
  const harness = createHarness();
  const { ask, workgroupId } = await signUp(harness);
  const { projectId, sourceEndpointId, destinationEndpointId, mailboxIds } = await makeProject(ask, 1);
  await ask('POST', `/api/projects/${projectId}/passes`, { body: { type: 'full' } });
  const swap = { sourceEndpointId: destinationEndpointId, destinationEndpointId: sourceEndpointId };
  expect((await ask('PATCH', `/api/projects/${projectId}`, { body: swap })).body.code).toBe('project-busy');
  const access = await ask('PATCH', `/api/endpoints/${sourceEndpointId}`, { body: { useImpersonation: true } });
  expect(access).toMatchObject({ status: 409, body: { code: 'endpoint-busy' } });
  const options = { maximumConcurrentMigrations: 5 };
  expect((await ask('PATCH', `/api/projects/${projectId}`, { body: { options } })).body.options).toEqual(options);
  expect(harness.calls.at(-1)).toEqual(['enqueue', workgroupId, projectId, expect.stringMatching(/^pas_/)]);
  expect((await ask('DELETE', `/api/mailboxes/${mailboxIds[0]}`)).body.code).toBe('mailbox-busy');
  await endRuns(harness, workgroupId, projectId, 'completed');
  expect((await ask('PATCH', `/api/projects/${projectId}`, { body: swap })).status).toBe(200);
  expect((await ask('DELETE', `/api/mailboxes/${mailboxIds[0]}`)).status).toBe(204);
  expect(harness.calls.at(-1)).toEqual(['forget', workgroupId, mailboxIds[0]]);
  const left = env.DB.prepare('SELECT count(*) AS n FROM pass_mailboxes WHERE mailbox_id = ?').bind(mailboxIds[0]);
  expect((await left.all()).results).toEqual([{ n: 0 }]);
});

test('the live socket goes to the coordinator of its own workgroup and project', async () => {
  const harness = createHarness();
  const { ask, workgroupId, key } = await signUp(harness);
  const { projectId } = await makeProject(ask);
  const plain = await ask('GET', `/api/projects/${projectId}/live`);
  expect(plain).toMatchObject({ status: 426, body: { code: 'upgrade-required' } });
  const response = await harness.api.request(`http://mailferry.test/api/projects/${projectId}/live`, {
    headers: { upgrade: 'websocket', authorization: `Bearer ${key}` },
  });
  expect(response.status).toBe(101);
  expect(response.webSocket).not.toBeNull();
  expect(harness.calls).toEqual([['connect', workgroupId, projectId]]);
});

test('live patches write what they name, in one workgroup only', async () => {
  const harness = createHarness();
  const { ask, workgroupId } = await signUp(harness);
  const { mailboxIds } = await makeProject(ask, 1);
  const id = String(mailboxIds[0]);
  const patch = {
    id,
    statusCode: 'processing',
    phase: 'copying',
    itemsTotal: 10,
    itemsDone: 4,
    itemsAdopted: 1,
    bytesTotal: 100,
  } as const;
  await updateMailboxLive(harness.deps.db, 'wgr_other', [patch]);
  expect((await ask('GET', `/api/mailboxes/${id}`)).body.status).toBe('Not Submitted');
  await updateMailboxLive(harness.deps.db, workgroupId, [patch, { id: 'mbx_none', errorCount: 3 }, { id }]);
  expect((await ask('GET', `/api/mailboxes/${id}`)).body).toMatchObject({
    status: 'Processing',
    state: 'running',
    phase: 'copying',
    progress: { itemsTotal: 10, itemsDone: 4, itemsAdopted: 1, bytesTotal: 100, fraction: expect.closeTo(0.4, 2) },
  });
});

test('a pre-stage pass takes what is older than 90 days, than so many, or than a day', async () => {
  const harness = createHarness();
  const { ask } = await signUp(harness);
  const days = async (olderThan?: object) => {
    const { projectId } = await makeProject(ask, 1);
    const pass = await ask('POST', `/api/projects/${projectId}/passes`, {
      body: { type: 'pre-stage', ...(olderThan && { olderThan }) },
    });
    expect(pass).toMatchObject({ status: 201, body: { type: 'pre-stage' } });
    return (Date.parse(pass.body.createdAt as string) - Date.parse(pass.body.olderThanAt as string)) / 86_400_000;
  };
  expect(await days()).toBe(90);
  expect(await days({ days: 7 })).toBe(7);
  expect(await days({ date: '2001-02-03' })).toBeGreaterThan(9_000);
});
