import { z } from 'zod';
import { NewWebhook, WEBHOOK_FIELDS } from '../../lib/new-webhook.ts';
import { DELIVERY_STATES, PAUSE_REASONS, WEBHOOK_STATES } from '../../lib/webhook-facts.ts';
import { PageQuery, pageOf } from '../kernel/page.ts';

export const WebhookRequest = NewWebhook.meta({ ref: 'WebhookRequest' });

export const WebhookChange = z
  .strictObject({
    url: WEBHOOK_FIELDS.url.optional(),
    events: WEBHOOK_FIELDS.events.optional(),
    description: WEBHOOK_FIELDS.description.nullable().optional(),
    projectIds: WEBHOOK_FIELDS.projectIds.nullable().optional().describe('Null: events of all projects.'),
    state: z
      .enum(WEBHOOK_STATES)
      .optional()
      .describe('`paused` ends what is pending as `dropped`; `active` resumes. Redeliver what was dropped.'),
  })
  .meta({ ref: 'WebhookChange' });

export const WebhookHeaders = z.object({
  'if-match': z
    .string()
    .max(100)
    .optional()
    .describe('The `updatedAt` that the change is based on, in double quotes. Default: change it in any case.'),
});

export const Webhook = z
  .object({
    id: z.string(),
    url: z.string(),
    events: z.array(z.string()),
    description: z.string().nullable(),
    projectIds: z.array(z.string()).nullable(),
    state: z.enum(WEBHOOK_STATES),
    pauseReason: z
      .enum(PAUSE_REASONS)
      .nullable()
      .describe('`gone`: the receiver answered 410. `failing`: every attempt of five days failed.'),
    pausedAt: z.string().nullable(),
    failingSince: z.string().nullable().describe('Since when every attempt has failed.'),
    deliveredAt: z.string().nullable().describe('The last delivery, to the minute.'),
    oldSecretUntil: z.string().nullable().describe('Until then the secret before the last rotation signs too.'),
    createdBy: z.string(),
    createdAt: z.string(),
    updatedAt: z.string().describe('When it was last changed. Use it in `If-Match`.'),
  })
  .meta({ ref: 'Webhook' });

export const WebhookWithSecret = Webhook.extend({
  secret: z.string().describe('Signs the deliveries: `whsec_` and 32 bytes in base64. It is shown only once.'),
}).meta({ ref: 'WebhookWithSecret' });

export const WebhookPage = pageOf('Webhook', Webhook);

const Attempt = z.object({
  at: z.string(),
  status: z.int().nullable().describe('The HTTP status; null if there was no answer.'),
  error: z.string().nullable(),
  ms: z.number().nullable().describe('How long the answer took; null if there was none.'),
  answer: z.string().nullable().describe('How the body of the answer begins: at most 1,024 bytes.'),
});

const Delivery = z
  .object({
    id: z.string(),
    messageId: z.string().describe('The header `webhook-id`: the same at every attempt.'),
    type: z.string(),
    about: z.string().nullable().describe('The source address of the mailbox, or the name of the project.'),
    state: z.enum(DELIVERY_STATES),
    reason: z.string().nullable().describe('Why it was dropped.'),
    createdAt: z.string(),
    nextAttemptAt: z.string().nullable().describe('Null during an attempt, and once the delivery has ended.'),
    attempts: z.array(Attempt).describe('The first one first.'),
  })
  .meta({ ref: 'WebhookDelivery' });

export const DeliveryAnswer = Delivery;

export const DeliveryWithRequest = Delivery.extend({
  request: z.object({
    method: z.literal('POST'),
    url: z.string().describe('The current address of the webhook.'),
    headers: z.record(z.string(), z.string()).describe('Without the signature, which is not kept.'),
    body: z.string().describe('The bytes that are signed and sent.'),
  }),
}).meta({ ref: 'WebhookDeliveryWithRequest' });

export const DeliveryPage = pageOf('WebhookDelivery', Delivery);

export const DeliveryQuery = PageQuery.extend({ state: z.enum(DELIVERY_STATES).optional() });

const Instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

export const RedeliverRequest = z
  .strictObject({
    from: Instant.describe('Deliveries created at or after this instant.'),
    until: Instant.optional().describe('Deliveries created before this instant. Default: now.'),
    states: z
      .array(z.enum(['failed', 'dropped', 'delivered']))
      .min(1)
      .default(['failed', 'dropped']),
  })
  .meta({ ref: 'RedeliverRequest' });

export const Redelivered = z.object({ count: z.int().min(0) }).meta({ ref: 'Redelivered' });
