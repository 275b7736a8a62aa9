import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { organization } from '../workgroups/table.ts';
import type { ProviderFacts } from './provider.ts';

/** What a workgroup adds to the directory, and what it corrects there. */
export const providerEntries = sqliteTable(
  'provider_entries',
  {
    id: text('id').primaryKey(),
    workgroupId: text('workgroup_id')
      .notNull()
      .references(() => organization.id, { onDelete: 'cascade' }),
    /** The shipped entry that it stands in place of; null for one of the workgroup's own. */
    corrects: text('corrects'),
    facts: text('facts', { mode: 'json' }).$type<ProviderFacts>().notNull(),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (table) => [
    index('provider_entries_workgroup').on(table.workgroupId, table.id),
    uniqueIndex('provider_entries_corrects').on(table.workgroupId, table.corrects),
  ],
);

export type ProviderEntryRow = typeof providerEntries.$inferSelect;
