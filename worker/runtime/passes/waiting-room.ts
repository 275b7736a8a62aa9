import type { SlotLimit } from '../../features/kernel/deps.ts';
import type { Lease } from '../../engine/pacing/schedule.ts';

/** Leases that wait for a limit of the computer or platform. Only in memory, as they report repeatedly. */
export type WaitingRoom = {
  /** The slice of this lease waits; `atOnce` slices run where it is. */
  noteWait(lease: Lease, atOnce: number, now: number): void;
  /** It no longer waits. */
  leave(runId: string): void;
  limit(now: number): SlotLimit | null;
};

/** `lastsMs`: a lease that has not reported for this long no longer waits. */
export function createWaitingRoom(lastsMs: number): WaitingRoom {
  const lastSeenAt = new Map<string, number>();
  let limit = 0;
  return {
    noteWait({ runId }, atOnce, now) {
      lastSeenAt.set(runId, now);
      limit = atOnce;
    },
    leave: (runId) => void lastSeenAt.delete(runId),
    limit(now) {
      for (const [runId, at] of lastSeenAt) if (now - at >= lastsMs) lastSeenAt.delete(runId);
      return lastSeenAt.size === 0 ? null : { waiting: lastSeenAt.size, atOnce: limit };
    },
  };
}
