import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { eq } from 'drizzle-orm';
import { expect, test, vi } from 'vitest';
import { advance, listWorkgroupsBehind } from '../../worker/features/events/position-store.ts';
import { dropOldEvents } from '../../worker/features/events/retention.ts';
import { listEventsAfter } from '../../worker/features/events/store.ts';
import { projects } from '../../worker/features/projects/table.ts';
import { wakeBehind } from '../../worker/runtime/delivery/wake-behind.ts';
import { runSchedule } from '../../worker/runtime/cron.ts';
import { createHarness, makeProject, signUp, sorted } from './harness.ts';

const reader = (name: string) => ({ name, read: async () => [] });

async function lastSeq(db: ReturnType<typeof createHarness>['deps']['db'], workgroupId: string): Promise<number> {
  return (await listEventsAfter(db, workgroupId, 0, 1_000)).at(-1)?.seq ?? 0;
}

test('what changes something wakes the outbox of its workgroup, and nothing else does', async () => {
  const woken: string[] = [];
  const harness = createHarness({ outbox: { wake: async (id) => void woken.push(id) } });
  const { askSignedIn: ask, workgroupId } = await signUp(harness);
  await ask('POST', '/api/api-keys', { body: { name: 'x' } });
  expect(woken).toEqual([workgroupId]);
  await ask('GET', '/api/events');
  await ask('POST', '/api/api-keys', { body: {} });
  await ask('DELETE', '/api/api-keys/key_1');
  await harness.ask('POST', '/api/api-keys', { body: { name: 'x' } });
  expect(woken).toHaveLength(1);
});

test('an outbox that is woken, and woken again, has one alarm, in the future', async () => {
  const stub = env.WORKGROUP_OUTBOX.get(env.WORKGROUP_OUTBOX.idFromName('wgr_1'));
  const alarm = () => runInDurableObject(stub, (_outbox, state) => state.storage.getAlarm());
  const before = Date.now();
  await stub.wake('wgr_1');
  const set = await alarm();
  expect(set).toBeGreaterThan(before);
  await stub.wake('wgr_1');
  expect(await alarm()).toBe(set);
  expect(await runDurableObjectAlarm(stub)).toBe(true);
  // There is nothing to do: it sleeps.
  expect(await alarm()).toBeNull();
});

test('a position moves together with what was made of the events, or not at all, and only from where it is', async () => {
  const { deps } = createHarness();
  const { ask, workgroupId } = await signUp(createHarness());
  const { projectId } = await makeProject(ask);
  const who = { workgroupId, reader: 'webhooks' };
  const rename = (name: string) => deps.db.update(projects).set({ name }).where(eq(projects.id, projectId));
  const nameNow = async () => (await ask('GET', `/api/projects/${projectId}`)).body.name;
  await advance(deps.db, who, { from: 0, to: 2 }, [rename('first')]);
  await expect(advance(deps.db, who, { from: 0, to: 3 }, [rename('second')])).rejects.toThrow();
  expect(await nameNow()).toBe('first');
  await advance(deps.db, who, { from: 2, to: 3 }, [rename('third')]);
  expect(await nameNow()).toBe('third');
});

test('the schedule wakes workgroups that a reader is behind in, and those with due rows, and no others', async () => {
  const harness = createHarness();
  const { db, now } = harness.deps;
  const [behind, half, done, due] = [
    await signUp(harness),
    await signUp(harness),
    await signUp(harness),
    await signUp(harness),
  ];
  for (const { askSignedIn } of [behind, half, done])
    await askSignedIn('POST', '/api/api-keys', { body: { name: 'x' } });
  const readAll = async (workgroupId: string, name: string) =>
    advance(db, { workgroupId, reader: name }, { from: 0, to: await lastSeq(db, workgroupId) }, []);
  await readAll(half.workgroupId, 'webhooks');
  await readAll(done.workgroupId, 'webhooks');
  await readAll(done.workgroupId, 'mail');
  const ours = new Set([behind, half, done, due].map(({ workgroupId }) => workgroupId));
  const listed = async (readers: string[]) =>
    sorted((await listWorkgroupsBehind(db, readers, now())).filter((id) => ours.has(id)));
  expect(await listed(['webhooks', 'mail'])).toEqual(sorted([behind.workgroupId, half.workgroupId]));
  expect(await listed(['webhooks'])).toEqual([behind.workgroupId]);
  expect(await listed([])).toEqual([]);
  const woken: string[] = [];
  const logged: unknown[][] = [];
  const senders = [
    { name: 'broken', sendDue: async () => undefined, listDue: () => Promise.reject(new Error('away')) },
    { name: 'mail', sendDue: async () => undefined, listDue: async () => [due.workgroupId] },
  ];
  const outbox = {
    wake: async (id: string) => {
      woken.push(id);
      if (woken.length === 1) throw new Error('away');
    },
  };
  const log = { info: () => {}, error: (...values: unknown[]) => void logged.push(values) };
  await wakeBehind({ db, now, outbox, log }, { readers: [reader('webhooks'), reader('mail')], senders });
  const expected = [behind.workgroupId, half.workgroupId, due.workgroupId];
  expect(sorted(woken.filter((id) => ours.has(id)))).toEqual(sorted(expected));
  expect(logged.map(([name]) => name)).toEqual(['due-not-listed', 'outbox-not-woken']);
});

test('old events go where that is wished, but none that a reader has not read', async () => {
  const harness = createHarness();
  const { db } = harness.deps;
  const { ask, workgroupId } = await signUp(harness);
  const { projectId } = await makeProject(ask);
  const before = await lastSeq(db, workgroupId);
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3 * 86_400_000 });
  await ask('PATCH', `/api/projects/${projectId}`, { body: { name: 'later' } });
  const types = async () => (await listEventsAfter(db, workgroupId, 0, 100)).map(({ type }) => type);
  expect(await types()).toHaveLength(5);
  await runSchedule(harness.deps);
  expect(await types()).toHaveLength(5);
  const now = Date.now();
  await advance(db, { workgroupId, reader: 'webhooks' }, { from: 0, to: before - 1 }, []);
  await dropOldEvents(db, now - 86_400_000, ['webhooks']);
  expect(await types()).toEqual(['project.created', 'project.updated']);
  const settings = { ...harness.deps.settings, keepEventsMs: 86_400_000 };
  await runSchedule({ ...harness.deps, settings });
  expect(await types()).toEqual(['project.updated']);
  vi.useRealTimers();
  // Numbers are never given again: a reader's position stays right.
  await ask('PATCH', `/api/projects/${projectId}`, { body: { name: 'after' } });
  expect(await lastSeq(db, workgroupId)).toBeGreaterThan(before + 1);
});
