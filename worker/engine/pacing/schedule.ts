/** The right to run one slice. `number` grows with every lease of a mailbox and fences off older ones. */
export type Lease = {
  runId: string;
  mailboxId: string;
  number: number;
  /** Sent, but no consumer has begun it yet. */
  isBegun: boolean;
  sentAt: number;
  /** A lease that has begun is lost if no heartbeat came by then. */
  expiresAt: number;
  stopAt?: number;
};

/** A mailbox of a pass that wants to run. */
export type Waiting = { runId: string; mailboxId: string; notBeforeAt: number; queuedAt: number };

export type ScheduleInput = {
  slots: number;
  leases: readonly Lease[];
  waiting: readonly Waiting[];
  now: number;
  /** How long after it was sent a message that no one took up is sent again. */
  resendMs?: number;
};

export type Schedule = {
  dispatch: Waiting[];
  /** Sent long ago and not begun: the message may be lost, a second one does no harm. */
  resend: Lease[];
  /** Lost: the slot is free again and the run is queued again. */
  lost: Lease[];
  /** Asked to stop and silent since: the lease is revoked. */
  revoke: Lease[];
  /** When to look again; undefined when nothing is left to do. */
  wakeAt?: number;
};

export const LEASE_MS = 20_000;
export const RESEND_MS = 20_000;
/** Stop must show within ten seconds, whatever the consumer does. */
export const STOP_GRACE_MS = 8_000;

/** Starts that are on their way at once; beyond that a project takes its slots step by step. */
const MOST_UNBEGUN = 100;

/** How many more leases can be granted now. */
export function freeSlots(slots: number, leases: readonly Lease[]): number {
  const unbegun = leases.filter((lease) => !lease.isBegun).length;
  return Math.max(0, Math.min(slots - leases.length, MOST_UNBEGUN - unbegun));
}

type Fate = 'keep' | 'resend' | 'lost' | 'revoke';

function fateOf(lease: Lease, now: number, resendMs: number): Fate {
  if (lease.stopAt !== undefined && lease.stopAt + STOP_GRACE_MS <= now) return 'revoke';
  if (lease.isBegun) return lease.expiresAt <= now ? 'lost' : 'keep';
  return lease.sentAt + resendMs <= now ? 'resend' : 'keep';
}

/** The leases that `schedule` does not leave as they are: it ends them, or their start is sent again. */
export function planDue(leases: readonly Lease[], now: number, resendMs = RESEND_MS): Lease[] {
  return leases.filter((lease) => fateOf(lease, now, resendMs) !== 'keep');
}

/** Decides what runs next: the longest waiting first, as many as there are slots. */
export function schedule({ slots, leases, waiting, now, resendMs = RESEND_MS }: ScheduleInput): Schedule {
  const lost: Lease[] = [];
  const revoke: Lease[] = [];
  const resend: Lease[] = [];
  const kept: Lease[] = [];
  for (const lease of leases) {
    const fate = fateOf(lease, now, resendMs);
    if (fate === 'revoke') revoke.push(lease);
    else if (fate === 'lost') lost.push(lease);
    else {
      kept.push(lease);
      if (fate === 'resend') resend.push(lease);
    }
  }
  const busy = new Set(kept.map((lease) => lease.mailboxId));
  const dispatch: Waiting[] = [];
  const held: number[] = [];
  const free = freeSlots(slots, kept);
  const queue = [...waiting].sort((a, b) => a.queuedAt - b.queuedAt || (a.runId < b.runId ? -1 : 1));
  for (const run of queue) {
    if (busy.has(run.mailboxId)) continue;
    if (run.notBeforeAt > now) held.push(run.notBeforeAt);
    else if (dispatch.length < free) {
      dispatch.push(run);
      busy.add(run.mailboxId);
    }
  }
  const moments = [
    ...held,
    ...kept.map((lease) =>
      lease.isBegun ? lease.expiresAt : (resend.includes(lease) ? now : lease.sentAt) + resendMs,
    ),
    ...kept.flatMap((lease) => (lease.stopAt === undefined ? [] : [lease.stopAt + STOP_GRACE_MS])),
    ...dispatch.map(() => now + resendMs),
    ...(lost.length + revoke.length > 0 ? [now] : []),
  ];
  return { dispatch, resend, lost, revoke, ...(moments.length > 0 && { wakeAt: Math.min(...moments) }) };
}
