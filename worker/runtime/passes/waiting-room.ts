import type { SlotLimit } from '../../features/kernel/deps.ts';
import type { Lease } from '../../engine/pacing/schedule.ts';

/** Which leases wait because a limit of the computer or platform lets no more slices run. In memory: they tell again. */
export type WaitingRoom = {
  /** The slice of this lease waits; `atOnce` slices run where it is. */
  noteWait(lease: Lease, atOnce: number, now: number): void;
  /** It waits no more. */
  leave(runId: string): void;
  limit(now: number): SlotLimit | null;
};

/** `lastsMs`: who has not told for so long waits no more. */
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
