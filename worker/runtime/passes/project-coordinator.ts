import { DurableObject } from 'cloudflare:workers';
import type { PairFact, Versions } from '../../engine/model/memory.ts';
import { LEASE_MS } from '../../engine/pacing/schedule.ts';
import { updateMailboxLive } from '../../features/mailboxes/live-store.ts';
import type { RunChange } from '../../features/passes/run-store.ts';
import { writeRuns } from '../../features/passes/run-store.ts';
import type { ProjectOptions } from '../../features/projects/table.ts';
import type { Db } from '../../features/kernel/db.ts';
import type { SlotLimit } from '../../features/kernel/deps.ts';
import { createDb } from '../platform/db.ts';
import type { Env } from './env.ts';
import { licencesOf, mayFreeLicence, wakeLicensed } from './run-licences.ts';
import { wakeOutbox } from './wake-outbox.ts';
import { numberOf } from '../platform/number-of.ts';
import { createLeaseStore } from './lease-store.ts';
import type { SliceReport } from './live-board.ts';
import { createLiveBoard, progressPatch } from './live-board.ts';
import { createLiveFeed } from './live-feed.ts';
import type { Looked, LookPorts, Owner } from './look.ts';
import { look } from './look.ts';
import type { CopyMessage } from './messages.ts';
import { keepPair, pairOf } from './pair-facts.ts';
import type { Settlement } from './run-outcome.ts';
import { countMailboxes, readMailboxes } from './project-mailboxes.ts';
import type { SettledRun } from './run-changes.ts';
import { changesByBeginning, changesByEnd } from './run-changes.ts';
import { createSpeedHistory } from './speed-history.ts';
import { startSlices } from './start-slices.ts';
import { createShared, createTurns } from './turns.ts';
import { endWatchers, watcherOf } from './watchers.ts';
import { createWaitingRoom } from './waiting-room.ts';

/** What a heartbeat brings to a slice. `options` where they are known; they may have changed since it began. */
export type Orders = { isLost: boolean; stop: boolean; options?: ProjectOptions };

const SAVE_EVERY_MS = 5_000;
/** How often a screen's access is checked: while there is news, and while there is none. */
const LOOK_AT_WATCHERS_MS = 900;
const WATCH_EVERY_MS = 15_000;

/**
 * Runs the passes of one project: grants leases, starts slices, receives their reports, updates screens. The runs in D1
 * and the leases in its own storage are the truth; its memory only makes screens fast.
 */
export class ProjectCoordinator extends DurableObject<Env> {
  readonly #leases = createLeaseStore(this.ctx.storage.sql);
  readonly #leaseMs = numberOf(this.env.LEASE_MS, LEASE_MS);
  readonly #room = createWaitingRoom(this.#leaseMs);
  readonly #board = createLiveBoard();
  readonly #speeds = createSpeedHistory(this.ctx.storage.sql);
  /** One thing at a time: a look at the database must not cross another one's writes. */
  readonly #serially = createTurns();
  readonly #feed = createLiveFeed({
    board: this.#board,
    sockets: () => this.#sockets(),
    endWatchers: () => this.#endWatchers(),
    readMailboxes: (ids) => readMailboxes(this.#db(), this.#leases.owner(), ids),
    countMailboxes: () => countMailboxes(this.#db(), this.#leases.owner()),
    limit: () => this.slotLimit(),
    speeds: () => this.#speeds.list(Date.now()),
    serially: this.#serially,
    waitUntil: (work) => this.ctx.waitUntil(work),
  });
  readonly #look = createShared(this.#serially, async (isWhole) => {
    const owner = this.#leases.owner();
    if (!owner) return;
    const ports: LookPorts = {
      db: this.#db(),
      leases: this.#leases,
      leaseMs: this.#leaseMs,
      now: Date.now,
      write: (changes) => this.#write(owner.workgroupId, changes),
      endLive: (mailboxId) => this.#board.end(mailboxId),
      setAlarm: (at) => this.#setAlarm(at),
      send: (messages) => this.ctx.waitUntil(startSlices(messages, this.env)),
    };
    this.#looked = await look(owner, isWhole, ports);
  });
  /** Slices that begin or end at about the same time are written together. */
  #begun: CopyMessage[] = [];
  readonly #showBegun = createShared(this.#serially, async () => {
    const begun = this.#begun.splice(0);
    const workgroupId = begun[0]?.workgroupId;
    if (workgroupId === undefined) return;
    const runIds = begun.map(({ runId }) => runId);
    await this.#write(workgroupId, await changesByBeginning(this.#db(), workgroupId, runIds, Date.now()));
  });
  #settled: { message: CopyMessage; settlement: Settlement }[] = [];
  readonly #settleAll = createShared(this.#serially, async () => {
    const settled = new Map<string, SettledRun>();
    let workgroupId = '';
    for (const { message, settlement } of this.#settled.splice(0)) {
      const lease = this.#leases.get(message.runId);
      if (!lease || lease.number !== message.lease) continue;
      ({ workgroupId } = message);
      settled.set(message.runId, { settlement, isStopRequested: lease.stopAt !== undefined });
      // A run that continues immediately keeps its speed until its next slice reports.
      if (settlement.result.outcome !== 'more') this.#board.end(message.mailboxId);
    }
    const changes = await changesByEnd(this.#db(), workgroupId, settled, Date.now());
    for (const { run, mailbox } of changes) if (run.status === 'paused') this.#board.end(mailbox.id);
    this.#speeds.note(Date.now(), this.#board.rates());
    await this.#write(workgroupId, changes);
    // Only now: a crash before this line lets the leases run out, and the runs are looked at again.
    for (const runId of settled.keys()) this.#leases.remove(runId);
  });
  #looked: Looked = { options: undefined, isHeldBack: false };
  #savedAt = 0;
  #watchedAt = 0;

  constructor(state: DurableObjectState, env: Env) {
    super(state, env);
    state.setWebSocketAutoResponse(new WebSocketRequestResponsePair('{"type":"ping"}', '{"type":"pong"}'));
  }

  /** There may be new runs in D1. */
  async enqueue(what: Owner & { passId: string }): Promise<void> {
    this.#leases.setOwner(what.workgroupId, what.projectId);
    this.#feed.recount();
    await this.#look(true);
  }

  /** Runs in D1 may have been marked as stopping. */
  async stop(what: Owner & { passId: string; mailboxIds?: string[] }): Promise<void> {
    await this.enqueue(what);
  }

  /** A slice waits because `atOnce` others already run there. False if its lease is no longer valid. */
  async wait(message: CopyMessage, atOnce: number): Promise<boolean> {
    const lease = this.#leases.get(message.runId);
    if (!lease || lease.number !== message.lease || lease.isBegun) return false;
    const now = Date.now();
    this.#leases.put({ ...lease, sentAt: now });
    this.#room.noteWait(lease, atOnce, now);
    this.#feed.sendSoon();
    return true;
  }

  slotLimit(): SlotLimit | null {
    return this.#room.limit(Date.now());
  }

  /** A slice wants to begin. False for a lease that is old, or that another start has begun already. */
  async begin(message: CopyMessage): Promise<boolean> {
    const lease = this.#leases.get(message.runId);
    if (!lease || lease.number !== message.lease || lease.isBegun) return false;
    const now = Date.now();
    const expiresAt = now + this.#leaseMs;
    this.#leases.put({ ...lease, isBegun: true, expiresAt });
    this.#room.leave(message.runId);
    await this.#setAlarm(expiresAt);
    this.#begun.push(message);
    this.ctx.waitUntil(this.#showBegun());
    if (this.#looked.isHeldBack) this.ctx.waitUntil(this.#look());
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
      this.#feed.sendSoon();
    }
    this.#speeds.note(now, this.#board.rates());
    if (now - this.#savedAt >= SAVE_EVERY_MS) {
      this.#savedAt = now;
      this.ctx.waitUntil(this.#serially(() => this.#save(message.workgroupId)));
    }
    const { options } = this.#looked;
    return { isLost: false, stop: lease.stopAt !== undefined, ...(options && { options }) };
  }

  /** A slice has ended. Ignored when its lease is not the present one. */
  async settle(message: CopyMessage, settlement: Settlement): Promise<void> {
    this.#settled.push({ message, settlement });
    await this.#settleAll();
    await this.#look();
  }

  pair(versions: Versions): PairFact {
    return pairOf(this.#leases, versions, Date.now());
  }

  putPair(versions: Versions, verdict: 'takes' | 'refuses'): void {
    keepPair(this.#leases, versions, verdict);
  }

  override async alarm(): Promise<void> {
    await this.#look(true);
    // Even without news, nobody who has signed out may stay connected.
    if (this.#sockets().length > 0) {
      await this.#endWatchers();
      await this.#setAlarm(Date.now() + WATCH_EVERY_MS);
    }
  }

  /** A screen wants to watch; the API has checked its right to. */
  override async fetch(request: Request): Promise<Response> {
    if (request.headers.get('upgrade')?.toLowerCase() !== 'websocket') return new Response(null, { status: 426 });
    // A project that has never run a pass is not known here yet; its name says whose it is.
    const [workgroupId, projectId] = this.ctx.id.name?.split(':') ?? [];
    if (!this.#leases.owner() && workgroupId && projectId) this.#leases.setOwner(workgroupId, projectId);
    const { 0: client, 1: server } = new WebSocketPair();
    server.serializeAttachment(watcherOf(request) ?? null);
    this.ctx.acceptWebSocket(server);
    await this.#setAlarm(Date.now() + WATCH_EVERY_MS);
    await this.#feed.greet(server);
    return new Response(null, { status: 101, webSocket: client });
  }

  /** Someone may have lost a right: nobody who has stays connected until the next look. */
  async endWatchers(): Promise<void> {
    this.#watchedAt = 0;
    await this.#endWatchers();
  }

  override webSocketClose(socket: WebSocket, code: number): void {
    socket.close(code === 1005 || code === 1006 ? 1000 : code);
  }

  #sockets(): WebSocket[] {
    return this.ctx.getWebSockets().filter(({ readyState }) => readyState === WebSocket.OPEN);
  }

  async #endWatchers(): Promise<void> {
    const owner = this.#leases.owner();
    const now = Date.now();
    if (!owner || now - this.#watchedAt < LOOK_AT_WATCHERS_MS) return;
    this.#watchedAt = now;
    await endWatchers(this.#db(), owner, this.#sockets(), now);
  }

  #db(): Db {
    return createDb(this.env.DB);
  }

  /** The alarm moves forward only: a later wish must not put off an earlier one. */
  async #setAlarm(at: number): Promise<void> {
    const set = await this.ctx.storage.getAlarm();
    if (set === null || set > at || set < Date.now()) await this.ctx.storage.setAlarm(at);
  }

  async #write(workgroupId: string, changes: readonly RunChange[]): Promise<void> {
    if (changes.length === 0) return;
    const db = this.#db();
    const now = Date.now();
    await this.#feed.change(
      changes.map(({ mailbox }) => mailbox.id),
      () => writeRuns(db, workgroupId, changes, now, licencesOf(this.env, db)),
    );
    if (changes.some(({ run }) => run.endedAt)) this.ctx.waitUntil(wakeOutbox(this.env, workgroupId));
    if (mayFreeLicence(changes)) this.ctx.waitUntil(wakeLicensed(this.env, db, workgroupId, now));
  }

  async #save(workgroupId: string): Promise<void> {
    const reports = this.#board.takeReports();
    const patches = reports.map(([mailboxId, report]) => progressPatch(mailboxId, report));
    await updateMailboxLive(this.#db(), workgroupId, patches);
  }
}
