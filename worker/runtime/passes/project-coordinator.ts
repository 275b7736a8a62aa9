import { DurableObject } from 'cloudflare:workers';
import type { Versions } from '../../engine/model/memory.ts';
import type { Lease, Waiting } from '../../engine/pacing/schedule.ts';
import { LEASE_MS, schedule } from '../../engine/pacing/schedule.ts';
import { getEndpoint } from '../../features/endpoints/store.ts';
import type { Db } from '../../features/kernel/db.ts';
import { explainFault } from '../../features/reports/explain-fault.ts';
import { updateMailboxLive } from '../../features/mailboxes/live-store.ts';
import { presentMailbox } from '../../features/mailboxes/present-mailbox.ts';
import { listProjectMailboxes } from '../../features/mailboxes/store.ts';
import { getRun, listOpenRuns, writeRuns } from '../../features/passes/run-store.ts';
import type { RunRow } from '../../features/passes/table.ts';
import { sumUp } from '../../features/projects/present-project.ts';
import { getProject, listStateTotals } from '../../features/projects/store.ts';
import type { ProjectOptions, ProjectRow } from '../../features/projects/table.ts';
import { createDb } from '../platform/db.ts';
import type { Env } from './env.ts';
import { numberOf } from './env.ts';
import type { LeaseStore } from './lease-store.ts';
import { createLeaseStore } from './lease-store.ts';
import type { LiveBoard, SliceReport } from './live-board.ts';
import { createLiveBoard, progressPatch } from './live-board.ts';
import type { CopyMessage } from './messages.ts';
import type { Settlement, Verdict } from './run-outcome.ts';
import { verdictOf } from './run-outcome.ts';

/** What a heartbeat brings to a slice. `options` where they are known; they may have changed since it began. */
export type Orders = { isLost: boolean; stop: boolean; options?: ProjectOptions };

/** Mailboxes of a project that move at once, where the project says nothing: an account's budget for all, or each its own. */
const SHARED_SLOTS = 20;
const IMPERSONATED_SLOTS = 1000;
const TELL_EVERY_MS = 500;
const SAVE_EVERY_MS = 5_000;
/** Cloudflare's limit of one `sendBatch`. */
const SEND_AT_ONCE = 100;

/**
 * Runs the passes of one project: grants leases, sends copy jobs, hears how slices go, tells screens. Its truth is
 * the runs in D1 and the leases in its own storage; what is in memory only makes screens quick.
 */
export class ProjectCoordinator extends DurableObject<Env> {
  readonly #leases: LeaseStore;
  readonly #leaseMs: number;
  readonly #board: LiveBoard = createLiveBoard();
  #turn: Promise<unknown> = Promise.resolve();
  #isTelling = false;
  #countersChanged = false;
  #savedAt = 0;
  /** The project's, as they were when last looked at. */
  #options: ProjectOptions | undefined;

  constructor(state: DurableObjectState, env: Env) {
    super(state, env);
    this.#leases = createLeaseStore(state.storage.sql);
    this.#leaseMs = numberOf(env.LEASE_MS, LEASE_MS);
    state.setWebSocketAutoResponse(new WebSocketRequestResponsePair('{"type":"ping"}', '{"type":"pong"}'));
  }

  /** There may be new runs in D1. */
  async enqueue(what: { workgroupId: string; projectId: string; passId: string }): Promise<void> {
    this.#leases.setOwner(what.workgroupId, what.projectId);
    await this.#look();
  }

  /** Runs in D1 may have been marked as stopping. */
  async stop(what: { workgroupId: string; projectId: string; passId: string; mailboxIds?: string[] }): Promise<void> {
    await this.enqueue(what);
  }

  /** A consumer wants to begin. False for a lease that is old, or that another message has begun already. */
  async begin(message: CopyMessage): Promise<boolean> {
    const lease = this.#leases.get(message.runId);
    if (!lease || lease.number !== message.lease || lease.isBegun) return false;
    const now = Date.now();
    const expiresAt = now + this.#leaseMs;
    this.#leases.put({ ...lease, isBegun: true, expiresAt });
    await this.#setAlarm(expiresAt);
    this.ctx.waitUntil(this.#serially(() => this.#showBegun(message, now)));
    return true;
  }

  /** A slice is alive. Renews its lease and brings it orders. */
  async heartbeat(message: CopyMessage, report: SliceReport | undefined): Promise<Orders> {
    const lease = this.#leases.get(message.runId);
    if (!lease || lease.number !== message.lease) return { isLost: true, stop: true };
    const now = Date.now();
    this.#leases.put({ ...lease, expiresAt: now + this.#leaseMs });
    if (report) {
      this.#board.report(message.mailboxId, report);
      this.#tellSoon();
    }
    if (now - this.#savedAt >= SAVE_EVERY_MS) {
      this.#savedAt = now;
      this.ctx.waitUntil(this.#serially(() => this.#save(message.workgroupId)));
    }
    return { isLost: false, stop: lease.stopAt !== undefined, ...(this.#options && { options: this.#options }) };
  }

  /** A slice has ended. Ignored when its lease is not the present one. */
  async settle(message: CopyMessage, settlement: Settlement): Promise<void> {
    await this.#serially(async () => {
      const lease = this.#leases.get(message.runId);
      if (!lease || lease.number !== message.lease) return;
      const db = createDb(this.env.DB);
      const run = await getRun(db, message.workgroupId, message.runId);
      // One that goes on at once keeps its speed until its next slice tells another.
      if (settlement.result.outcome !== 'more') this.#board.end(message.mailboxId);
      if (run && isOpen(run)) {
        const isStopping = lease.stopAt !== undefined || run.status === 'stopping';
        await this.#apply(message.workgroupId, [
          { run, verdict: verdictOf(run, settlement, isStopping, Date.now(), explainFault) },
        ]);
      }
      // Only now: a crash before this line lets the lease run out, and the run is looked at again.
      this.#leases.remove(message.runId);
    });
    await this.#look();
  }

  /** What is known of two servers of these versions; `unknown` for one slice at a time, which is to find out. */
  pair(versions: Versions): 'takes' | 'refuses' | 'unknown' {
    const name = pairName(versions);
    const known = this.#leases.fact(name);
    if (known === 'takes' || known === 'refuses') return known;
    if (known !== undefined && Number(known) + LEASE_MS > Date.now()) return 'takes';
    this.#leases.setFact(name, String(Date.now()));
    return 'unknown';
  }

  putPair(versions: Versions, verdict: 'takes' | 'refuses'): void {
    this.#leases.setFact(pairName(versions), verdict);
  }

  override async alarm(): Promise<void> {
    await this.#look();
  }

  /** A screen wants to watch; the API has checked its right to. */
  override async fetch(request: Request): Promise<Response> {
    if (request.headers.get('upgrade')?.toLowerCase() !== 'websocket') return new Response(null, { status: 426 });
    // A project that has never run a pass is not known here yet; its name says whose it is.
    const [workgroupId, projectId] = this.ctx.id.name?.split(':') ?? [];
    if (!this.#leases.owner() && workgroupId && projectId) this.#leases.setOwner(workgroupId, projectId);
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server);
    const counters = await this.#counters();
    server.send(JSON.stringify({ type: 'snapshot', mailboxes: [], counters, rates: this.#board.rates() }));
    return new Response(null, { status: 101, webSocket: client });
  }

  override webSocketClose(socket: WebSocket, code: number): void {
    socket.close(code === 1005 || code === 1006 ? 1000 : code);
  }

  /** One thing at a time: a look at the database must not cross another one's writes. */
  #serially<T>(work: () => Promise<T>): Promise<T> {
    const run = this.#turn.then(work);
    this.#turn = run.catch(() => undefined);
    return run;
  }

  /** Brings leases, queue and database in line with what the schedule says. */
  #look(): Promise<void> {
    return this.#serially(async () => {
      const owner = this.#leases.owner();
      if (!owner) return;
      const db = createDb(this.env.DB);
      const [project, runs] = await Promise.all([
        getProject(db, owner.workgroupId, owner.projectId),
        listOpenRuns(db, owner.workgroupId, owner.projectId),
      ]);
      this.#options = project?.options;
      const now = Date.now();
      const open = new Map(runs.map((run) => [run.id, run]));
      const stopped: RunRow[] = [];
      for (const lease of this.#leases.list()) {
        const run = open.get(lease.runId);
        // A lease that no one has begun needs no one's consent to end.
        if (!run || (run.status === 'stopping' && !lease.isBegun)) this.#leases.remove(lease.runId);
        else if (run.status === 'stopping' && lease.stopAt === undefined) this.#leases.put({ ...lease, stopAt: now });
      }
      const plan = schedule({
        slots: project?.options.maximumConcurrentMigrations ?? (await defaultSlots(db, project)),
        leases: this.#leases.list(),
        waiting: runs.filter((run) => run.status === 'queued' && !this.#leases.get(run.id)).map(waitingOf),
        now,
        resendMs: this.#leaseMs,
      });
      for (const lease of [...plan.lost, ...plan.revoke]) this.#leases.remove(lease.runId);
      for (const run of runs) if (run.status === 'stopping' && !this.#leases.get(run.id)) stopped.push(run);
      const lost = plan.lost.flatMap((lease) => open.get(lease.runId) ?? []).filter((run) => run.status === 'running');
      for (const lease of [...plan.lost, ...plan.revoke]) this.#board.end(lease.mailboxId);
      await this.#apply(owner.workgroupId, [
        ...stopped.map((run) => ({ run, verdict: stoppedVerdict(run, now) })),
        ...lost.map((run) => ({ run, verdict: lostVerdict(run, now) })),
      ]);

      const granted = plan.dispatch.map((waiting): Lease => {
        const { runId, mailboxId } = waiting;
        return { runId, mailboxId, number: this.#leases.nextNumber(), isBegun: false, sentAt: now, expiresAt: 0 };
      });
      const sent = [...granted, ...plan.resend.map((lease) => ({ ...lease, sentAt: now }))];
      for (const lease of sent) this.#leases.put(lease);
      // The alarm first: should sending fail, it looks again and sends what was not begun.
      const soon = lost.length > 0 ? now : undefined;
      const wakeAt = Math.min(plan.wakeAt ?? Infinity, soon ?? Infinity);
      if (wakeAt !== Infinity) await this.#setAlarm(Math.max(wakeAt, now + 10));
      await this.#send(sent.flatMap((lease) => messageOf(owner, open.get(lease.runId), lease)));
    });
  }

  async #send(messages: CopyMessage[]): Promise<void> {
    for (let from = 0; from < messages.length; from += SEND_AT_ONCE)
      await this.env.COPY_QUEUE.sendBatch(messages.slice(from, from + SEND_AT_ONCE).map((body) => ({ body })));
  }

  /** The alarm moves forward only: a later wish must not put off an earlier one. */
  async #setAlarm(at: number): Promise<void> {
    const set = await this.ctx.storage.getAlarm();
    if (set === null || set > at || set < Date.now()) await this.ctx.storage.setAlarm(at);
  }

  async #apply(workgroupId: string, changes: { run: RunRow; verdict: Verdict }[]): Promise<void> {
    if (changes.length === 0) return;
    const written = changes.map(({ run: { passId }, verdict }) => ({ passId, ...verdict }));
    await writeRuns(createDb(this.env.DB), workgroupId, written, Date.now());
    await this.#show(
      workgroupId,
      changes.map(({ run }) => run.mailboxId),
    );
  }

  async #showBegun(message: CopyMessage, now: number): Promise<void> {
    const db = createDb(this.env.DB);
    const run = await getRun(db, message.workgroupId, message.runId);
    if (run?.status !== 'queued') return;
    const begun = {
      passId: run.passId,
      run: {
        id: run.id,
        status: 'running' as const,
        updatedAt: now,
        ...(run.startedAt === null && { startedAt: now }),
      },
      mailbox: {
        id: message.mailboxId,
        statusCode: 'processing' as const,
        statusDetail: null,
        failure: null,
        lastActivityAt: now,
      },
    };
    await writeRuns(db, message.workgroupId, [begun], now);
    await this.#show(message.workgroupId, [message.mailboxId]);
  }

  async #save(workgroupId: string): Promise<void> {
    const reports = this.#board.takeReports();
    const patches = reports.map(([mailboxId, report]) => progressPatch(mailboxId, report));
    await updateMailboxLive(createDb(this.env.DB), workgroupId, patches);
  }

  /** Tells screens how these mailboxes stand now. */
  async #show(workgroupId: string, mailboxIds: string[]): Promise<void> {
    this.#countersChanged = true;
    if (this.ctx.getWebSockets().length > 0) {
      const { projectId } = this.#leases.owner()!;
      const rows = await listProjectMailboxes(createDb(this.env.DB), workgroupId, projectId, mailboxIds);
      for (const row of rows) this.#board.change(presentMailbox(row));
    }
    this.#tellSoon();
  }

  #tellSoon(): void {
    if (this.#isTelling) return;
    this.#isTelling = true;
    setTimeout(() => {
      this.#isTelling = false;
      this.ctx.waitUntil(this.#tell());
    }, TELL_EVERY_MS);
  }

  async #tell(): Promise<void> {
    const mailboxes = this.#board.take();
    const sockets = this.ctx.getWebSockets();
    if (sockets.length === 0 || (mailboxes.length === 0 && !this.#countersChanged)) return;
    const counters = this.#countersChanged ? await this.#counters() : undefined;
    this.#countersChanged = false;
    const at = new Date().toISOString();
    const text = JSON.stringify({ type: 'patch', mailboxes, counters, rates: this.#board.rates(), at });
    for (const socket of sockets) {
      try {
        socket.send(text);
      } catch {
        // A socket that is closing; its screen comes back and reads everything anew.
      }
    }
  }

  async #counters(): Promise<ReturnType<typeof sumUp>['counters']> {
    const owner = this.#leases.owner();
    if (!owner) return sumUp([]).counters;
    return sumUp(await listStateTotals(createDb(this.env.DB), owner.workgroupId, [owner.projectId])).counters;
  }
}

/** Under impersonation on both sides every mailbox has the servers' budgets for itself. */
async function defaultSlots(db: Db, project: ProjectRow | undefined): Promise<number> {
  if (!project) return SHARED_SLOTS;
  const { workgroupId, sourceEndpointId, destinationEndpointId } = project;
  const sides = await Promise.all(
    [sourceEndpointId, destinationEndpointId].map((id) => getEndpoint(db, workgroupId, id)),
  );
  return sides.every((side) => side?.useImpersonation) ? IMPERSONATED_SLOTS : SHARED_SLOTS;
}

function pairName({ source, destination }: Versions): string {
  return `pair ${source} ${destination}`;
}

function isOpen(run: RunRow): boolean {
  return run.status === 'queued' || run.status === 'running' || run.status === 'stopping' || run.status === 'paused';
}

function waitingOf(run: RunRow): Waiting {
  return { runId: run.id, mailboxId: run.mailboxId, notBeforeAt: run.notBeforeAt ?? 0, queuedAt: run.updatedAt };
}

function messageOf(
  owner: { workgroupId: string; projectId: string },
  run: RunRow | undefined,
  lease: Lease,
): CopyMessage[] {
  if (!run) return [];
  const { id: runId, passId, mailboxId, startedAt } = run;
  return [{ ...owner, passId, runId, mailboxId, lease: lease.number, isResumed: startedAt !== null }];
}

function stoppedVerdict(run: RunRow, now: number): Verdict {
  const settlement: Settlement = { result: { outcome: 'stopped' }, errorCount: 0 };
  const verdict = verdictOf(run, settlement, true, now, explainFault);
  const { errorCount: _unknown, ...mailbox } = verdict.mailbox;
  return { run: verdict.run, mailbox };
}

/** The consumer was not heard of any more: the run waits for its next slice, the screen need not flicker. */
function lostVerdict(run: RunRow, now: number): Verdict {
  return { run: { id: run.id, status: 'queued', notBeforeAt: null, updatedAt: now }, mailbox: { id: run.mailboxId } };
}
