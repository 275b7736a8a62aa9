import { integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { projects } from '../projects/table.ts';
import { organization } from '../workgroups/table.ts';

/** Mailboxes of a project that cut over together. */
export const waves = sqliteTable(
  'waves',
  {
    id: text('id').primaryKey(),
    workgroupId: text('workgroup_id')
      .notNull()
      .references(() => organization.id, { onDelete: 'cascade' }),
    projectId: text('project_id')
      .notNull()
      .references(() => projects.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    /** The name folded for comparison. */
    nameKey: text('name_key').notNull(),
    /** Null: not decided yet. */
    cutoverAt: integer('cutover_at'),
    /** The zone in which the cutover was planned; null where it is not decided. */
    timeZone: text('time_zone'),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (table) => [uniqueIndex('waves_name').on(table.projectId, table.nameKey)],
);

export type WaveRow = typeof waves.$inferSelect;
