import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { DELIVERY_STATES, PAUSE_REASONS, WEBHOOK_STATES } from '../../lib/webhook-facts.ts';
import { organization } from '../workgroups/table.ts';

/** One attempt to deliver. `status` is null where no answer came; `ms` then says nothing of why. */
export type Attempt = {
  at: number;
  status: number | null;
  /** Why it failed, for people; null where it did not. */
  error: string | null;
  ms: number | null;
  /** How the answer begins, without what must not be kept. */
  answer: string | null;
};

/** Receivers of events, each with a secret of its own. */
export const webhooks = sqliteTable(
  'webhooks',
  {
    id: text('id').primaryKey(),
    workgroupId: text('workgroup_id')
      .notNull()
      .references(() => organization.id, { onDelete: 'cascade' }),
    url: text('url').notNull(),
    /** Types of events, or `*` alone. */
    events: text('events', { mode: 'json' }).$type<string[]>().notNull(),
    /** Only events of these projects; null: of all, and those of none. */
    projectIds: text('project_ids', { mode: 'json' }).$type<string[]>(),
    description: text('description'),
    secretSealed: text('secret_sealed').notNull(),
    /** The secret before, which signs too until then. */
    oldSecretSealed: text('old_secret_sealed'),
    oldSecretUntil: integer('old_secret_until'),
    state: text('state', { enum: WEBHOOK_STATES }).notNull(),
    pauseReason: text('pause_reason', { enum: PAUSE_REASONS }),
    pausedAt: integer('paused_at'),
    /** Of attempts that failed one after the other, until now; tests do not count. */
    failingSince: integer('failing_since'),
    failedAt: integer('failed_at'),
    failures: integer('failures').notNull().default(0),
    /** Nothing is sent before this instant: the receiver asked for it, or it keeps failing. */
    restUntil: integer('rest_until'),
    deliveredAt: integer('delivered_at'),
    createdBy: text('created_by').notNull(),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (table) => [index('webhooks_workgroup').on(table.workgroupId, table.id)],
);

/** What is sent of an event: the same bytes to all webhooks, at every attempt. */
export const webhookMessages = sqliteTable(
  'webhook_messages',
  {
    /** The `webhook-id` of the standard. */
    id: text('id').primaryKey(),
    workgroupId: text('workgroup_id').notNull(),
    type: text('type').notNull(),
    body: text('body').notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [index('webhook_messages_created').on(table.createdAt)],
);

/** One message on its way to one webhook. */
export const webhookDeliveries = sqliteTable(
  'webhook_deliveries',
  {
    id: text('id').notNull(),
    webhookId: text('webhook_id').notNull(),
    workgroupId: text('workgroup_id').notNull(),
    messageId: text('message_id').notNull(),
    type: text('type').notNull(),
    state: text('state', { enum: DELIVERY_STATES }).notNull(),
    /** Why it was dropped, for people. */
    reason: text('reason'),
    /** A test is sent once, also by a paused webhook, and says nothing of the receiver's health. */
    isTest: integer('is_test', { mode: 'boolean' }).notNull(),
    /** Attempts begun since it was created or redelivered. */
    tries: integer('tries').notNull(),
    /** When it is sent next; while an attempt runs, when that counts as lost. Null once it has ended. */
    dueAt: integer('due_at'),
    /** Whose attempt runs. */
    claim: text('claim'),
    attempts: text('attempts', { mode: 'json' }).$type<Attempt[]>().notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.webhookId, table.id] }),
    index('webhook_deliveries_due')
      .on(table.webhookId, table.dueAt, table.id)
      .where(sql`state = 'pending'`),
  ],
);

export type WebhookRow = typeof webhooks.$inferSelect;
export type DeliveryRow = typeof webhookDeliveries.$inferSelect;
