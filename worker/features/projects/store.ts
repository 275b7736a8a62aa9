import { and, desc, eq, lt, sql } from 'drizzle-orm';
import type { Db } from '../kernel/db.ts';
import { isAnyOf } from '../kernel/db.ts';
import type { EndpointRow } from '../endpoints/table.ts';
import { endpoints } from '../endpoints/table.ts';
import type { MailboxState } from '../../lib/mailbox-states.ts';
import { stateExpression } from '../mailboxes/status.ts';
import { mailboxes } from '../mailboxes/table.ts';
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

/** Endpoints by id, for the summaries of projects. */
export async function listEndpointsByIds(
  db: Db,
  workgroupId: string,
  endpointIds: readonly string[],
): Promise<Map<string, EndpointRow>> {
  const rows = await db
    .select()
    .from(endpoints)
    .where(and(eq(endpoints.workgroupId, workgroupId), isAnyOf(endpoints.id, endpointIds)));
  return new Map(rows.map((row) => [row.id, row]));
}

export type StateTotals = {
  projectId: string;
  state: MailboxState;
  mailboxes: number;
  itemsDone: number;
  itemsTotal: number;
  bytesDone: number;
  bytesTotal: number;
  errors: number;
};

/** Sums over the mailboxes of projects, by state. */
export async function listStateTotals(
  db: Db,
  workgroupId: string,
  projectIds: readonly string[],
): Promise<StateTotals[]> {
  const sum = (column: SumColumn) => sql<number>`coalesce(sum(${column}), 0)`;
  return db
    .select({
      projectId: mailboxes.projectId,
      state: sql<MailboxState>`${stateExpression}`.as('state'),
      mailboxes: sql<number>`count(*)`,
      itemsDone: sum(mailboxes.itemsDone),
      itemsTotal: sum(mailboxes.itemsTotal),
      bytesDone: sum(mailboxes.bytesDone),
      bytesTotal: sum(mailboxes.bytesTotal),
      errors: sum(mailboxes.errorCount),
    })
    .from(mailboxes)
    .where(and(eq(mailboxes.workgroupId, workgroupId), isAnyOf(mailboxes.projectId, projectIds)))
    .groupBy(mailboxes.projectId, sql`state`);
}

type SumColumn =
  | typeof mailboxes.itemsDone
  | typeof mailboxes.itemsTotal
  | typeof mailboxes.bytesDone
  | typeof mailboxes.bytesTotal
  | typeof mailboxes.errorCount;
