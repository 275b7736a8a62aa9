import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { LANGUAGES } from '../../lib/mail/languages.ts';
import { MAIL_DRIVERS, MAIL_SECURITIES } from '../../lib/mail/mail-settings.ts';
import { MESSAGE_KIND_NAMES } from '../../lib/mail/message-kinds.ts';
import { MESSAGE_STATES } from '../../lib/mail/message-states.ts';
import { organization } from '../workgroups/table.ts';

/**
 * Mails that Mailferry sends: a row first, then sent. What a message says is made of template and variables when it is
 * sent; secret links are in no row.
 */
export const messages = sqliteTable(
  'messages',
  {
    id: text('id').primaryKey(),
    workgroupId: text('workgroup_id')
      .notNull()
      .references(() => organization.id, { onDelete: 'cascade' }),
    kind: text('kind', { enum: MESSAGE_KIND_NAMES }).notNull(),
    recipient: text('recipient').notNull(),
    /** Of the recipient, fixed when the message is written: not that of whoever causes or sends it. */
    language: text('language', { enum: LANGUAGES }).notNull(),
    /** As IANA names it: for dates in the message. */
    timeZone: text('time_zone').notNull(),
    variables: text('variables', { mode: 'json' }).$type<Record<string, string | number>>().notNull(),
    /** A template that is tried before it is saved. */
    draft: text('draft', { mode: 'json' }).$type<{ subject: string; body: string }>(),
    /** With example values in place of missing ones. */
    isTest: integer('is_test', { mode: 'boolean' }).notNull().default(false),
    customerId: text('customer_id'),
    projectId: text('project_id'),
    mailboxId: text('mailbox_id'),
    state: text('state', { enum: MESSAGE_STATES }).notNull(),
    /** Known once the message was first sent. */
    subject: text('subject'),
    /** The Message-ID header, the same on every attempt. */
    headerId: text('header_id'),
    attempts: integer('attempts').notNull().default(0),
    /** Attempts whose end is unknown: the message may have arrived. */
    unclearEnds: integer('unclear_ends').notNull().default(0),
    /** What came of the last attempt, in plain words with the server’s answer. */
    lastResponse: text('last_response'),
    /** When a queued message is sent next. */
    dueAt: integer('due_at').notNull(),
    /** While it is being sent: who has not reported by then has crashed. */
    claimedUntil: integer('claimed_until'),
    lastAttemptAt: integer('last_attempt_at'),
    sentAt: integer('sent_at'),
    /** Of the first attempt, or the last resend: after two days of trying it has failed. */
    queuedAt: integer('queued_at').notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [
    index('messages_workgroup').on(table.workgroupId, table.id),
    index('messages_due').on(table.state, table.dueAt),
    index('messages_attempts').on(table.workgroupId, table.lastAttemptAt),
  ],
);

export type MessageRow = typeof messages.$inferSelect;

/** How a workgroup sends mail, and whether that works. */
export const mailSettings = sqliteTable('mail_settings', {
  workgroupId: text('workgroup_id')
    .primaryKey()
    .references(() => organization.id, { onDelete: 'cascade' }),
  /** Null: the usual one of this installation. */
  driver: text('driver', { enum: MAIL_DRIVERS }),
  senderName: text('sender_name'),
  senderAddress: text('sender_address'),
  replyTo: text('reply_to'),
  smtpHost: text('smtp_host'),
  smtpPort: integer('smtp_port'),
  smtpSecurity: text('smtp_security', { enum: MAIL_SECURITIES }),
  smtpUsername: text('smtp_username'),
  smtpPasswordSealed: text('smtp_password_sealed'),
  /** The selector of the DKIM key, where it is none of the usual ones. */
  dkimSelector: text('dkim_selector'),
  /** How many messages may be sent in an hour; null: the usual number. */
  hourlyLimit: integer('hourly_limit'),
  /** After a fault of the settings or of the server nothing is sent until then. */
  pausedUntil: integer('paused_until'),
  /** Such faults in a row. */
  faults: integer('faults').notNull().default(0),
  /** What the last one was, in plain words; null while mail works. */
  faultText: text('fault_text'),
  faultAt: integer('fault_at'),
  updatedAt: integer('updated_at').notNull(),
});

export type MailSettingsRow = typeof mailSettings.$inferSelect;
