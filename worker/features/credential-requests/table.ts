import { isNotNull, sql } from 'drizzle-orm';
import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { MailboxSide } from '../../lib/credential-request-facts.ts';
import { LINK_ENDS, OPEN_REQUEST_STATES, REQUEST_STATES } from '../../lib/credential-request-facts.ts';
import { LANGUAGES } from '../../lib/mail/languages.ts';
import { mailboxes } from '../mailboxes/table.ts';
import { projects } from '../projects/table.ts';
import { organization } from '../workgroups/table.ts';

/** States in which a request can be answered, as SQL. */
export const OPEN_STATES = sql.raw(OPEN_REQUEST_STATES.map((state) => `'${state}'`).join(', '));

/** Why the last answer was not taken, in the classes of the page. Never the password. */
export type LastFailure = { side: MailboxSide; code: string; sentence: string };

/**
 * What is kept of an answer until all sides of it are accepted: passwords sealed for this row. `isVerified`: the server has
 * accepted it; otherwise it could not be checked yet, for the class of failure in `reason`.
 */
export type PendingAnswer = Partial<
  Record<MailboxSide, { login: string; sealed: string; isVerified?: true; reason?: string }>
>;

/** Requests to end users for the credentials of their mailboxes. */
export const credentialRequests = sqliteTable(
  'credential_requests',
  {
    id: text('id').primaryKey(),
    workgroupId: text('workgroup_id')
      .notNull()
      .references(() => organization.id, { onDelete: 'cascade' }),
    projectId: text('project_id')
      .notNull()
      .references(() => projects.id, { onDelete: 'cascade' }),
    mailboxId: text('mailbox_id')
      .notNull()
      .references(() => mailboxes.id, { onDelete: 'cascade' }),
    /** In the order source, destination. */
    sides: text('sides', { mode: 'json' }).$type<MailboxSide[]>().notNull(),
    recipient: text('recipient').notNull(),
    recipientName: text('recipient_name'),
    language: text('language', { enum: LANGUAGES }).notNull(),
    timeZone: text('time_zone').notNull(),
    /** Whom the recipient can ask whether the request is genuine. */
    contact: text('contact').notNull(),
    state: text('state', { enum: REQUEST_STATES }).notNull(),
    /** Its latest message; null once its link was copied instead. */
    messageId: text('message_id'),
    createdAt: integer('created_at').notNull(),
    /** When it was made, or sent again by an agent: reminders count from then. */
    askedAt: integer('asked_at').notNull(),
    sentAt: integer('sent_at'),
    openedAt: integer('opened_at'),
    answeredAt: integer('answered_at'),
    endedAt: integer('ended_at'),
    expiresAt: integer('expires_at').notNull(),
    remindedAt: integer('reminded_at'),
    /** How many reminders have gone out since `askedAt`. */
    reminders: integer('reminders').notNull().default(0),
    /** Sign-ins that a server refused. */
    attempts: integer('attempts').notNull().default(0),
    lastAttemptAt: integer('last_attempt_at'),
    lastFailure: text('last_failure', { mode: 'json' }).$type<LastFailure>(),
    pending: text('pending', { mode: 'json' }).$type<PendingAnswer>(),
    pendingSince: integer('pending_since'),
    /** When what is pending is checked next. */
    nextCheckAt: integer('next_check_at'),
    /** When the schedule looks at it next: for a reminder, or as it expires. */
    dueAt: integer('due_at').notNull(),
    /** Its link was handed over by an agent, for someone whose mail does not work: no mail replaces it. */
    byCopiedLink: integer('by_copied_link', { mode: 'boolean' }).notNull().default(false),
    revokedBy: text('revoked_by'),
  },
  (table) => [
    index('credential_requests_project').on(table.workgroupId, table.projectId, table.id),
    index('credential_requests_mailbox').on(table.mailboxId, table.id),
    index('credential_requests_message').on(table.messageId).where(isNotNull(table.messageId)),
    index('credential_requests_due')
      .on(table.workgroupId, table.dueAt)
      .where(sql`state IN (${OPEN_STATES})`),
    index('credential_requests_check').on(table.workgroupId, table.nextCheckAt).where(isNotNull(table.nextCheckAt)),
    // The database itself keeps a mailbox from having two requests that can be answered.
    uniqueIndex('credential_requests_open')
      .on(table.mailboxId)
      .where(sql`state IN (${OPEN_STATES})`),
  ],
);

/** Links of requests: only the SHA-256 of a token. The newest of a request works; the others say why they do not. */
export const credentialLinks = sqliteTable(
  'credential_links',
  {
    tokenHash: text('token_hash').primaryKey(),
    workgroupId: text('workgroup_id')
      .notNull()
      .references(() => organization.id, { onDelete: 'cascade' }),
    requestId: text('request_id')
      .notNull()
      .references(() => credentialRequests.id, { onDelete: 'cascade' }),
    createdAt: integer('created_at').notNull(),
    expiresAt: integer('expires_at').notNull(),
    endedAt: integer('ended_at'),
    endReason: text('end_reason', { enum: LINK_ENDS }),
  },
  (table) => [index('credential_links_request').on(table.requestId)],
);

export type RequestRow = typeof credentialRequests.$inferSelect;
export type LinkRow = typeof credentialLinks.$inferSelect;
