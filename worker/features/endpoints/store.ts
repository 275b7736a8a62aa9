import { and, desc, eq, inArray, lt, or, sql } from 'drizzle-orm';
import type { Db } from '../kernel/db.ts';
import { isForeignKeyViolation } from '../kernel/db.ts';
import { passMailboxes } from '../passes/table.ts';
import { OPEN_RUN_STATUSES } from '../../lib/run-statuses.ts';
import { projects } from '../projects/table.ts';
import type { EndpointRow } from './table.ts';
import { endpoints } from './table.ts';

export async function createEndpoint(
  db: Db,
  workgroupId: string,
  row: Omit<EndpointRow, 'workgroupId'>,
): Promise<void> {
  await db.insert(endpoints).values({ ...row, workgroupId });
}

export async function getEndpoint(db: Db, workgroupId: string, endpointId: string): Promise<EndpointRow | undefined> {
  const [row] = await db
    .select()
    .from(endpoints)
    .where(and(eq(endpoints.workgroupId, workgroupId), eq(endpoints.id, endpointId)));
  return row;
}

/** Latest first. */
export async function listEndpoints(
  db: Db,
  workgroupId: string,
  page: { cursor?: string | undefined; limit: number },
): Promise<EndpointRow[]> {
  return db
    .select()
    .from(endpoints)
    .where(
      and(
        eq(endpoints.workgroupId, workgroupId),
        page.cursor === undefined ? undefined : lt(endpoints.id, page.cursor),
      ),
    )
    .orderBy(desc(endpoints.id))
    .limit(page.limit);
}

export async function updateEndpoint(
  db: Db,
  workgroupId: string,
  endpointId: string,
  changes: Partial<Omit<EndpointRow, 'id' | 'workgroupId' | 'createdAt'>>,
): Promise<void> {
  await db
    .update(endpoints)
    .set(changes)
    .where(and(eq(endpoints.workgroupId, workgroupId), eq(endpoints.id, endpointId)));
}

/** Deletes an endpoint that no project uses. `in-use` when one does, also when it came in between. */
export async function deleteEndpoint(
  db: Db,
  workgroupId: string,
  endpointId: string,
): Promise<'deleted' | 'in-use' | 'not-found'> {
  try {
    const deleted = await db
      .delete(endpoints)
      .where(and(eq(endpoints.workgroupId, workgroupId), eq(endpoints.id, endpointId)))
      .returning({ id: endpoints.id });
    return deleted.length > 0 ? 'deleted' : 'not-found';
  } catch (error) {
    if (isForeignKeyViolation(error)) return 'in-use';
    throw error;
  }
}

/** True while a pass runs that has this endpoint on one of its sides. */
export async function isEndpointBusy(db: Db, workgroupId: string, endpointId: string): Promise<boolean> {
  const [row] = await db
    .select({ one: sql<number>`1` })
    .from(passMailboxes)
    .innerJoin(projects, eq(projects.id, passMailboxes.projectId))
    .where(
      and(
        eq(passMailboxes.workgroupId, workgroupId),
        inArray(passMailboxes.status, OPEN_RUN_STATUSES),
        or(eq(projects.sourceEndpointId, endpointId), eq(projects.destinationEndpointId, endpointId)),
      ),
    )
    .limit(1);
  return row !== undefined;
}
