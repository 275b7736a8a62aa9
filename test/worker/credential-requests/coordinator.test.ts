import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, test, vi } from 'vitest';
import type { CopyMessage } from '../../../worker/runtime/passes/messages.ts';
import type { ProjectCoordinator } from '../../../worker/runtime/passes/project-coordinator.ts';
import { ok, requestWorld, tokenIn } from './request-world.ts';

/** A mailbox that waits, at a coordinator that writes its starts down instead of carrying them out. */
async function waiting() {
  const world = await requestWorld();
  const { workgroupId, projectId } = world;
  const stub = env.PROJECT_COORDINATOR.get(env.PROJECT_COORDINATOR.idFromName(`${workgroupId}:${projectId}`));
  const sent: CopyMessage[] = [];
  await runInDurableObject(stub, (instance: ProjectCoordinator) => {
    const inner = instance as unknown as { env: Cloudflare.Env };
    const start = async (message: CopyMessage) => void sent.push(message);
    inner.env = { ...inner.env, MAILBOX_LEDGER: { idFromName: () => undefined, get: () => ({ start }) } as never };
  });
  const pass = await ok(world.start(), 201);
  const wake = () => stub.enqueue({ workgroupId, projectId, passId: pass.id });
  await wake();
  await world.deliver();
  return { world, stub, sent, wake, passId: String(pass.id) };
}

test('a run that waits for its end user is not started, however often its coordinator looks, and starts with the answer', async () => {
  const { world, stub, sent, wake } = await waiting();
  await runInDurableObject(stub, (instance: ProjectCoordinator) => instance.alarm());
  expect(sent).toEqual([]);
  // Nothing is due: for weeks, no alarm is set.
  expect(await runInDurableObject(stub, (_, { storage }) => storage.getAlarm())).toBeNull();
  await world.answer(tokenIn(world.mails[0]));
  await wake();
  expect(sent).toMatchObject([{ mailboxId: world.mailboxIds[0] }]);
});

test('a stop ends a run that waits at once, and its pass', async () => {
  const { world, stub, sent, passId } = await waiting();
  await ok(world.ask('POST', `/api/passes/${passId}/stop`), 202);
  await stub.stop({ workgroupId: world.workgroupId, projectId: world.projectId, passId });
  await vi.waitFor(async () => expect(await world.mailboxes()).toMatchObject([{ status: 'Stopped' }]));
  expect((await ok(world.ask('GET', `/api/passes/${passId}`), 200)).status).toBe('stopped');
  expect(sent).toEqual([]);
  // The mailbox is free for another pass, which asks again.
  await ok(world.start(), 201);
  expect((await world.requests()).map(({ state }) => state)).toEqual(['queued', 'revoked']);
});
