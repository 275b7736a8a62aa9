import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CopyMessage } from '../../worker/runtime/passes/messages.ts';
import type { ProjectCoordinator } from '../../worker/runtime/passes/project-coordinator.ts';
import type { Settlement } from '../../worker/runtime/passes/run-outcome.ts';
import { createHarness, makeProject, signUp } from './harness.ts';

const NOTHING = { count: 0, bytes: 0 };
const DONE: Settlement = { result: { outcome: 'done', folders: [] }, errorCount: 0 };
const REPORT = {
  progress: {
    phase: 'copying' as const,
    total: { count: 10, bytes: 1000 },
    done: { count: 4, bytes: 500 },
    failed: NOTHING,
  },
  rates: { itemsPerSecond: 2, bytesPerSecond: 100 },
  at: Date.parse('2026-01-01T00:00:00Z'),
};

/** A coordinator whose starts are written down instead of carried out. */
async function setUp(mailboxCount: number, type = 'full') {
  const harness = createHarness();
  const owner = await signUp(harness);
  const { projectId } = await makeProject(owner.ask, mailboxCount);
  const stub = env.PROJECT_COORDINATOR.get(env.PROJECT_COORDINATOR.idFromName(`${owner.workgroupId}:${projectId}`));
  const sent: CopyMessage[] = [];
  await runInDurableObject(stub, (instance: ProjectCoordinator) => {
    const inner = instance as unknown as { env: Cloudflare.Env };
    const start = async (message: CopyMessage) => void sent.push(message);
    inner.env = { ...inner.env, MAILBOX_LEDGER: { idFromName: () => undefined, get: () => ({ start }) } as never };
  });
  const start = async (): Promise<string> => {
    const pass = await owner.ask('POST', `/api/projects/${projectId}/passes`, { body: { type } });
    expect(pass.status).toBe(201);
    await stub.enqueue({ workgroupId: owner.workgroupId, projectId, passId: pass.body.id });
    return String(pass.body.id);
  };
  const mailboxes = async () =>
    (await owner.ask('GET', `/api/projects/${projectId}/mailboxes`)).body.items as Record<string, unknown>[];
  const look = () => runInDurableObject(stub, (instance: ProjectCoordinator) => instance.alarm());
  return { ...owner, projectId, stub, sent, start, mailboxes, look };
}

let world: Awaited<ReturnType<typeof setUp>>;
beforeEach(() => vi.useRealTimers());
afterEach(() => vi.restoreAllMocks());

/** Time passes for the coordinator alone. */
function later(ms: number): void {
  const now = Date.now();
  vi.spyOn(Date, 'now').mockReturnValue(now + ms);
}

describe('the coordinator of a project', () => {
  it('sends one message a mailbox, and ends the pass when all have settled', async () => {
    world = await setUp(3);
    const passId = await world.start();
    expect(world.sent.map((message) => message.passId)).toEqual([passId, passId, passId]);
    for (const message of world.sent) {
      expect(await world.stub.begin(message)).toBe(true);
      await world.stub.settle(message, { ...DONE, report: { ...REPORT, progress: { ...REPORT.progress } } });
    }
    expect((await world.mailboxes()).map((mailbox) => mailbox.status)).toEqual(['Completed', 'Completed', 'Completed']);
    expect((await world.ask('GET', `/api/passes/${passId}`)).body.status).toBe('completed');
  });

  it('begins a doubled message once', async () => {
    world = await setUp(1);
    await world.start();
    expect(await world.stub.begin(world.sent[0]!)).toBe(true);
    expect(await world.stub.begin(world.sent[0]!)).toBe(false);
  });

  it('sends a message again that no one has begun, under the same lease', async () => {
    world = await setUp(1);
    await world.start();
    later(21_000);
    await world.look();
    expect(world.sent).toHaveLength(2);
    expect(world.sent[1]).toEqual(world.sent[0]);
  });

  it('gives a new lease when the old one was lost, and hears the old one no more', async () => {
    world = await setUp(1);
    await world.start();
    const [first] = world.sent;
    await world.stub.begin(first!);
    later(25_000);
    await world.look();
    await world.look();
    const second = world.sent.at(-1)!;
    expect(second.lease).toBeGreaterThan(first!.lease);
    expect(await world.stub.heartbeat(first!, REPORT)).toEqual({ isLost: true, stop: true });
    await world.stub.settle(first!, DONE);
    expect((await world.mailboxes())[0]!.status).not.toBe('Completed');
    expect(await world.stub.begin(second)).toBe(true);
  });

  it('goes on with what has more to do, and waits where a server said so', async () => {
    world = await setUp(1);
    await world.start();
    await world.stub.begin(world.sent[0]!);
    await world.stub.settle(world.sent[0]!, { result: { outcome: 'more' }, report: REPORT, errorCount: 0 });
    expect(world.sent).toHaveLength(2);
    await world.stub.begin(world.sent[1]!);
    const resumeAt = Date.now() + 60_000;
    const fault = { kind: 'busy' as const, scope: 'mailbox' as const, code: 'ErrorServerBusy', message: 'busy' };
    await world.stub.settle(world.sent[1]!, {
      result: { outcome: 'wait', resumeAt, fault },
      report: REPORT,
      errorCount: 0,
    });
    expect(world.sent).toHaveLength(2);
    const [mailbox] = await world.mailboxes();
    expect(mailbox).toMatchObject({ status: 'Paused', state: 'waiting', failure: null });
    expect(mailbox!.statusDetail).toContain(`until ${new Date(resumeAt).toISOString()}`);
    later(61_000);
    await world.look();
    expect(world.sent).toHaveLength(3);
  });

  it('stops what waits at once and what runs by order, and takes the lease of what does not obey', async () => {
    world = await setUp(2);
    const passId = await world.start();
    const [running] = world.sent;
    await world.stub.begin(running!);
    await world.ask('POST', `/api/passes/${passId}/stop`);
    await world.stub.stop({ workgroupId: world.workgroupId, projectId: world.projectId, passId });
    const statuses = async () => new Set((await world.mailboxes()).map((mailbox) => mailbox.status));
    expect(await statuses()).toEqual(new Set(['Stopping', 'Stopped']));
    expect(await world.stub.heartbeat(running!, REPORT)).toMatchObject({ isLost: false, stop: true });
    later(9_000);
    await world.look();
    await world.look();
    expect(await statuses()).toEqual(new Set(['Stopped']));
    expect(await world.stub.heartbeat(running!, REPORT)).toMatchObject({ isLost: true });
    expect((await world.ask('GET', `/api/passes/${passId}`)).body.status).toBe('stopped');
  });

  it('keeps to the maximum of the project', async () => {
    world = await setUp(5);
    await world.ask('PATCH', `/api/projects/${world.projectId}`, {
      body: { options: { maximumConcurrentMigrations: 2 } },
    });
    await world.start();
    expect(world.sent).toHaveLength(2);
    await world.stub.begin(world.sent[0]!);
    await world.stub.settle(world.sent[0]!, DONE);
    expect(world.sent).toHaveLength(3);
  });

  it('keeps the start of a slice that waits for room, and says how many wait', async () => {
    world = await setUp(2);
    await world.start();
    const [first, second] = world.sent;
    expect(await world.stub.wait(first!, 30)).toBe(true);
    expect(await world.stub.wait({ ...second!, lease: 99 }, 30)).toBe(false);
    expect(await world.stub.slotLimit()).toEqual({ waiting: 1, atOnce: 30 });
    later(15_000);
    expect(await world.stub.wait(first!, 30)).toBe(true);
    vi.restoreAllMocks();
    later(21_000);
    await world.look();
    // The other one's start was lost, for all that is known.
    expect(world.sent.slice(2)).toEqual([second]);
    expect(await world.stub.begin(first!)).toBe(true);
    expect(await world.stub.slotLimit()).toBeNull();
    expect(await world.stub.wait(first!, 30)).toBe(false);
  });

  it('has a bounded number of starts on their way, and grants more as slices begin', async () => {
    world = await setUp(130);
    await world.ask('PATCH', `/api/projects/${world.projectId}`, {
      body: { options: { maximumConcurrentMigrations: 120 } },
    });
    await world.start();
    await vi.waitFor(() => expect(world.sent).toHaveLength(100), { timeout: 20_000 });
    for (const message of world.sent.slice(0, 30)) await world.stub.begin(message);
    await vi.waitFor(() => expect(world.sent).toHaveLength(120), { timeout: 20_000 });
    expect(new Set(world.sent.map(({ runId }) => runId)).size).toBe(120);
  });

  it('lets one slice find out what a pair of servers can, and others presume it meanwhile', async () => {
    world = await setUp(1);
    const versions = { source: 'Exchange 2010', destination: 'Exchange 2019' };
    expect([await world.stub.pair(versions), await world.stub.pair(versions)]).toEqual(['unknown', 'presumed']);
    await world.stub.putPair(versions, 'refuses');
    expect(await world.stub.pair(versions)).toBe('refuses');
  });

  it('shows a failure with cause and remedy', async () => {
    world = await setUp(1);
    await world.start();
    await world.stub.begin(world.sent[0]!);
    const fault = { kind: 'credentials' as const, scope: 'mailbox' as const, code: 'http-401', message: 'refused' };
    await world.stub.settle(world.sent[0]!, { result: { outcome: 'failed', fault }, errorCount: 0 });
    const [mailbox] = await world.mailboxes();
    expect(mailbox).toMatchObject({ status: 'Failed', state: 'attention', failure: { code: 'http-401' } });
  });

  it('says of a completed mailbox that copies have gone since', async () => {
    world = await setUp(1);
    await world.start();
    await world.stub.begin(world.sent[0]!);
    const folder = { folderId: 'f', path: 'Inbox', source: NOTHING, destination: NOTHING, extra: 0, differences: [] };
    const folders = [
      { ...folder, missing: { count: 2, bytes: 9 } },
      { ...folder, folderId: 'g', missing: { count: 1, bytes: 9 } },
    ];
    await world.stub.settle(world.sent[0]!, { result: { outcome: 'done', folders }, errorCount: 0 });
    const [mailbox] = await world.mailboxes();
    const statusDetail = '3 copies are no longer in their folders at the destination';
    expect(mailbox).toMatchObject({ status: 'Completed', statusDetail });
  });

  it('tells sockets how it goes', async () => {
    world = await setUp(1);
    await world.start();
    const response = await world.stub.fetch('http://coordinator/live', { headers: { upgrade: 'websocket' } });
    const socket = response.webSocket!;
    const messages: Record<string, unknown>[] = [];
    socket.accept();
    socket.addEventListener('message', (event) => messages.push(JSON.parse(String(event.data))));
    await world.stub.begin(world.sent[0]!);
    await world.stub.heartbeat(world.sent[0]!, REPORT);
    await vi.waitFor(() => expect(messages.some((message) => message.type === 'patch')).toBe(true), { timeout: 3_000 });
    expect(messages[0]).toMatchObject({ type: 'snapshot', counters: { total: 1 } });
    const patches = messages.filter((message) => message.type === 'patch');
    const merged = Object.assign({}, ...patches.flatMap((patch) => patch.mailboxes as object[]));
    expect(merged).toMatchObject({ progress: { itemsDone: 4, itemsTotal: 10, itemsPerSecond: 2 } });
    socket.close();
  });

  it('tells a screen that opens later how fast it was until then', async () => {
    world = await setUp(1);
    await world.start();
    await world.stub.begin(world.sent[0]!);
    await world.stub.heartbeat(world.sent[0]!, { ...REPORT, rates: { itemsPerSecond: 2, bytesPerSecond: 5_000 } });
    await world.stub.settle(world.sent[0]!, DONE);
    const response = await world.stub.fetch('http://coordinator/live', { headers: { upgrade: 'websocket' } });
    const socket = response.webSocket!;
    const first = new Promise<{ speeds: { bytesPerSecond: number }[] }>((resolve) => {
      socket.addEventListener('message', ({ data }) => resolve(JSON.parse(String(data))), { once: true });
    });
    socket.accept();
    expect((await first).speeds.map(({ bytesPerSecond }) => bytesPerSecond)).toEqual([5_000, 0]);
    socket.close();
  });
});
