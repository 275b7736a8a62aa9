import { toIso } from '../../lib/clock.ts';
import { VERSION } from '../../lib/version.ts';
import { ANSWER_TIMEOUT_MS } from '../../lib/webhook-facts.ts';
import type { DeliveryRow, WebhookRow } from './table.ts';

export function presentWebhook(row: WebhookRow, now: number) {
  const isOldValid = row.oldSecretSealed !== null && row.oldSecretUntil !== null && now < row.oldSecretUntil;
  return {
    id: row.id,
    url: row.url,
    events: row.events,
    description: row.description,
    projectIds: row.projectIds,
    state: row.state,
    pauseReason: row.pauseReason,
    pausedAt: toIso(row.pausedAt),
    failingSince: toIso(row.failingSince),
    deliveredAt: toIso(row.deliveredAt),
    oldSecretUntil: isOldValid ? toIso(row.oldSecretUntil) : null,
    createdBy: row.createdBy,
    createdAt: toIso(row.createdAt),
    updatedAt: toIso(row.updatedAt),
  };
}

/**
 * A delivery as the API shows it. That an attempt got no answer is shown once every attempt would have had the time for
 * one: otherwise the time at which it is shown would tell a refused connection from a silent one.
 */
export function presentDelivery(row: DeliveryRow & { about?: string | null }, now: number) {
  const isSecret = ({ at, status }: DeliveryRow['attempts'][number]) => status === null && now < at + ANSWER_TIMEOUT_MS;
  const isUnderWay = row.attempts.some(isSecret);
  const attempts = row.attempts.filter((attempt) => !isSecret(attempt));
  return {
    id: row.id,
    messageId: row.messageId,
    type: row.type,
    about: row.about ?? null,
    state: isUnderWay && row.state === 'failed' ? ('pending' as const) : row.state,
    reason: row.reason,
    createdAt: toIso(row.createdAt),
    nextAttemptAt: row.claim === null && !isUnderWay ? toIso(row.dueAt) : null,
    attempts: attempts.map(({ at, ...attempt }) => ({ at: toIso(at), ...attempt })),
  };
}

/** The same with what is sent. Of the signature only that there is one. */
export function presentWithRequest(row: DeliveryRow & { body: string }, { url }: WebhookRow, now: number) {
  const delivery = presentDelivery(row, now);
  const at = delivery.attempts.at(-1)?.at;
  return {
    ...delivery,
    request: {
      method: 'POST' as const,
      url,
      headers: {
        'content-type': 'application/json',
        'user-agent': `Mailferry-Webhooks/${VERSION}`,
        'webhook-id': row.messageId,
        ...(at !== undefined && { 'webhook-timestamp': String(Math.floor(Date.parse(at) / 1000)) }),
      },
      body: row.body,
    },
  };
}
