import type { SQL } from 'drizzle-orm';
import { and, eq, isNull, ne, notInArray, or, sql } from 'drizzle-orm';
import { READING_PASS_TYPES } from '../../lib/pass-types.ts';
import { OPEN_RUN_STATUSES } from '../../lib/run-statuses.ts';
import type { Db } from '../kernel/db.ts';
import { isAnyOf } from '../kernel/db.ts';
import type { OpenRuns } from '../kernel/deps.ts';
import { projects } from '../projects/table.ts';
import type { RunRow } from './table.ts';
import { OPEN_STATUSES, passMailboxes } from './table.ts';

/** True of a row of a run that is not over. In the words of the index of open runs: with parameters SQLite would not use it. */
export const isOpen = sql<boolean>`${passMailboxes.status} IN (${OPEN_STATUSES})`;

/** Whether a run is not over. */
export function isOpenRun<Run extends Pick<RunRow, 'status'>>(
  run: Run,
): run is Run & { status: (typeof OPEN_RUN_STATUSES)[number] } {
  return OPEN_RUN_STATUSES.some((status) => status === run.status);
}

const usesDestination = (workgroupId: string, mailboxIds: readonly string[]): SQL | undefined =>
  and(
    eq(passMailboxes.workgroupId, workgroupId),
    isAnyOf(passMailboxes.mailboxId, mailboxIds),
    or(isOpen, notInArray(passMailboxes.type, [...READING_PASS_TYPES])),
  );

/** What other features ask of open runs. */
export function createOpenRuns(db: Db): OpenRuns {
  const isRunning = (workgroupId: string, projectId: string) =>
    and(
      eq(passMailboxes.workgroupId, workgroupId),
      eq(passMailboxes.projectId, projectId),
      isOpen,
      isNull(passMailboxes.waitsFor),
    );
  return {
    onEndpoint: async (workgroupId, endpointId) => {
      const [row] = await db
        .select({ one: sql<number>`1` })
        .from(passMailboxes)
        .innerJoin(projects, eq(projects.id, passMailboxes.projectId))
        .where(
          and(
            eq(passMailboxes.workgroupId, workgroupId),
            isOpen,
            isNull(passMailboxes.waitsFor),
            or(eq(projects.sourceEndpointId, endpointId), eq(projects.destinationEndpointId, endpointId)),
          ),
        )
        .limit(1);
      return row !== undefined;
    },
    inProject: async (workgroupId, projectId) => {
      const [row] = await db
        .select({ passId: passMailboxes.passId })
        .from(passMailboxes)
        .where(isRunning(workgroupId, projectId))
        .limit(1);
      return row;
    },
    isRunningIn: (workgroupId, projectId) =>
      sql<boolean>`EXISTS (SELECT 1 FROM ${passMailboxes} WHERE ${isRunning(workgroupId, projectId)})`,
    onMailbox: (workgroupId, mailboxId) =>
      sql<boolean>`EXISTS (SELECT 1 FROM ${passMailboxes} WHERE ${passMailboxes.workgroupId} = ${workgroupId}
        AND ${passMailboxes.mailboxId} = ${mailboxId} AND ${isOpen})`,
    busyAmong: async (workgroupId, mailboxIds) => new Set(await listBusyMailboxIds(db, workgroupId, mailboxIds)),
    areIdle: (workgroupId, mailboxIds) =>
      sql<boolean>`NOT EXISTS (SELECT 1 FROM ${passMailboxes} WHERE ${passMailboxes.workgroupId} = ${workgroupId}
        AND ${isAnyOf(passMailboxes.mailboxId, mailboxIds)} AND ${isOpen})`,
    destinationsInUse: async (workgroupId, mailboxIds) => {
      if (mailboxIds.length === 0) return new Set();
      const rows = await db
        .selectDistinct({ id: passMailboxes.mailboxId })
        .from(passMailboxes)
        .where(usesDestination(workgroupId, mailboxIds));
      return new Set(rows.map(({ id }) => id));
    },
    areDestinationsFree: (workgroupId, mailboxIds) =>
      mailboxIds.length === 0
        ? sql<boolean>`true`
        : sql<boolean>`NOT EXISTS (SELECT 1 FROM ${passMailboxes} WHERE ${usesDestination(workgroupId, mailboxIds)})`,
  };
}

/** Which of these mailboxes are in an open run. */
export async function listBusyMailboxIds(
  db: Db,
  workgroupId: string,
  mailboxIds: readonly string[],
): Promise<string[]> {
  const rows = await db
    .select({ mailboxId: passMailboxes.mailboxId })
    .from(passMailboxes)
    .where(and(eq(passMailboxes.workgroupId, workgroupId), isAnyOf(passMailboxes.mailboxId, mailboxIds), isOpen));
  return rows.map((row) => row.mailboxId);
}

/**
 * Projects that have open runs, over all workgroups: for the schedule that wakes coordinators. What is paused waits for
 * something that queues it: for weeks, where an end user has to act.
 */
export async function listProjectsWithOpenRuns(
  db: Db,
  limit: number,
): Promise<{ workgroupId: string; projectId: string; passId: string }[]> {
  return db
    .select({
      workgroupId: passMailboxes.workgroupId,
      projectId: passMailboxes.projectId,
      passId: sql<string>`max(${passMailboxes.passId})`,
    })
    .from(passMailboxes)
    .where(and(isOpen, ne(passMailboxes.status, 'paused')))
    .groupBy(passMailboxes.workgroupId, passMailboxes.projectId)
    .limit(limit);
}
