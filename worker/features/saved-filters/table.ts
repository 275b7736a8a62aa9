import { sql } from 'drizzle-orm';
import { integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { SavedFilterFacts } from '../../lib/saved-filter.ts';
import { organization } from '../workgroups/table.ts';

/** Filters of mailboxes that agents of a workgroup keep under a name, for all projects. */
export const savedFilters = sqliteTable(
  'saved_filters',
  {
    id: text('id').primaryKey(),
    workgroupId: text('workgroup_id')
      .notNull()
      .references(() => organization.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    filter: text('filter', { mode: 'json' }).$type<SavedFilterFacts>().notNull(),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (table) => [uniqueIndex('saved_filters_name').on(table.workgroupId, sql`lower(name)`)],
);

export type SavedFilterRow = typeof savedFilters.$inferSelect;
