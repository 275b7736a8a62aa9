import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { Counted, FolderCount, SideCount } from '../../engine/model/count.ts';
import type { Fault } from '../../engine/model/fault.ts';
import type { Tally } from '../../engine/model/tally.ts';
import { SIDES } from '../../lib/credential-request-facts.ts';
import type { ItemKind } from '../../lib/item-kinds.ts';
import { ITEM_KINDS } from '../../lib/item-kinds.ts';
import { mailboxes } from '../mailboxes/table.ts';
import { passes } from '../passes/table.ts';
import { projects } from '../projects/table.ts';
import { organization } from '../workgroups/table.ts';

const workgroup = () =>
  text('workgroup_id')
    .notNull()
    .references(() => organization.id, { onDelete: 'cascade' });
const project = () =>
  text('project_id')
    .notNull()
    .references(() => projects.id, { onDelete: 'cascade' });
const mailbox = () =>
  text('mailbox_id')
    .notNull()
    .references(() => mailboxes.id, { onDelete: 'cascade' });
const side = () => text('side', { enum: SIDES }).notNull();

/** What one side of a mailbox has, as an inventory pass counted it. */
export const inventories = sqliteTable(
  'inventories',
  {
    workgroupId: workgroup(),
    projectId: project(),
    mailboxId: mailbox(),
    side: side(),
    passId: text('pass_id').notNull(),
    /** False while its pass still counts. */
    isComplete: integer('is_complete', { mode: 'boolean' }).notNull(),
    countedAt: integer('counted_at').notNull(),
    folderCount: integer('folder_count').notNull(),
    itemCount: integer('item_count').notNull(),
    itemBytes: integer('item_bytes').notNull(),
    kinds: text('kinds', { mode: 'json' }).$type<Partial<Record<ItemKind, Tally>>>().notNull(),
    /** By age, as `lib/item-ages.ts` groups them. */
    ages: text('ages', { mode: 'json' }).$type<Tally[]>().notNull(),
    oldestAt: integer('oldest_at'),
    newestAt: integer('newest_at'),
    /** Kinds and ages follow from a part of the items. */
    isSampled: integer('is_sampled', { mode: 'boolean' }).notNull(),
    /** Largest item that the destination takes; assumed where it could not be opened. */
    limitBytes: integer('limit_bytes').notNull(),
    isLimitAssumed: integer('is_limit_assumed', { mode: 'boolean' }).notNull(),
    oversizeCount: integer('oversize_count').notNull(),
    oversizeBytes: integer('oversize_bytes').notNull(),
    /** There may be more of them. */
    isOversizeCut: integer('is_oversize_cut', { mode: 'boolean' }).notNull(),
    /** Null: none, or not shown. */
    archive: text('archive', { mode: 'json' }).$type<{ folderCount: number; items: Tally }>(),
    recoverable: text('recoverable', { mode: 'json' }).$type<Tally>(),
    /** Folders whose items could not be looked at. */
    faultCount: integer('fault_count').notNull(),
    /** Why the mailbox could not be opened. */
    fault: text('fault', { mode: 'json' }).$type<Fault>(),
    /** What the next slice continues from; without the folders. */
    state: text('state', { mode: 'json' }).$type<Omit<SideCount, 'folders' | 'fault'>>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.mailboxId, table.side, table.passId] }),
    index('inventories_project').on(table.workgroupId, table.projectId, table.side),
  ],
);

/** The folders of an inventory. */
export const inventoryFolders = sqliteTable(
  'inventory_folders',
  {
    workgroupId: workgroup(),
    mailboxId: mailbox(),
    side: side(),
    passId: text('pass_id').notNull(),
    folderId: text('folder_id').notNull(),
    /** What slices hand on to each other. */
    count: text('count', { mode: 'json' }).$type<FolderCount>().notNull(),
    /** What follows from it for people. */
    counted: text('counted', { mode: 'json' }).$type<Counted>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.mailboxId, table.side, table.passId, table.folderId] })],
);

/** Items of a source that are larger than the destination takes. */
export const oversizeItems = sqliteTable(
  'oversize_items',
  {
    id: text('id').primaryKey(),
    workgroupId: workgroup(),
    projectId: project(),
    mailboxId: mailbox(),
    folderPath: text('folder_path').notNull(),
    itemClass: text('item_class').notNull(),
    kind: text('kind', { enum: ITEM_KINDS }).notNull(),
    sizeBytes: integer('size_bytes').notNull(),
    itemAt: integer('item_at'),
    /** Only where the project opted in. */
    subject: text('subject'),
  },
  (table) => [
    index('oversize_items_project').on(table.workgroupId, table.projectId, table.sizeBytes, table.id),
    index('oversize_items_mailbox').on(table.mailboxId),
  ],
);

/** How long a pass was to take when it began; shown beside the time that it took. */
export const passEstimates = sqliteTable(
  'pass_estimates',
  {
    passId: text('pass_id')
      .primaryKey()
      .references(() => passes.id, { onDelete: 'cascade' }),
    workgroupId: workgroup(),
    projectId: project(),
    madeAt: integer('made_at').notNull(),
    fromMs: integer('from_ms').notNull(),
    toMs: integer('to_ms').notNull(),
    basis: text('basis', { enum: ['measured', 'assumed'] }).notNull(),
  },
  (table) => [index('pass_estimates_project').on(table.workgroupId, table.projectId, table.passId)],
);

export type InventoryRow = typeof inventories.$inferSelect;
export type InventoryFolderRow = typeof inventoryFolders.$inferSelect;
export type PassEstimateRow = typeof passEstimates.$inferSelect;
export type OversizeItemRow = typeof oversizeItems.$inferSelect;
