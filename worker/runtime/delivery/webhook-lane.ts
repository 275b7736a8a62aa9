import type { Db, Statement } from '../../features/kernel/db.ts';
import type { Log, Vault } from '../../features/kernel/deps.ts';
import type { Outcome } from '../../features/webhooks/decide-attempt.ts';
import { decideAttempt, decideHealth, isDelivered } from '../../features/webhooks/decide-attempt.ts';
import type { Claimed, Lane, WebhookChange } from '../../features/webhooks/lane-store.ts';
import { claimDeliveries, dropPending, recordRound } from '../../features/webhooks/lane-store.ts';
import { MAX_TRIES } from '../../features/webhooks/retry-plan.ts';
import { openSecrets } from '../../features/webhooks/sealed-secrets.ts';
import type { WebhookRow } from '../../features/webhooks/table.ts';
import type { NewId } from '../../lib/ids.ts';
import { MINUTE_MS } from '../../lib/units.ts';
import type { PauseReason } from '../../lib/webhook-facts.ts';
import type { Fetch } from '../platform/http.ts';
import type { Slots } from './connection-slots.ts';
import { sendWebhook } from './send-webhook.ts';

export type LaneDeps = {
  db: Db;
  vault: Pick<Vault, 'open'>;
  log: Pick<Log, 'error' | 'info'>;
  now: () => number;
  newId: NewId;
  /** 0..1, for jitter. */
  chance: () => number;
  fetch: Fetch;
  timeoutMs: number;
  /** What else is written when a webhook is paused: its event, and a message to the owners. */
  onPause: (webhook: WebhookRow, reason: PauseReason) => Promise<readonly Statement[]>;
};

/** Concurrent requests to one receiver: a burst reaches it as fast as it answers, and no faster. */
const MOST_AT_ONCE = 8;
/** Attempts that were lost with their process do not count as answers, but they must end too. */
const MOST_LOST = 5;

/**
 * Sends what is due of one webhook, in rounds: one request first, then twice as many with each round that is delivered.
 * Ends when nothing is due, when the receiver needs a rest, or at `until`.
 */
export async function runLane(
  deps: LaneDeps,
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
      const round = await runRound(deps, workgroupId, lane.id, slot.count);
      if (round === 'over') return;
      isProven = round === 'delivered';
      width = isProven ? Math.min(width * 2, MOST_AT_ONCE) : 1;
    } finally {
      slot.release();
    }
  }
}

/** Some attempts at the same time. `over`: nothing more is to be sent now. */
async function runRound(
  deps: LaneDeps,
  workgroupId: string,
  webhookId: string,
  limit: number,
): Promise<'delivered' | 'failed' | 'over'> {
  const { db, now } = deps;
  const claim = deps.newId('clm');
  // Longer than an attempt takes, with its reading and writing.
  const leaseMs = deps.timeoutMs + MINUTE_MS / 2;
  const claimed = await claimDeliveries(db, workgroupId, webhookId, { claim, now: now(), leaseMs, limit });
  if (!claimed) return 'over';
  const { webhook, deliveries } = claimed;
  if (deliveries.length === 0) {
    if (webhook.state === 'paused') await dropPending(db, webhook);
    return 'over';
  }
  const secrets = await openSecrets(deps.vault, webhook, now()).catch(() => undefined);
  const outcomes = await Promise.all(deliveries.map((delivery) => attemptOf(deps, webhook, delivery, secrets)));
  const results = deliveries.map((delivery, index) => ({
    id: delivery.id,
    attempt: outcomes[index]!.attempt,
    decision: decideAttempt(delivery, outcomes[index]!, now(), deps.chance()),
  }));
  const counted = outcomes.filter((_, index) => !deliveries[index]!.isTest);
  const { health, pause } = decideHealth(webhook, counted, now());
  const change = changeOf(webhook, health, counted.some(isDelivered), now());
  await recordRound(db, webhook, claim, results, change, await pauseOf(deps, webhook, pause));
  const isResting = (health.restUntil ?? 0) > now();
  if (pause || isResting) return 'over';
  return outcomes.every(isDelivered) ? 'delivered' : 'failed';
}

async function attemptOf(
  deps: LaneDeps,
  { url }: WebhookRow,
  { messageId, body, tries }: Claimed,
  secrets: readonly string[] | undefined,
): Promise<Outcome> {
  const notSent = (error: string): Outcome => ({
    attempt: { at: deps.now(), status: null, error, ms: null, answer: null },
    retryAfterMs: 0,
  });
  if (tries > MAX_TRIES + MOST_LOST) return notSent('Mailferry stopped during each attempt.');
  if (!secrets) return notSent('The secret of the webhook cannot be read. Create a new one.');
  return sendWebhook({ url, messageId, body, secrets }, deps);
}

/** What of a webhook changes; a row that stays the same costs no write. */
function changeOf(
  before: WebhookRow,
  health: Pick<WebhookRow, 'failingSince' | 'failedAt' | 'failures' | 'restUntil'>,
  hasDelivered: boolean,
  now: number,
): WebhookChange {
  const isOld = before.deliveredAt === null || now - before.deliveredAt >= MINUTE_MS;
  const { failingSince, failedAt, failures, restUntil } = health;
  const after = { failingSince, failedAt, failures, restUntil, ...(hasDelivered && isOld && { deliveredAt: now }) };
  return Object.fromEntries(
    Object.entries(after).filter(([field, value]) => before[field as keyof WebhookRow] !== value),
  );
}

async function pauseOf(deps: LaneDeps, webhook: WebhookRow, reason: PauseReason | undefined) {
  if (!reason) return undefined;
  const now = deps.now();
  const change = {
    state: 'paused',
    pauseReason: reason,
    pausedAt: now,
    updatedAt: Math.max(now, webhook.updatedAt + 1),
  } as const;
  return { change, after: await deps.onPause(webhook, reason) };
}
