import type { Lease, Waiting } from './schedule.ts';
import { planDue, schedule } from './schedule.ts';

/** A run that is not over. */
export type OpenRun = Waiting & { status: 'queued' | 'running' | 'stopping' | 'paused' };

export type LookInput = {
  /** How many mailboxes of the project may move at once. */
  slots: number;
  leases: readonly Lease[];
  /** The runs to decide about: all that are stopping, the next that wait, and those of leases that `planDue` names. */
  runs: readonly OpenRun[];
  now: number;
  /** How long a lease lasts without a heartbeat, and how long an unanswered start waits until it is sent again. */
  leaseMs: number;
};

export type Look = {
  /** Runs that are stopped now: no slice works on them. */
  stopped: string[];
  /** Runs whose slice went silent: they wait for their next one. */
  lost: string[];
  /** Leases that end. */
  remove: Lease[];
  /** Leases whose slices must stop from now on. */
  stop: Lease[];
  /** Runs that get a lease. */
  grant: Waiting[];
  /** Leases whose start is sent again. */
  resend: Lease[];
  /** When to look again; undefined when there is nothing to wait for. */
  wakeAt?: number;
};

/** Decides what a coordinator does about the runs and leases of its project. */
export function planLook({ slots, leases, runs, now, leaseMs }: LookInput): Look {
  const open = new Map(runs.map((run) => [run.runId, run]));
  const due = new Set(planDue(leases, now, leaseMs).map((lease) => lease.runId));
  const over: Lease[] = [];
  const stop: Lease[] = [];
  const kept: Lease[] = [];
  for (const lease of leases) {
    const run = open.get(lease.runId);
    // A lease that no one has begun needs no one's consent to end.
    if (run ? run.status === 'stopping' && !lease.isBegun : due.has(lease.runId)) over.push(lease);
    else if (run?.status === 'stopping' && lease.stopAt === undefined) {
      const stopping = { ...lease, stopAt: now };
      stop.push(stopping);
      kept.push(stopping);
    } else kept.push(lease);
  }
  const leased = new Set(kept.map((lease) => lease.runId));
  const waiting = runs.filter((run) => run.status === 'queued' && !leased.has(run.runId));
  const plan = schedule({ slots, leases: kept, waiting, now, resendMs: leaseMs });
  const ended = [...plan.lost, ...plan.revoke];
  for (const lease of ended) leased.delete(lease.runId);
  const unheld = (status: OpenRun['status']): string[] =>
    runs.filter((run) => run.status === status && !leased.has(run.runId)).map((run) => run.runId);
  const stopped = unheld('stopping');
  const lost = unheld('running');
  // Look again now: the lost runs are queued, and more may be stopping than were read.
  const wakeAt = stopped.length + lost.length > 0 ? now : plan.wakeAt;
  return {
    stopped,
    lost,
    remove: [...over, ...ended],
    stop,
    grant: plan.dispatch,
    resend: plan.resend.map((lease) => ({ ...lease, sentAt: now })),
    ...(wakeAt !== undefined && { wakeAt }),
  };
}
