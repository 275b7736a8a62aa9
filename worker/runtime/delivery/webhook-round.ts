import type { Db, Statement } from '../../features/kernel/db.ts';
import type { Log, Vault } from '../../features/kernel/deps.ts';
import type { Outcome } from '../../features/webhooks/decide-attempt.ts';
import { decideAttempt, decideHealth, isDelivered } from '../../features/webhooks/decide-attempt.ts';
import type { Claimed, Result, WebhookChange } from '../../features/webhooks/lane-store.ts';
import { claimDeliveries, dropPending, recordRound } from '../../features/webhooks/lane-store.ts';
import { MAX_TRIES } from '../../features/webhooks/retry-plan.ts';
import { openSecrets } from '../../features/webhooks/sealed-secrets.ts';
import type { WebhookRow } from '../../features/webhooks/table.ts';
import type { NewId } from '../../lib/ids.ts';
import { MINUTE_MS, SECOND_MS } from '../../lib/units.ts';
import type { PauseReason } from '../../lib/webhook-facts.ts';
import type { Fetch } from '../platform/http.ts';
import { sendWebhook } from './send-webhook.ts';

export type RoundDeps = {
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

/** Attempts that were lost with their process do not count as answers, but they must end too. */
const MOST_LOST = 5;
/** For what a round reads and writes. */
const SPARE_MS = 10 * SECOND_MS;

/**
 * Claims some deliveries, sends them, and records what came of it. `over`: nothing more is to be sent now. After a
 * failure, or once a round has taken long, it sends no more of them.
 */
export async function runRound(
  deps: RoundDeps,
  workgroupId: string,
  webhookId: string,
  { atOnce, limit }: { atOnce: number; limit: number },
): Promise<'delivered' | 'failed' | 'over'> {
  const { db, now, timeoutMs } = deps;
  const claim = deps.newId('clm');
  // The last attempt may begin when the first has run into its time-out.
  const leaseMs = 2 * timeoutMs + SPARE_MS;
  const claimed = await claimDeliveries(db, workgroupId, webhookId, { claim, now: now(), leaseMs, limit });
  if (!claimed) return 'over';
  const { webhook, deliveries } = claimed;
  if (deliveries.length === 0) {
    if (webhook.state === 'paused') await dropPending(db, webhook);
    return 'over';
  }
  const sent = await sendAll(deps, webhook, deliveries, atOnce);
  const outcomes = [...sent].filter(([{ isTest }]) => !isTest).map(([, outcome]) => outcome);
  const { health, pause } = decideHealth(webhook, outcomes, now());
  const change = changeOf(webhook, health, outcomes.some(isDelivered), now());
  const results = deliveries.map((delivery) => resultOf(deps, delivery, sent.get(delivery)));
  await recordRound(db, webhook, claim, results, change, await pauseOf(deps, webhook, pause));
  const isResting = (health.restUntil ?? 0) > now();
  if (pause || isResting) return 'over';
  return [...sent.values()].every(isDelivered) ? 'delivered' : 'failed';
}

/** What came of those that were sent. */
async function sendAll(
  deps: RoundDeps,
  webhook: WebhookRow,
  deliveries: readonly Claimed[],
  atOnce: number,
): Promise<Map<Claimed, Outcome>> {
  const secrets = await openSecrets(deps.vault, webhook, deps.now()).catch(() => undefined);
  const until = deps.now() + deps.timeoutMs;
  const sent = new Map<Claimed, Outcome>();
  const waiting = [...deliveries];
  let hasFailed = false;
  const sendOn = async (): Promise<void> => {
    while (!hasFailed && deps.now() <= until) {
      const delivery = waiting.shift();
      if (!delivery) return;
      const outcome = await attemptOf(deps, webhook, delivery, secrets);
      sent.set(delivery, outcome);
      hasFailed ||= !isDelivered(outcome);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, sendOn));
  return sent;
}

async function attemptOf(
  deps: RoundDeps,
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

/** What was not sent after all stays due. */
function resultOf({ now, chance }: RoundDeps, delivery: Claimed, outcome: Outcome | undefined): Result {
  const { id } = delivery;
  if (!outcome) return { id, attempt: undefined, decision: { state: 'pending', dueAt: now() } };
  return { id, attempt: outcome.attempt, decision: decideAttempt(delivery, outcome, now(), chance()) };
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

async function pauseOf(deps: RoundDeps, webhook: WebhookRow, reason: PauseReason | undefined) {
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
