import { EVENT_TYPES } from '../../lib/event-types.ts';
import { DROPPED_BY_PAUSE } from '../../lib/webhook-facts.ts';
import type { Reader } from '../events/reader.ts';
import type { EventRow } from '../events/table.ts';
import { insertStatements } from '../kernel/db.ts';
import type { Deps } from '../kernel/deps.ts';
import { bodyOf, messageIdOf } from './body.ts';
import { listWebhooks } from './store.ts';
import type { DeliveryRow, WebhookRow } from './table.ts';
import { webhookDeliveries, webhookMessages } from './table.ts';

const SENT: ReadonlySet<string> = new Set(EVENT_TYPES.filter(({ isWebhook }) => isWebhook).map(({ type }) => type));

/**
 * What webhooks make of events: one message an event, and one delivery for each webhook that subscribes to it. A paused
 * webhook gets its deliveries too, as dropped ones, so that nothing vanishes unseen and all of it can be redelivered.
 */
export function createWebhookReader({ newId, now }: Pick<Deps, 'newId' | 'now'>, publicUrl: string): Reader {
  return {
    name: 'webhooks',
    async read(events, db, workgroupId) {
      const sent = events.filter(({ type }) => SENT.has(type));
      if (sent.length === 0) return [];
      const webhooks = await listWebhooks(db, workgroupId);
      const createdAt = now();
      const wanted = sent.flatMap((event) => {
        const receivers = webhooks.filter((webhook) => isSubscribed(webhook, event));
        return receivers.length === 0 ? [] : [{ event, receivers }];
      });
      const messages = wanted.map(({ event }) => ({
        id: messageIdOf(event.id),
        workgroupId,
        type: event.type,
        body: bodyOf(event, publicUrl),
        createdAt,
      }));
      const deliveries = wanted.flatMap(({ event, receivers }) =>
        receivers.map((webhook) => deliveryOf(webhook, event, newId('dlv'), createdAt)),
      );
      return [
        ...insertStatements(db, webhookMessages, messages),
        ...insertStatements(db, webhookDeliveries, deliveries),
      ];
    },
  };
}

/** Events from before a webhook was created are not for it. */
function isSubscribed({ events, projectIds, createdAt }: WebhookRow, event: EventRow): boolean {
  if (event.at < createdAt) return false;
  if (projectIds !== null && (event.projectId === null || !projectIds.includes(event.projectId))) return false;
  return events.includes('*') || events.includes(event.type);
}

function deliveryOf(webhook: WebhookRow, { id: eventId, type }: EventRow, id: string, createdAt: number): DeliveryRow {
  const isPaused = webhook.state === 'paused';
  return {
    id,
    webhookId: webhook.id,
    workgroupId: webhook.workgroupId,
    messageId: messageIdOf(eventId),
    type,
    state: isPaused ? 'dropped' : 'pending',
    reason: isPaused ? DROPPED_BY_PAUSE : null,
    isTest: false,
    tries: 0,
    dueAt: isPaused ? null : createdAt,
    claim: null,
    attempts: [],
    createdAt,
  };
}
