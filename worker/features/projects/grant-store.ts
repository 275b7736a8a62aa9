import type { SQL } from 'drizzle-orm';
import { and, asc, eq, sql } from 'drizzle-orm';
import type { NewEvent } from '../events/event.ts';
import { eventStatement } from '../events/event-statement.ts';
import type { Db, Statement } from '../kernel/db.ts';
import { insertStatements, isAnyOf, runBatch } from '../kernel/db.ts';
import { member, user } from '../workgroups/table.ts';
import { addressOfEmail } from '../workgroups/unproven-email.ts';
import type { ProjectRow } from './table.ts';
import { projectGrants, projects } from './table.ts';

/** An agent of the workgroup, and whether the project was given to them. `role` as the table has it. */
export type Grantee = { agentId: string; name: string; email: string; role: string; isGranted: boolean };

/** All agents of the workgroup, by name. */
export async function listGrantees(db: Db, { workgroupId, id }: ProjectRow): Promise<Grantee[]> {
  const rows = await db
    .select({
      agentId: user.id,
      name: user.name,
      email: user.email,
      role: member.role,
      isGranted: sql<number>`${projectGrants.agentId} IS NOT NULL`,
    })
    .from(member)
    .innerJoin(user, eq(user.id, member.userId))
    .leftJoin(
      projectGrants,
      and(
        eq(projectGrants.workgroupId, member.organizationId),
        eq(projectGrants.projectId, id),
        eq(projectGrants.agentId, member.userId),
      ),
    )
    .where(eq(member.organizationId, workgroupId))
    .orderBy(asc(sql`lower(${user.name})`), asc(user.id));
  return rows.map((row) => ({ ...row, email: addressOfEmail(row.email), isGranted: row.isGranted === 1 }));
}

type Change = { agentIds: readonly string[]; event: NewEvent };

/** Gives a project to agents, and takes it from others. What changes nothing writes no event. */
export async function updateGrants(
  db: Db,
  { workgroupId, id: projectId }: ProjectRow,
  { given, taken }: { given: Change; taken: Change },
): Promise<void> {
  const statements: Statement[] = [];
  if (taken.agentIds.length > 0)
    statements.push(
      db
        .delete(projectGrants)
        .where(
          and(
            eq(projectGrants.workgroupId, workgroupId),
            eq(projectGrants.projectId, projectId),
            isAnyOf(projectGrants.agentId, taken.agentIds),
          ),
        ),
      eventStatement(db, workgroupId, taken.event),
    );
  if (given.agentIds.length > 0) {
    const rows = given.agentIds.map((agentId) => ({ workgroupId, projectId, agentId, createdAt: given.event.at }));
    statements.push(
      ...insertStatements(db, projectGrants, rows, { on: ['projectId', 'agentId'], set: ['agentId'] }),
      eventStatement(db, workgroupId, given.event),
    );
  }
  await runBatch(db, statements);
}

/** Whether a project is among those that `isVisible` lets through. */
export async function isProjectVisible(
  db: Db,
  workgroupId: string,
  projectId: string,
  isVisible: SQL | undefined,
): Promise<boolean> {
  const [row] = await db
    .select({ id: projects.id })
    .from(projects)
    .where(and(eq(projects.workgroupId, workgroupId), eq(projects.id, projectId), isVisible));
  return row !== undefined;
}
