import { isNotNull } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { ActorKind, EventType } from '../../lib/event-types.ts';
import type { EventChange, EventSubject } from '../../lib/event.ts';

/**
 * Facts that happened. Rows are only added, in the batch of the change that they report. No foreign keys: an event
 * outlives what it is about, and names it as it was named then.
 */
export const events = sqliteTable(
  'events',
  {
    /**
     * The order of events. D1 carries out one batch at a time, so a higher number becomes visible later: who reads on from
     * a number misses none, and finds no gaps that are filled afterwards.
     */
    seq: integer('seq').primaryKey({ autoIncrement: true }),
    id: text('id').notNull().unique(),
    workgroupId: text('workgroup_id').notNull(),
    at: integer('at').notNull(),
    type: text('type').$type<EventType>().notNull(),
    actorKind: text('actor_kind').$type<ActorKind>().notNull(),
    actorId: text('actor_id'),
    actorName: text('actor_name').notNull(),
    customerId: text('customer_id'),
    projectId: text('project_id'),
    mailboxId: text('mailbox_id'),
    passId: text('pass_id'),
    subject: text('subject', { mode: 'json' }).$type<EventSubject>().notNull(),
    changes: text('changes', { mode: 'json' }).$type<EventChange[]>().notNull(),
    /** What is particular to the type. */
    data: text('data', { mode: 'json' }).$type<Record<string, unknown>>().notNull(),
    /** Names and addresses in lower case, for the search. */
    words: text('words').notNull(),
  },
  (table) => [
    index('events_workgroup').on(table.workgroupId, table.seq),
    // Without those that have none: each entry is a row that is written.
    index('events_project').on(table.workgroupId, table.projectId, table.seq).where(isNotNull(table.projectId)),
    index('events_customer').on(table.workgroupId, table.customerId, table.seq).where(isNotNull(table.customerId)),
    index('events_mailbox').on(table.workgroupId, table.mailboxId, table.seq).where(isNotNull(table.mailboxId)),
  ],
);

/** Up to which event each reader has come. */
export const eventPositions = sqliteTable(
  'event_positions',
  { workgroupId: text('workgroup_id').notNull(), reader: text('reader').notNull(), seq: integer('seq').notNull() },
  (table) => [primaryKey({ columns: [table.workgroupId, table.reader] })],
);

/** Events that a reader failed on: they are read again alone, and hold up no other. */
export const eventRetries = sqliteTable(
  'event_retries',
  {
    workgroupId: text('workgroup_id').notNull(),
    reader: text('reader').notNull(),
    seq: integer('seq').notNull(),
    attempts: integer('attempts').notNull(),
    /** Null: it failed too often, and is not tried any more. */
    dueAt: integer('due_at'),
    error: text('error').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workgroupId, table.reader, table.seq] }),
    index('event_retries_due').on(table.dueAt),
  ],
);

export type EventRow = typeof events.$inferSelect;
