import { z } from 'zod';
import { ACTOR_KINDS } from '../../lib/event-types.ts';

const Counts = z.record(z.string(), z.int().min(0));
const Text = z.string().nullable();
const Instant = z.iso.datetime().nullable();
const Version = z.int().describe('Version of `data`. Fields are only added within a version.');

const Failure = z.object({ code: Text, title: Text, cause: Text, remedy: Text });

/** What a webhook receives: the payload of Standard Webhooks 1.0.0. */
export const WebhookMessage = z
  .object({
    type: z.string(),
    timestamp: z.iso.datetime().describe('When it happened.'),
    data: z.object({
      version: Version,
      eventId: z.string(),
      actor: z.object({ kind: z.enum(ACTOR_KINDS), name: z.string() }),
      project: z.object({ id: z.string(), name: Text }).nullable(),
      customer: z.object({ id: z.string(), name: Text }).nullable(),
      pass: z
        .object({
          id: z.string(),
          type: Text,
          status: z.string().optional().describe('`started`, `completed`, `failed` or `stopped`.'),
        })
        .optional(),
      mailbox: z
        .object({
          id: z.string(),
          sourceEmail: Text,
          destinationEmail: Text,
          status: z.string().describe('`completed`, `failed`, `paused`, `waiting_for_end_user` or `queued`.'),
          failure: Failure.nullable(),
        })
        .optional(),
      mailboxes: Counts.optional().describe('How many mailboxes: `total`, and by how they ended.'),
      items: Counts.describe('Such as `total`, `done` and `failed`.'),
      bytes: Counts,
      errors: z.int().min(0),
      startedAt: Instant,
      endedAt: Instant,
      links: z.object({ app: z.url(), api: z.url() }),
    }),
  })
  .meta({ ref: 'WebhookMessage' });

/** What a test sends. */
export const WebhookTest = z
  .object({
    type: z.literal('webhook.test'),
    timestamp: z.iso.datetime(),
    data: z.object({ version: Version, webhookId: z.string(), links: z.object({ app: z.url() }) }),
  })
  .meta({ ref: 'WebhookTest' });

export type MessageBody = z.input<typeof WebhookMessage>;
export type TestBody = z.input<typeof WebhookTest>;
