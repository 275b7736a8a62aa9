import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { projects } from '../projects/table.ts';
import { organization } from '../workgroups/table.ts';

/** Mailboxes that were added with one list. The list itself is not kept. */
export const mailboxImports = sqliteTable(
  'mailbox_imports',
  {
    id: text('id').primaryKey(),
    workgroupId: text('workgroup_id')
      .notNull()
      .references(() => organization.id, { onDelete: 'cascade' }),
    projectId: text('project_id')
      .notNull()
      .references(() => projects.id, { onDelete: 'cascade' }),
    /** Mailboxes that were added. */
    mailboxCount: integer('mailbox_count').notNull(),
    /** Ids of the customer users that it added; those among them that were known already have other ids. */
    userIds: text('user_ids', { mode: 'json' }).$type<string[]>().notNull(),
    createdBy: text('created_by'),
    createdByName: text('created_by_name').notNull(),
    createdAt: integer('created_at').notNull(),
    undoneAt: integer('undone_at'),
    idempotencyKey: text('idempotency_key'),
    /** Of what was asked under that key. It can't be guessed from without the vault's key: a list has passwords. */
    idempotencyTag: text('idempotency_tag'),
  },
  (table) => [
    index('mailbox_imports_project').on(table.workgroupId, table.projectId, table.id),
    uniqueIndex('mailbox_imports_idempotency').on(table.workgroupId, table.idempotencyKey),
  ],
);

export type MailboxImportRow = typeof mailboxImports.$inferSelect;
