import type { Lane } from '../../features/webhooks/lane-store.ts';
import { listLanes, listWorkgroupsWithDue } from '../../features/webhooks/lane-store.ts';
import { SECOND_MS } from '../../lib/units.ts';
import type { Sender } from './sender.ts';
import { createSlots } from './connection-slots.ts';
import type { RoundDeps } from './webhook-round.ts';
import { runLane } from './webhook-lane.ts';

export type WebhookSenderDeps = RoundDeps & {
  /** Requests that may wait for an answer at the same time. */
  connections: number;
  sleep: (ms: number) => Promise<void>;
};

/** How long a drain waits for receivers; slow ones go on on their own, so that the drain serves others meanwhile. */
const PATIENCE_MS = SECOND_MS;

/**
 * Sends what is due of a workgroup's webhooks, each in a lane of its own: a slow or dead receiver holds up no other.
 * One per Durable Object, as lanes outlast the call that began them. What is under way is leased in D1, so that a lane
 * that dies with its process is repeated.
 */
export function createWebhookSender(deps: WebhookSenderDeps): Sender {
  const slots = createSlots(deps.connections);
  const running = new Map<string, Promise<void>>();

  const begin = (workgroupId: string, lane: Lane, until: number): void => {
    const run = runLane(deps, slots, workgroupId, lane, until)
      .catch((error: unknown) => deps.log.error('webhook-lane-failed', { webhookId: lane.id, error }))
      .finally(() => running.delete(lane.id));
    running.set(lane.id, run);
  };

  return {
    name: 'webhooks',
    async sendDue(workgroupId, now, until) {
      const isDue = (lane: Lane) => nextOf(lane) <= now && !running.has(lane.id);
      for (const lane of (await listLanes(deps.db, workgroupId)).filter(isDue)) begin(workgroupId, lane, until);
      await Promise.race([Promise.all(running.values()), deps.sleep(PATIENCE_MS)]);
      if (running.size > 0) return deps.now() + PATIENCE_MS;
      const next = (await listLanes(deps.db, workgroupId)).map(nextOf);
      return next.length === 0 ? undefined : Math.min(...next);
    },
    listDue: (now, limit) => listWorkgroupsWithDue(deps.db, now, limit),
  };
}

function nextOf({ dueAt, restUntil }: Lane): number {
  return Math.max(dueAt, restUntil ?? 0);
}
