import { and, desc, eq, inArray, sql } from 'drizzle-orm';
import type { Db, Statement } from '../kernel/db.ts';
import { insertStatements, isAnyOf, runBatch } from '../kernel/db.ts';
import type { LicensedEnds, RunLicences } from '../kernel/deps.ts';
import { groupPatches, isInGroup, isOfWorkgroup } from '../kernel/group-patches.ts';
import type { MailboxLivePatch } from '../mailboxes/live-store.ts';
import { mailboxLiveStatements } from '../mailboxes/live-store.ts';
import { passEndedStatements, runEndedStatements } from './end-events.ts';
import type { RunRow } from './table.ts';
import { isOpen } from './open-runs.ts';
import { passes, passMailboxes } from './table.ts';

export type RunPatch = { id: string; updatedAt: number } & Partial<
  Pick<
    RunRow,
    'status' | 'waitsFor' | 'notBeforeAt' | 'attempts' | 'startedAt' | 'endedAt' | 'tally' | 'fault' | 'licence'
  >
>;

/** Statements that add runs, for a caller who writes them together with their pass. */
export function createRunStatements(
  db: Db,
  workgroupId: string,
  runs: readonly Omit<RunRow, 'workgroupId'>[],
): Statement[] {
  return insertStatements(
    db,
    passMailboxes,
    runs.map((run) => ({ ...run, workgroupId })),
  );
}

export async function getRun(db: Db, workgroupId: string, runId: string): Promise<RunRow | undefined> {
  const [row] = await db
    .select()
    .from(passMailboxes)
    .where(and(eq(passMailboxes.workgroupId, workgroupId), eq(passMailboxes.id, runId)));
  return row;
}

/** Those of these runs that there are. */
export async function listRuns(db: Db, workgroupId: string, runIds: readonly string[]): Promise<RunRow[]> {
  return db
    .select()
    .from(passMailboxes)
    .where(and(isOfWorkgroup(passMailboxes.workgroupId, workgroupId), isAnyOf(passMailboxes.id, runIds)));
}

/** All runs of one mailbox, latest first. */
export async function listMailboxRuns(db: Db, workgroupId: string, mailboxId: string): Promise<RunRow[]> {
  return db
    .select()
    .from(passMailboxes)
    .where(and(eq(passMailboxes.workgroupId, workgroupId), eq(passMailboxes.mailboxId, mailboxId)))
    .orderBy(desc(passMailboxes.id))
    .limit(100);
}

/** How a slice, or its loss, changes a run and its mailbox. `licence`: that of the run before. */
export type RunChange = {
  passId: string;
  run: RunPatch;
  mailbox: MailboxLivePatch;
  licence?: RunRow['licence'];
};

/**
 * Writes the outcomes of runs and their mailboxes, and ends passes without open runs: all or nothing, as nothing would
 * check a pass again whose runs have all ended.
 */
export async function writeRuns(
  db: Db,
  workgroupId: string,
  changes: readonly RunChange[],
  now: number,
  licences?: Pick<RunLicences, 'endStatements'>,
): Promise<void> {
  const ended = changes.filter(({ run }) => run.endedAt).map(({ passId }) => passId);
  await runBatch(db, [
    ...runEndedStatements(db, workgroupId, changes, now),
    ...mailboxLiveStatements(
      db,
      workgroupId,
      changes.map(({ mailbox }) => mailbox),
    ),
    ...groupPatches(changes.map(({ run }) => run)).map(({ ids, changes: patch }) =>
      db
        .update(passMailboxes)
        .set(patch)
        .where(and(isOfWorkgroup(passMailboxes.workgroupId, workgroupId), isInGroup(passMailboxes.id, ids))),
    ),
    ...(licences?.endStatements(workgroupId, licensedEnds(changes), now) ?? []),
    ...[...new Set(ended)].flatMap((passId) => [
      closing(db, workgroupId, passId, now),
      ...passEndedStatements(db, workgroupId, passId, now),
    ]),
  ]);
}

/** None where licences are off: its runs hold none. */
function licensedEnds(changes: readonly RunChange[]): LicensedEnds {
  const held = changes.filter(({ licence }) => licence === 'held').map(({ run }) => run);
  const idsOf = (runs: readonly RunPatch[]) => runs.map(({ id }) => id);
  return {
    completed: idsOf(held.filter(({ status }) => status === 'completed')),
    broken: idsOf(held.filter(({ status, endedAt }) => endedAt && status !== 'completed')),
    atLimit: idsOf(held.filter(({ licence }) => licence === 'waiting')),
  };
}

/**
 * Ends a pass once none of its runs is open. It becomes `stopped` when a stop was asked for, `failed` when every run
 * failed, `completed` otherwise. True when this call ended it; repeating it is safe.
 */
export async function closePassIfDone(db: Db, workgroupId: string, passId: string, now: number): Promise<boolean> {
  const [closed] = await db.batch([
    closing(db, workgroupId, passId, now),
    ...passEndedStatements(db, workgroupId, passId, now),
  ]);
  return closed.length > 0;
}

function closing(db: Db, workgroupId: string, passId: string, now: number) {
  const ofPass = sql`SELECT 1 FROM ${passMailboxes}
    WHERE ${passMailboxes.workgroupId} = ${workgroupId} AND ${passMailboxes.passId} = ${passId}`;
  const open = sql`EXISTS (${ofPass} AND ${isOpen})`;
  const notFailed = sql`EXISTS (${ofPass} AND ${passMailboxes.status} <> 'failed')`;
  return db
    .update(passes)
    .set({
      status: sql`CASE WHEN ${passes.status} = 'stopping' THEN 'stopped' WHEN ${notFailed} THEN 'completed' ELSE 'failed' END`,
      startedAt: sql`coalesce(${passes.startedAt}, ${now})`,
      endedAt: now,
    })
    .where(
      and(
        eq(passes.workgroupId, workgroupId),
        eq(passes.id, passId),
        inArray(passes.status, ['running', 'stopping']),
        sql`NOT ${open}`,
      ),
    )
    .returning({ id: passes.id });
}
