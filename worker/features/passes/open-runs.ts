import { and, eq, inArray, or, sql } from 'drizzle-orm';
import { OPEN_RUN_STATUSES } from '../../lib/run-statuses.ts';
import type { Db } from '../kernel/db.ts';
import { projects } from '../projects/table.ts';
import { passMailboxes } from './table.ts';

/** True while the project has an open run. */
export async function hasOpenRuns(db: Db, workgroupId: string, projectId: string): Promise<boolean> {
  const [row] = await db
    .select({ id: passMailboxes.id })
    .from(passMailboxes)
    .where(
      and(
        eq(passMailboxes.workgroupId, workgroupId),
        eq(passMailboxes.projectId, projectId),
        inArray(passMailboxes.status, OPEN_RUN_STATUSES),
      ),
    )
    .limit(1);
  return row !== undefined;
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
