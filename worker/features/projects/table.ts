import { foreignKey, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { CopyMethod } from '../../lib/copy-methods.ts';
import type { ItemKind } from '../../lib/item-kinds.ts';
import type { AutomaticNoticeOptions } from '../../lib/new-notice.ts';
import type { SettingOptions } from '../../lib/setting-options.ts';
import { customers } from '../customers/table.ts';
import { endpoints } from '../endpoints/table.ts';
import { member, organization } from '../workgroups/table.ts';

export type ProjectOptions = {
  maximumConcurrentMigrations?: number;
  /** Paths to try, best first. */
  copyPaths?: CopyMethod[];
  /** Keep subjects in the error list. Off unless the project opts in. */
  includeSubjects?: boolean;
  /** A mailbox with more failed items than this is stopped as failed. */
  maximumErrors?: number;
  /** Folder paths that are not copied, such as `Inbox/Old`, with `*` and `**`. */
  excludedFolders?: string[];
  folderMapping?: { from: string; to: string }[];
  itemKinds?: ItemKind[];
  /** ISO 8601; items dated at or after `from` and before `until`. */
  from?: string;
  until?: string;
  deletions?: 'keep' | 'remove';
  /** Addresses, or domains such as `@old.example`, and what they become. */
  recipientMapping?: { from: string; to: string }[];
  /** Use only the methods with which addresses can be rewritten. */
  rewriteAddresses?: boolean;
  maximumDeletions?: number;
  /** What crosses besides items. */
  archive?: boolean;
  recoverableItems?: boolean;
  settings?: SettingOptions;
  /** Messages to the owners of mailboxes that no one sends by hand. */
  notices?: AutomaticNoticeOptions;
};

/** Of one customer: one source endpoint, one destination endpoint, options. */
export const projects = sqliteTable(
  'projects',
  {
    id: text('id').primaryKey(),
    workgroupId: text('workgroup_id')
      .notNull()
      .references(() => organization.id, { onDelete: 'cascade' }),
    // In the database it may be null: SQLite can't add a column that may not, to a table that others point to. None is.
    customerId: text('customer_id')
      .notNull()
      .references(() => customers.id),
    name: text('name').notNull(),
    sourceEndpointId: text('source_endpoint_id')
      .notNull()
      .references(() => endpoints.id),
    destinationEndpointId: text('destination_endpoint_id')
      .notNull()
      .references(() => endpoints.id),
    options: text('options', { mode: 'json' }).$type<ProjectOptions>().notNull(),
    /** The agent who added it, by themselves or by a key of theirs; null where that is not known any more. */
    createdBy: text('created_by'),
    /** Archived ones start nothing and send nothing. */
    archivedAt: integer('archived_at'),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
    idempotencyKey: text('idempotency_key'),
    /** Hash of what was asked under that key. */
    idempotencyHash: text('idempotency_hash'),
  },
  (table) => [
    uniqueIndex('projects_idempotency').on(table.workgroupId, table.idempotencyKey),
    index('projects_workgroup').on(table.workgroupId, table.id),
    index('projects_customer').on(table.customerId),
    index('projects_source_endpoint').on(table.sourceEndpointId),
    index('projects_destination_endpoint').on(table.destinationEndpointId),
  ],
);

/** Who was given a project: agents see it although projects are not shared. A grant ends with the membership. */
export const projectGrants = sqliteTable(
  'project_grants',
  {
    workgroupId: text('workgroup_id').notNull(),
    projectId: text('project_id')
      .notNull()
      .references(() => projects.id, { onDelete: 'cascade' }),
    agentId: text('agent_id').notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.projectId, table.agentId] }),
    foreignKey({
      columns: [table.workgroupId, table.agentId],
      foreignColumns: [member.organizationId, member.userId],
    }).onDelete('cascade'),
    index('project_grants_agent').on(table.workgroupId, table.agentId, table.projectId),
  ],
);

export type ProjectRow = typeof projects.$inferSelect;
