import type { Seat } from '../../engine/pacing/seats.ts';
import { createSeats } from '../../engine/pacing/seats.ts';
import { LEASE_MS } from '../../engine/pacing/schedule.ts';
import type { Env } from '../passes/env.ts';
import { letSocketsIn } from '../platform/let-sockets-in.ts';
import { numberOf } from '../platform/number-of.ts';
import type { CopyMessage } from '../passes/messages.ts';
import { within } from '../../lib/within.ts';

/** Concurrent slices in one isolate of Cloudflare: it has 128 MB, of which content may take 48 (slice-deps.ts). */
const MAX_CONCURRENT_SLICES = 20;
/** How many of them may load their jobs, ledgers and credentials at the same time. */
const MAX_OPENING = 8;
const OPENING_MS = 1_000;
const seats = createSeats(MAX_OPENING);

/**
 * A seat among the slices of this isolate, which share its memory; undefined if the lease ended while waiting. The wait
 * is reported to the coordinator repeatedly, so that it shows the wait and sends no other start.
 */
export async function waitForSeat(message: CopyMessage, env: Env): Promise<Seat | undefined> {
  const limit = numberOf(env.SLICES_AT_ONCE, MAX_CONCURRENT_SLICES);
  const seat = seats.ask(message, limit);
  if (seat.isReady()) return afterSockets(seat);
  const { workgroupId, projectId } = message;
  const id = env.PROJECT_COORDINATOR.idFromName(`${workgroupId}:${projectId}`);
  const everyMs = numberOf(env.LEASE_MS, LEASE_MS) / 4;
  try {
    while (!seat.isReady()) {
      if (!seat.isCrowded()) {
        await within(OPENING_MS, seat.ready, () => undefined);
        continue;
      }
      if (!(await env.PROJECT_COORDINATOR.get(id).wait(message, limit))) {
        seat.leave();
        return undefined;
      }
      await within(everyMs, seat.ready, () => undefined);
    }
  } catch (error) {
    seat.leave();
    throw error;
  }
  return afterSockets(seat);
}

async function afterSockets(seat: Seat): Promise<Seat> {
  await letSocketsIn();
  return seat;
}
