import type { SQL } from 'drizzle-orm';
import { and, desc, eq, isNotNull, isNull, lt, sql } from 'drizzle-orm';
import type { NewEvent } from '../events/event.ts';
import { eventStatement } from '../events/event-statement.ts';
import type { Db, Statement } from '../kernel/db.ts';
import type { ProjectRow } from './table.ts';
import { projects } from './table.ts';

export async function createProject(
  db: Db,
  workgroupId: string,
  row: Omit<ProjectRow, 'workgroupId'>,
  event: NewEvent,
): Promise<void> {
  await db.batch([db.insert(projects).values({ ...row, workgroupId }), eventStatement(db, workgroupId, event)]);
}

export async function getProject(
  db: Db,
  workgroupId: string,
  projectId: string,
  isVisible?: SQL,
): Promise<ProjectRow | undefined> {
  const [row] = await db
    .select()
    .from(projects)
    .where(and(eq(projects.workgroupId, workgroupId), eq(projects.id, projectId), isVisible));
  return row;
}

export async function getProjectByIdempotencyKey(
  db: Db,
  workgroupId: string,
  key: string,
): Promise<ProjectRow | undefined> {
  const [row] = await db
    .select()
    .from(projects)
    .where(and(eq(projects.workgroupId, workgroupId), eq(projects.idempotencyKey, key)));
  return row;
}

type ProjectFilter = {
  archived: 'false' | 'true' | 'all';
  customerId?: string | undefined;
  cursor?: string | undefined;
  limit: number;
};

/** Latest first. */
export async function listProjects(
  db: Db,
  workgroupId: string,
  { cursor, limit, customerId, archived }: ProjectFilter,
  isVisible: SQL | undefined,
): Promise<ProjectRow[]> {
  return db
    .select()
    .from(projects)
    .where(
      and(
        eq(projects.workgroupId, workgroupId),
        cursor === undefined ? undefined : lt(projects.id, cursor),
        customerId === undefined ? undefined : eq(projects.customerId, customerId),
        archived === 'false' ? isNull(projects.archivedAt) : undefined,
        archived === 'true' ? isNotNull(projects.archivedAt) : undefined,
        isVisible,
      ),
    )
    .orderBy(desc(projects.id))
    .limit(limit);
}

/**
 * False where the project was changed by another since it was read, or `when` does not hold. `more`: statements for the
 * same batch.
 */
export async function updateProject(
  db: Db,
  { workgroupId, id, updatedAt }: ProjectRow,
  changes: Partial<Omit<ProjectRow, 'id' | 'workgroupId' | 'createdBy' | 'createdAt'>>,
  event: NewEvent,
  { when, more = [] }: { when?: SQL | undefined; more?: readonly Statement[] } = {},
): Promise<boolean> {
  const [changed] = await db.batch([
    db
      .update(projects)
      .set(changes)
      .where(and(eq(projects.workgroupId, workgroupId), eq(projects.id, id), eq(projects.updatedAt, updatedAt), when))
      .returning({ id: projects.id }),
    eventStatement(db, workgroupId, event),
    ...more,
  ]);
  return changed.length > 0;
}

/** The ids of all projects of a workgroup. */
export async function listProjectIds(db: Db, workgroupId: string): Promise<string[]> {
  const rows = await db.select({ id: projects.id }).from(projects).where(eq(projects.workgroupId, workgroupId));
  return rows.map(({ id }) => id);
}

/** True of a project that is archived, as the database has it at this point of a batch. */
export function isArchivedProject(projectId: SQL | { getSQL(): SQL } | string): SQL<boolean> {
  return sql<boolean>`EXISTS (SELECT 1 FROM projects ap WHERE ap.id = ${projectId} AND ap.archived_at IS NOT NULL)`;
}
