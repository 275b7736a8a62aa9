import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { mailboxes } from '../mailboxes/table.ts';
import { organization } from '../workgroups/table.ts';

const workgroup = () =>
  text('workgroup_id')
    .notNull()
    .references(() => organization.id, { onDelete: 'cascade' });
const mailbox = () =>
  text('mailbox_id')
    .notNull()
    .references(() => mailboxes.id, { onDelete: 'cascade' });

/** A copy that is missing: what can be told of it without its content. */
export type ItemDifference = { itemClass: string; sizeBytes: number; itemAt?: string };

/** What both sides have in a folder, and what passes did there. */
export const folderStatistics = sqliteTable(
  'folder_statistics',
  {
    workgroupId: workgroup(),
    mailboxId: mailbox(),
    /** Of the source. */
    folderId: text('folder_id').notNull(),
    path: text('path').notNull(),
    distinguishedId: text('distinguished_id'),
    sourceCount: integer('source_count').notNull(),
    sourceBytes: integer('source_bytes').notNull(),
    destinationCount: integer('destination_count').notNull(),
    destinationBytes: integer('destination_bytes').notNull(),
    copiedCount: integer('copied_count').notNull(),
    copiedBytes: integer('copied_bytes').notNull(),
    failedCount: integer('failed_count').notNull(),
    failedBytes: integer('failed_bytes').notNull(),
    /** Copies that are no longer where they were put. */
    missingCount: integer('missing_count').notNull().default(0),
    missingBytes: integer('missing_bytes').notNull().default(0),
    /** Items of the destination folder that no pass put there. */
    extraCount: integer('extra_count').notNull().default(0),
    /** The first of the missing ones. */
    differences: text('differences', { mode: 'json' }).$type<ItemDifference[]>(),
    updatedAt: integer('updated_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.mailboxId, table.folderId] })],
);

/** Per kind of item: what crossed and what did not. */
export const kindStatistics = sqliteTable(
  'kind_statistics',
  {
    workgroupId: workgroup(),
    mailboxId: mailbox(),
    kind: text('kind').notNull(),
    successCount: integer('success_count').notNull(),
    successBytes: integer('success_bytes').notNull(),
    errorCount: integer('error_count').notNull(),
    errorBytes: integer('error_bytes').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.mailboxId, table.kind] })],
);

export type FolderStatisticsRow = typeof folderStatistics.$inferSelect;
export type KindStatisticsRow = typeof kindStatistics.$inferSelect;
