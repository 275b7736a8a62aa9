import { and, eq } from 'drizzle-orm';
import type { Db } from '../kernel/db.ts';
import { isAnyOf } from '../kernel/db.ts';
import { writeRuns } from './run-store.ts';
import { passes, passMailboxes } from './table.ts';

/**
 * Stops the runs of a project that wait for their end user. No slice of theirs is on its way and none holds a licence, so
 * that nobody has to be asked first. For a project in which nothing starts meanwhile.
 */
export async function endWaitingRuns(
  db: Db,
  { id, workgroupId }: { id: string; workgroupId: string },
  now: number,
): Promise<void> {
  const runs = await db
    .select({ id: passMailboxes.id, passId: passMailboxes.passId, mailboxId: passMailboxes.mailboxId })
    .from(passMailboxes)
    .where(
      and(
        eq(passMailboxes.workgroupId, workgroupId),
        eq(passMailboxes.projectId, id),
        eq(passMailboxes.status, 'paused'),
        eq(passMailboxes.waitsFor, 'end-user'),
      ),
    );
  if (runs.length === 0) return;
  const passIds = [...new Set(runs.map(({ passId }) => passId))];
  // Then they end as stopped, not as completed.
  await db
    .update(passes)
    .set({ status: 'stopping' })
    .where(and(eq(passes.workgroupId, workgroupId), isAnyOf(passes.id, passIds), eq(passes.status, 'running')));
  const changes = runs.map((run) => ({
    passId: run.passId,
    run: { id: run.id, status: 'stopped' as const, waitsFor: null, endedAt: now, updatedAt: now },
    mailbox: { id: run.mailboxId, statusCode: 'stopped' as const, statusDetail: null, lastActivityAt: now },
  }));
  await writeRuns(db, workgroupId, changes, now);
}
