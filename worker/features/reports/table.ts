import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { FaultKind } from '../../engine/model/fault.ts';
import type { Difference } from '../../engine/model/progress.ts';
import { COPY_METHODS } from '../../lib/copy-methods.ts';
import { ITEM_KINDS } from '../../lib/item-kinds.ts';
import { OMISSION_KINDS } from '../../lib/omission-kinds.ts';
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

/** Items that did not cross. One row an item, however often it failed. */
export const itemErrors = sqliteTable(
  'item_errors',
  {
    id: text('id').primaryKey(),
    workgroupId: workgroup(),
    projectId: text('project_id').notNull(),
    mailboxId: mailbox(),
    passId: text('pass_id').notNull(),
    /** The source item's id or a hash of it; an item has one row. */
    itemKey: text('item_key').notNull(),
    folderPath: text('folder_path').notNull(),
    itemClass: text('item_class').notNull(),
    kind: text('kind', { enum: ITEM_KINDS }).notNull(),
    itemAt: integer('item_at'),
    sizeBytes: integer('size_bytes').notNull(),
    /** The server's own word. */
    code: text('code').notNull(),
    message: text('message').notNull(),
    /** For the explanation; null where not known. */
    faultKind: text('fault_kind').$type<FaultKind>(),
    /** Which server it was; null where not known. */
    faultSide: text('fault_side', { enum: ['source', 'destination'] }),
    /** The path that failed last. */
    path: text('path', { enum: COPY_METHODS }),
    /** Only where the project opted in. */
    subject: text('subject'),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [
    uniqueIndex('item_errors_item').on(table.mailboxId, table.itemKey),
    index('item_errors_mailbox').on(table.workgroupId, table.mailboxId, table.id),
  ],
);

/** Folders that passes set aside: their items did not cross, those of others did. */
export const folderErrors = sqliteTable(
  'folder_errors',
  {
    id: text('id').primaryKey(),
    workgroupId: workgroup(),
    projectId: text('project_id').notNull(),
    mailboxId: mailbox(),
    passId: text('pass_id').notNull(),
    /** Of the source. */
    folderId: text('folder_id').notNull(),
    path: text('path').notNull(),
    distinguishedId: text('distinguished_id'),
    /** Number of items, as the source reports it. */
    itemCount: integer('item_count').notNull(),
    /** Path of the folder above that it was set aside with. */
    below: text('below'),
    /** The server's own word. */
    code: text('code').notNull(),
    message: text('message').notNull(),
    faultKind: text('fault_kind').$type<FaultKind>().notNull(),
    side: text('side', { enum: ['source', 'destination'] }),
    operation: text('operation'),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [
    uniqueIndex('folder_errors_folder').on(table.mailboxId, table.folderId),
    index('folder_errors_mailbox').on(table.workgroupId, table.mailboxId, table.id),
  ],
);

/** Omissions: parts of the mailbox's settings and of items that could not be copied. */
export const omissions = sqliteTable(
  'losses',
  {
    id: text('id').primaryKey(),
    workgroupId: workgroup(),
    projectId: text('project_id').notNull(),
    mailboxId: mailbox(),
    passId: text('pass_id').notNull(),
    /** The same omission has the same key in every pass. */
    omissionKey: text('loss_key').notNull(),
    kind: text('kind', { enum: OMISSION_KINDS }).notNull(),
    /** What it is about: a folder, a rule, an address. */
    name: text('name').notNull(),
    itemClass: text('item_class'),
    itemAt: integer('item_at'),
    code: text('code').notNull(),
    message: text('message').notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [
    uniqueIndex('losses_key').on(table.mailboxId, table.omissionKey),
    index('losses_mailbox').on(table.workgroupId, table.mailboxId, table.id),
  ],
);

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
    differences: text('differences', { mode: 'json' }).$type<Difference[]>(),
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
    kind: text('kind', { enum: ITEM_KINDS }).notNull(),
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
export type ItemErrorRow = typeof itemErrors.$inferSelect;
export type FolderErrorRow = typeof folderErrors.$inferSelect;
export type OmissionRow = typeof omissions.$inferSelect;
