import { isNotNull } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { NOTICE_LANGUAGES } from '../../lib/new-notice.ts';
import {
  AUTOMATIC_NOTICES,
  NOTICE_KINDS,
  NOTICE_STATES,
  RECIPIENT_STATES,
  SKIP_REASONS,
} from '../../lib/notice-facts.ts';
import { projects } from '../projects/table.ts';
import { organization } from '../workgroups/table.ts';

const workgroup = () =>
  text('workgroup_id')
    .notNull()
    .references(() => organization.id, { onDelete: 'cascade' });

/** A message to the owners of mailboxes: sent by hand, or automatic, of which a project has one of each. */
export const notices = sqliteTable(
  'notices',
  {
    id: text('id').primaryKey(),
    workgroupId: workgroup(),
    projectId: text('project_id')
      .notNull()
      .references(() => projects.id, { onDelete: 'cascade' }),
    kind: text('kind', { enum: NOTICE_KINDS }).notNull(),
    language: text('language', { enum: NOTICE_LANGUAGES }).notNull(),
    /** Null: sent by hand. */
    automatic: text('automatic', { enum: AUTOMATIC_NOTICES }),
    state: text('state', { enum: NOTICE_STATES }).notNull(),
    /** When the migration starts, as the notice says it; null where it does not, or where it differs by recipient. */
    startsLocal: text('starts_local'),
    startsZone: text('starts_zone'),
    startsAt: integer('starts_at'),
    /** When it is sent, as people chose it; null: at once. */
    sendLocal: text('send_local'),
    sendZone: text('send_zone'),
    /** When there is something to do next; null: nothing. */
    dueAt: integer('due_at'),
    /** Agent or API key; null for an automatic one. */
    createdBy: text('created_by'),
    createdByName: text('created_by_name'),
    createdAt: integer('created_at').notNull(),
    /** Sent or cancelled. */
    endedAt: integer('ended_at'),
    idempotencyKey: text('idempotency_key'),
    /** Hash of what was asked under that key. */
    idempotencyHash: text('idempotency_hash'),
  },
  (table) => [
    index('notices_project').on(table.workgroupId, table.projectId, table.id),
    // Few wait at a time, of all that there are.
    index('notices_due').on(table.dueAt).where(isNotNull(table.dueAt)),
    uniqueIndex('notices_automatic').on(table.projectId, table.automatic),
    uniqueIndex('notices_idempotency').on(table.workgroupId, table.idempotencyKey),
  ],
);

/**
 * Whom a notice goes to, and their message. A row is written before its message, and both change in one batch: so a
 * message is made once. No foreign key to the mailbox: the log outlives it.
 */
export const noticeRecipients = sqliteTable(
  'notice_recipients',
  {
    noticeId: text('notice_id')
      .notNull()
      .references(() => notices.id, { onDelete: 'cascade' }),
    mailboxId: text('mailbox_id').notNull(),
    workgroupId: workgroup(),
    /** Source address of the mailbox, as it was named then. */
    mailbox: text('mailbox').notNull(),
    state: text('state', { enum: RECIPIENT_STATES }).notNull(),
    reason: text('reason', { enum: SKIP_REASONS }),
    /** Who got the message; null before it was made. */
    recipient: text('recipient'),
    messageId: text('message_id'),
    /** When the migration of this mailbox started, where the notice says that. */
    startsAt: integer('starts_at'),
    /** What the notice says, as far as it makes it another one: nobody gets two with the same key. Null once it does not count. */
    sameKey: text('same_key'),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.noticeId, table.mailboxId] }),
    index('notice_recipients_pending').on(table.noticeId, table.state, table.mailboxId),
    index('notice_recipients_message').on(table.messageId),
    uniqueIndex('notice_recipients_once').on(table.mailboxId, table.sameKey),
  ],
);

export type NoticeRow = typeof notices.$inferSelect;
