import type { Lane } from '../../features/webhooks/lane-store.ts';
import type { Slots } from './connection-slots.ts';
import type { RoundDeps } from './webhook-round.ts';
import { runRound } from './webhook-round.ts';

/** Concurrent requests to one receiver: a burst reaches it as fast as it answers, and no faster. */
const MOST_AT_ONCE = 8;
/** So many deliveries a connection are claimed and recorded together, once a receiver has shown that it keeps up. */
const MOST_EACH = 4;

/**
 * Sends what is due of one webhook, in rounds: one request first, then twice as many with each round that is delivered.
 * Ends when nothing is due, when the receiver needs a rest, or at `until`.
 */
export async function runLane(
  deps: RoundDeps,
  slots: Slots,
  workgroupId: string,
  lane: Pick<Lane, 'id' | 'failures' | 'deliveredAt'>,
  until: number,
): Promise<void> {
  let width = 1;
  let isProven = lane.failures === 0 && lane.deliveredAt !== null;
  while (deps.now() < until) {
    const slot = await slots.take(isProven, width);
    try {
      if (deps.now() >= until) return;
      const each = width === MOST_AT_ONCE ? MOST_EACH : 1;
      const round = await runRound(deps, workgroupId, lane.id, { atOnce: slot.count, limit: slot.count * each });
      if (round === 'over') return;
      isProven = round === 'delivered';
      width = isProven ? Math.min(width * 2, MOST_AT_ONCE) : 1;
    } finally {
      slot.release();
    }
  }
}
