import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, test, vi } from 'vitest';
import type { CopyMessage } from '../../../worker/runtime/passes/messages.ts';
import type { ProjectCoordinator } from '../../../worker/runtime/passes/project-coordinator.ts';
import { makeProject } from '../harness.ts';
import type { LicenceWorld } from './licence-world.ts';
import { balanceOf, buy, createLicenceWorld, expectStatus, ledgerOf, mailboxOf } from './licence-world.ts';

const NOTHING = { count: 0, bytes: 0 };

/**
 * A project whose coordinator writes its starts down instead of carrying them out. `index`: which of its mailboxes is
 * started; with other addresses than those of other projects it is another mailbox.
 */
async function createMigration({ ask, workgroupId }: LicenceWorld, index = 0) {
  const { projectId, mailboxIds } = await makeProject(ask, index + 1);
  const mailboxId = String(mailboxIds[index]);
  const stub = env.PROJECT_COORDINATOR.get(env.PROJECT_COORDINATOR.idFromName(`${workgroupId}:${projectId}`));
  const sent: CopyMessage[] = [];
  await runInDurableObject(stub, (instance: ProjectCoordinator) => {
    const inner = instance as unknown as { env: Cloudflare.Env };
    const start = async (message: CopyMessage) => void sent.push(message);
    inner.env = { ...inner.env, MAILBOX_LEDGER: { idFromName: () => undefined, get: () => ({ start }) } as never };
  });
  const begin = async (): Promise<string> => {
    const body = { type: 'full', mailboxIds: [mailboxId] };
    const pass = await expectStatus(ask('POST', `/api/projects/${projectId}/passes`, { body }), 201);
    await stub.enqueue({ workgroupId, projectId, passId: pass.id });
    return String(pass.id);
  };
  const stop = async (passId: string): Promise<void> => {
    await expectStatus(ask('POST', `/api/passes/${passId}/stop`), 202);
    await stub.stop({ workgroupId, projectId, passId });
  };
  const mailbox = () => mailboxOf(ask, projectId, mailboxId);
  return { projectId, stub, sent, begin, stop, mailbox };
}

const reportOf = (bytes: number, adopted = 0) => ({
  progress: {
    phase: 'copying' as const,
    total: { count: 10, bytes: 100e9 },
    done: { count: 4, bytes },
    failed: NOTHING,
    ...(adopted > 0 && { adopted: { count: 2, bytes: adopted } }),
  },
  rates: { itemsPerSecond: 2, bytesPerSecond: 100 },
  at: Date.now(),
});

test('a mailbox without a licence is not started, and starts when there is one', async () => {
  const world = await createLicenceWorld();
  const { begin, sent, stub, projectId, mailbox } = await createMigration(world);
  const passId = await begin();
  expect(sent).toEqual([]);
  expect(await mailbox()).toMatchObject({ status: 'Paused' });
  await buy(world.ask, 1);
  await stub.enqueue({ workgroupId: world.workgroupId, projectId, passId });
  expect(sent).toHaveLength(1);
  expect(await stub.begin(sent[0]!)).toBe(true);
  await stub.settle(sent[0]!, { result: { outcome: 'done', folders: [] }, report: reportOf(500), errorCount: 0 });
  expect(await mailbox()).toMatchObject({ status: 'Completed', failure: null });
  expect((await ledgerOf(world.ask)).map(({ type }) => type)).toEqual(['purchased', 'reserved', 'consumed']);
});

test('a mailbox pauses at the data limit of its licence, says what to do, and can be stopped', async () => {
  const world = await createLicenceWorld();
  await buy(world.ask, 1);
  const { begin, stop, sent, stub, mailbox } = await createMigration(world);
  const passId = await begin();
  await stub.begin(sent[0]!);
  // What was at the destination before does not count.
  await stub.settle(sent[0]!, { result: { outcome: 'more' }, report: reportOf(60e9, 15e9), errorCount: 0 });
  expect(sent).toHaveLength(2);
  await stub.begin(sent[1]!);
  await stub.settle(sent[1]!, { result: { outcome: 'more' }, report: reportOf(66e9, 15e9), errorCount: 0 });
  expect(sent).toHaveLength(2);
  expect(await mailbox()).toMatchObject({
    status: 'Paused',
    state: 'attention',
    failure: { code: 'licence-limit-reached', remedy: expect.stringContaining('User Bundle') },
    progress: { bytesPerSecond: 0 },
  });
  await stop(passId);
  expect(await mailbox()).toMatchObject({ status: 'Stopped' });
  // It has copied: its licence is not returned, and another pass does not get past the limit.
  expect(await balanceOf(world.ask)).toBe(0);
  await begin();
  expect(sent).toHaveLength(2);
  expect(await mailbox()).toMatchObject({ status: 'Paused', failure: { code: 'licence-limit-reached' } });
});

test('a slice that reaches the limit as it completes is complete', async () => {
  const world = await createLicenceWorld();
  await buy(world.ask, 1);
  const { begin, sent, stub, mailbox } = await createMigration(world);
  await begin();
  await stub.begin(sent[0]!);
  await stub.settle(sent[0]!, { result: { outcome: 'done', folders: [] }, report: reportOf(60e9), errorCount: 0 });
  expect(await mailbox()).toMatchObject({ status: 'Completed' });
});

test('a licence that a stopped pass returns starts a mailbox of another project at once', async () => {
  const world = await createLicenceWorld();
  await buy(world.ask, 1);
  const first = await createMigration(world);
  const second = await createMigration(world, 1);
  const passId = await first.begin();
  await second.begin();
  expect([first.sent.length, second.sent.length]).toEqual([1, 0]);
  await first.stop(passId);
  await vi.waitFor(() => expect(second.sent).toHaveLength(1));
  expect(await second.mailbox()).toMatchObject({ status: 'Queued' });
  expect(await balanceOf(world.ask)).toBe(0);
});
