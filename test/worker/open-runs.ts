import { and, asc, eq, inArray } from 'drizzle-orm';
import type { Db } from '../../worker/features/kernel/db.ts';
import { passMailboxes } from '../../worker/features/passes/table.ts';
import { OPEN_RUN_STATUSES } from '../../worker/lib/run-statuses.ts';
import type { RunRow } from '../../worker/features/passes/table.ts';

/** Runs of a project that are not over, oldest first. */
export async function listOpenRuns(db: Db, workgroupId: string, projectId: string): Promise<RunRow[]> {
  return db
    .select()
    .from(passMailboxes)
    .where(
      and(
        eq(passMailboxes.workgroupId, workgroupId),
        eq(passMailboxes.projectId, projectId),
        inArray(passMailboxes.status, OPEN_RUN_STATUSES),
      ),
    )
    .orderBy(asc(passMailboxes.id));
}
