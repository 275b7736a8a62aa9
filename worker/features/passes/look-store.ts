import type { SQL } from 'drizzle-orm';
import { and, asc, eq, gt, isNull, lte, not, sql } from 'drizzle-orm';
import { endpoints } from '../endpoints/table.ts';
import type { Db } from '../kernel/db.ts';
import { isAnyOf } from '../kernel/db.ts';
import { isOfWorkgroup } from '../kernel/group-patches.ts';
import { projects } from '../projects/table.ts';
import type { ProjectOptions } from '../projects/table.ts';
import type { RunRow } from './table.ts';
import { passMailboxes } from './table.ts';

/** What a coordinator needs to know of a run to decide about it. */
export type LookRun = Pick<
  RunRow,
  'id' | 'passId' | 'mailboxId' | 'type' | 'status' | 'notBeforeAt' | 'attempts' | 'startedAt' | 'updatedAt' | 'licence'
>;

/** Batch size for reading stopping runs. */
const STOPPING_BATCH_SIZE = 1_000;

const lookColumns = {
  id: passMailboxes.id,
  passId: passMailboxes.passId,
  mailboxId: passMailboxes.mailboxId,
  type: passMailboxes.type,
  status: passMailboxes.status,
  notBeforeAt: passMailboxes.notBeforeAt,
  attempts: passMailboxes.attempts,
  startedAt: passMailboxes.startedAt,
  updatedAt: passMailboxes.updatedAt,
  licence: passMailboxes.licence,
};

/** The options of a project, and whether Mailferry impersonates on both of its sides; undefined when it is gone. */
export async function getSlotRules(
  db: Db,
  workgroupId: string,
  projectId: string,
): Promise<{ options: ProjectOptions; areImpersonated: boolean } | undefined> {
  const isEverywhere = sql<number>`(SELECT min(${endpoints.useImpersonation}) FROM ${endpoints}
    WHERE ${endpoints.id} IN (${projects.sourceEndpointId}, ${projects.destinationEndpointId}))`;
  const [row] = await db
    .select({ options: projects.options, isEverywhere })
    .from(projects)
    .where(and(eq(projects.workgroupId, workgroupId), eq(projects.id, projectId)));
  return row && { options: row.options, areImpersonated: row.isEverywhere === 1 };
}

/**
 * The runs of a project that a coordinator decides about: those that are stopping, the `free` next ones that wait and
 * have no lease, the one whose wait ends next, and those named by `dueIds`. `withRunning`: besides, all that are
 * running, of which there are at most as many as slots. What is read does not grow with the number of waiting runs.
 */
export async function listRunsToDecide(
  db: Db,
  workgroupId: string,
  projectId: string,
  what: { free: number; leasedIds: readonly string[]; dueIds: readonly string[]; withRunning: boolean; now: number },
): Promise<LookRun[]> {
  const { free, leasedIds, dueIds, withRunning, now } = what;
  const inStatus = (status: RunRow['status'], ...more: (SQL | undefined)[]) =>
    db
      .select(lookColumns)
      .from(passMailboxes)
      .where(
        and(
          eq(passMailboxes.workgroupId, workgroupId),
          eq(passMailboxes.projectId, projectId),
          eq(passMailboxes.status, status),
          ...more,
        ),
      );
  const unleased = leasedIds.length === 0 ? undefined : not(isAnyOf(passMailboxes.id, leasedIds));
  const byEnd = [asc(passMailboxes.notBeforeAt), asc(passMailboxes.updatedAt), asc(passMailboxes.id)] as const;
  // A run that a server asked to wait is queued from the end of that wait.
  const next = [
    inStatus('queued', isNull(passMailboxes.notBeforeAt), unleased)
      .orderBy(...byEnd)
      .limit(free),
    inStatus('queued', lte(passMailboxes.notBeforeAt, now), unleased)
      .orderBy(...byEnd)
      .limit(free),
  ];
  const named = db
    .select(lookColumns)
    .from(passMailboxes)
    .where(and(isOfWorkgroup(passMailboxes.workgroupId, workgroupId), isAnyOf(passMailboxes.id, dueIds)));
  const rows = await db.batch([
    inStatus('stopping').limit(STOPPING_BATCH_SIZE),
    inStatus('queued', gt(passMailboxes.notBeforeAt, now))
      .orderBy(...byEnd)
      .limit(1),
    ...(free > 0 ? next : []),
    ...(withRunning ? [inStatus('running')] : []),
    ...(dueIds.length > 0 ? [named] : []),
  ]);
  return [...new Map(rows.flat().map((run) => [run.id, run])).values()];
}
