import { and, desc, eq, lt } from 'drizzle-orm';
import type { Db } from '../kernel/db.ts';
import type { ProjectRow } from './table.ts';
import { projects } from './table.ts';

export async function createProject(db: Db, workgroupId: string, row: Omit<ProjectRow, 'workgroupId'>): Promise<void> {
  await db.insert(projects).values({ ...row, workgroupId });
}

export async function getProject(db: Db, workgroupId: string, projectId: string): Promise<ProjectRow | undefined> {
  const [row] = await db
    .select()
    .from(projects)
    .where(and(eq(projects.workgroupId, workgroupId), eq(projects.id, projectId)));
  return row;
}

/** Latest first. */
export async function listProjects(
  db: Db,
  workgroupId: string,
  page: { cursor?: string | undefined; limit: number },
): Promise<ProjectRow[]> {
  return db
    .select()
    .from(projects)
    .where(
      and(eq(projects.workgroupId, workgroupId), page.cursor === undefined ? undefined : lt(projects.id, page.cursor)),
    )
    .orderBy(desc(projects.id))
    .limit(page.limit);
}

/** False where the project was changed by another since `fromUpdatedAt`. */
export async function updateProject(
  db: Db,
  workgroupId: string,
  projectId: string,
  changes: Partial<Omit<ProjectRow, 'id' | 'workgroupId' | 'createdAt'>>,
  fromUpdatedAt?: number,
): Promise<boolean> {
  const changed = await db
    .update(projects)
    .set(changes)
    .where(
      and(
        eq(projects.workgroupId, workgroupId),
        eq(projects.id, projectId),
        fromUpdatedAt === undefined ? undefined : eq(projects.updatedAt, fromUpdatedAt),
      ),
    )
    .returning({ id: projects.id });
  return changed.length > 0;
}
