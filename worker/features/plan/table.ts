import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { MANUAL_STEPS } from '../../lib/plan-steps.ts';
import { projects } from '../projects/table.ts';
import { organization } from '../workgroups/table.ts';

/** Steps of a plan that someone has marked as done, where no fact can say it. */
export const planMarks = sqliteTable(
  'plan_marks',
  {
    workgroupId: text('workgroup_id')
      .notNull()
      .references(() => organization.id, { onDelete: 'cascade' }),
    projectId: text('project_id')
      .notNull()
      .references(() => projects.id, { onDelete: 'cascade' }),
    step: text('step', { enum: MANUAL_STEPS }).notNull(),
    markedAt: integer('marked_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.projectId, table.step] })],
);
