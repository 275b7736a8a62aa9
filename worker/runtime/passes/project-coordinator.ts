import { DurableObject } from 'cloudflare:workers';
import type { Versions } from '../../engine/model/memory.ts';
import { LEASE_MS } from '../../engine/pacing/schedule.ts';
import { updateMailboxLive } from '../../features/mailboxes/live-store.ts';
import { presentMailbox } from '../../features/mailboxes/present-mailbox.ts';
import { listStateTotals, sumUp } from '../../features/mailboxes/state-totals.ts';
import { listProjectMailboxes } from '../../features/mailboxes/store.ts';
import { isOpenRun } from '../../features/passes/look-store.ts';
import type { RunChange } from '../../features/passes/run-store.ts';
import { getRun, writeRuns } from '../../features/passes/run-store.ts';
import type { ProjectOptions } from '../../features/projects/table.ts';
import { explainFault } from '../../features/reports/explain-fault.ts';
import type { Db } from '../../features/kernel/db.ts';
import { createDb } from '../platform/db.ts';
import { consoleLog as log } from '../platform/log.ts';
import type { Env } from './env.ts';
import { numberOf } from '../platform/number-of.ts';
import { createLeaseStore } from './lease-store.ts';
import type { SliceReport } from './live-board.ts';
import { createLiveBoard, progressPatch } from './live-board.ts';
import { createLiveFeed } from './live-feed.ts';
import type { Owner } from './look.ts';
import { look } from './look.ts';
import type { CopyMessage } from './messages.ts';
import { keepPair, pairOf } from './pair-facts.ts';
import type { Settlement } from './run-outcome.ts';
import { begunVerdict, verdictOf } from './run-outcome.ts';
import { createShared, createTurns } from './turns.ts';

/** What a heartbeat brings to a slice. `options` where they are known; they may have changed since it began. */
export type Orders = { isLost: boolean; stop: boolean; options?: ProjectOptions };

const SAVE_EVERY_MS = 5_000;

/**
 * Runs the passes of one project: grants leases, starts slices, hears how they go, tells screens. Its truth is
 * the runs in D1 and the leases in its own storage; what is in memory only makes screens quick.
 */
export class ProjectCoordinator extends DurableObject<Env> {
  readonly #leases = createLeaseStore(this.ctx.storage.sql);
  readonly #leaseMs = numberOf(this.env.LEASE_MS, LEASE_MS);
  readonly #board = createLiveBoard();
  readonly #feed = createLiveFeed({
    board: this.#board,
    sockets: () => this.ctx.getWebSockets(),
    readMailboxes: async (ids) => {
      const owner = this.#leases.owner();
      if (!owner) return [];
      const { workgroupId, projectId } = owner;
      return (await listProjectMailboxes(this.#db(), workgroupId, projectId, ids)).map(presentMailbox);
    },
    readCounters: async () => {
      const owner = this.#leases.owner();
      return sumUp(owner ? await listStateTotals(this.#db(), owner.workgroupId, [owner.projectId]) : []).counters;
    },
    waitUntil: (work) => this.ctx.waitUntil(work),
  });
  /** One thing at a time: a look at the database must not cross another one's writes. */
  readonly #serially = createTurns();
  readonly #look = createShared(this.#serially, async (isWhole) => {
    const owner = this.#leases.owner();
    if (!owner) return;
    this.#options = await look(owner, isWhole, {
      db: this.#db(),
      leases: this.#leases,
      leaseMs: this.#leaseMs,
      now: Date.now,
      write: (changes) => this.#write(owner.workgroupId, changes),
      endLive: (mailboxId) => this.#board.end(mailboxId),
      setAlarm: (at) => this.#setAlarm(at),
      send: (messages) => this.#send(messages),
    });
  });
  #savedAt = 0;
  /** The project's, as they were when last looked at. */
  #options: ProjectOptions | undefined;

  constructor(state: DurableObjectState, env: Env) {
    super(state, env);
    state.setWebSocketAutoResponse(new WebSocketRequestResponsePair('{"type":"ping"}', '{"type":"pong"}'));
  }

  /** There may be new runs in D1. */
  async enqueue(what: Owner & { passId: string }): Promise<void> {
    this.#leases.setOwner(what.workgroupId, what.projectId);
    await this.#look(true);
  }

  /** Runs in D1 may have been marked as stopping. */
  async stop(what: Owner & { passId: string; mailboxIds?: string[] }): Promise<void> {
    await this.enqueue(what);
  }

  /** A slice has to wait until others make room for it. False for a lease that is not valid any more. */
  async wait(message: CopyMessage): Promise<boolean> {
    const lease = this.#leases.get(message.runId);
    if (!lease || lease.number !== message.lease || lease.isBegun) return false;
    this.#leases.put({ ...lease, sentAt: Date.now() });
    return true;
  }

  /** A slice wants to begin. False for a lease that is old, or that another start has begun already. */
  async begin(message: CopyMessage): Promise<boolean> {
    const lease = this.#leases.get(message.runId);
    if (!lease || lease.number !== message.lease || lease.isBegun) return false;
    const now = Date.now();
    const expiresAt = now + this.#leaseMs;
    this.#leases.put({ ...lease, isBegun: true, expiresAt });
    await this.#setAlarm(expiresAt);
    const { workgroupId, runId } = message;
    this.ctx.waitUntil(
      this.#serially(async () => {
        const run = await getRun(this.#db(), workgroupId, runId);
        if (run)
          await this.#write(
            workgroupId,
            begunVerdict(run, now).map((verdict) => ({ ...verdict, passId: run.passId })),
          );
      }),
    );
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
      this.#feed.tellSoon();
    }
    if (now - this.#savedAt >= SAVE_EVERY_MS) {
      this.#savedAt = now;
      this.ctx.waitUntil(this.#serially(() => this.#save(message.workgroupId)));
    }
    return { isLost: false, stop: lease.stopAt !== undefined, ...(this.#options && { options: this.#options }) };
  }

  /** A slice has ended. Ignored when its lease is not the present one. */
  async settle(message: CopyMessage, settlement: Settlement): Promise<void> {
    const { workgroupId, runId, mailboxId } = message;
    await this.#serially(async () => {
      const lease = this.#leases.get(runId);
      if (!lease || lease.number !== message.lease) return;
      const run = await getRun(this.#db(), workgroupId, runId);
      // One that goes on at once keeps its speed until its next slice tells another.
      if (settlement.result.outcome !== 'more') this.#board.end(mailboxId);
      if (run && isOpenRun(run)) {
        const isStopping = lease.stopAt !== undefined || run.status === 'stopping';
        const verdict = verdictOf(run, settlement, isStopping, Date.now(), explainFault);
        await this.#write(workgroupId, [{ ...verdict, passId: run.passId }]);
      }
      // Only now: a crash before this line lets the lease run out, and the run is looked at again.
      this.#leases.remove(runId);
    });
    await this.#look();
  }

  pair(versions: Versions): 'takes' | 'refuses' | 'unknown' {
    return pairOf(this.#leases, versions, Date.now());
  }

  putPair(versions: Versions, verdict: 'takes' | 'refuses'): void {
    keepPair(this.#leases, versions, verdict);
  }

  override async alarm(): Promise<void> {
    await this.#look(true);
  }

  /** A screen wants to watch; the API has checked its right to. */
  override async fetch(request: Request): Promise<Response> {
    if (request.headers.get('upgrade')?.toLowerCase() !== 'websocket') return new Response(null, { status: 426 });
    // A project that has never run a pass is not known here yet; its name says whose it is.
    const [workgroupId, projectId] = this.ctx.id.name?.split(':') ?? [];
    if (!this.#leases.owner() && workgroupId && projectId) this.#leases.setOwner(workgroupId, projectId);
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server);
    await this.#feed.greet(server);
    return new Response(null, { status: 101, webSocket: client });
  }

  override webSocketClose(socket: WebSocket, code: number): void {
    socket.close(code === 1005 || code === 1006 ? 1000 : code);
  }

  #db(): Db {
    return createDb(this.env.DB);
  }

  /** One that does not get through is sent again when its lease has waited long enough. */
  #send(messages: readonly CopyMessage[]): void {
    const { MAILBOX_LEDGER } = this.env;
    for (const message of messages) {
      const mailbox = MAILBOX_LEDGER.get(MAILBOX_LEDGER.idFromName(`${message.workgroupId}:${message.mailboxId}`));
      this.ctx.waitUntil(
        mailbox
          .start(message)
          .catch((error: unknown) => log.error('slice-not-started', { runId: message.runId, error })),
      );
    }
  }

  /** The alarm moves forward only: a later wish must not put off an earlier one. */
  async #setAlarm(at: number): Promise<void> {
    const set = await this.ctx.storage.getAlarm();
    if (set === null || set > at || set < Date.now()) await this.ctx.storage.setAlarm(at);
  }

  async #write(workgroupId: string, changes: readonly RunChange[]): Promise<void> {
    if (changes.length === 0) return;
    await writeRuns(this.#db(), workgroupId, changes, Date.now());
    await this.#feed.show(changes.map(({ mailbox }) => mailbox.id));
  }

  async #save(workgroupId: string): Promise<void> {
    const reports = this.#board.takeReports();
    const patches = reports.map(([mailboxId, report]) => progressPatch(mailboxId, report));
    await updateMailboxLive(this.#db(), workgroupId, patches);
  }
}
