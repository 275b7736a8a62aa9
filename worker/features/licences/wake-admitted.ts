import { and, eq } from 'drizzle-orm';
import type { Db } from '../kernel/db.ts';
import type { Coordinator, Deps, Log } from '../kernel/deps.ts';
import { passMailboxes } from '../passes/table.ts';

type Waker = { coordinator: Pick<Coordinator, 'enqueue'>; log: Pick<Log, 'error'> };

type OpenPass = { projectId: string; passId: string };

/** Passes with runs that got a licence in the batch of this instant. */
export async function listAdmitted(db: Db, workgroupId: string, at: number): Promise<OpenPass[]> {
  return db
    .selectDistinct({ projectId: passMailboxes.projectId, passId: passMailboxes.passId })
    .from(passMailboxes)
    .where(
      and(
        eq(passMailboxes.workgroupId, workgroupId),
        eq(passMailboxes.licence, 'held'),
        eq(passMailboxes.status, 'queued'),
        eq(passMailboxes.updatedAt, at),
      ),
    );
}

/** Passes with runs that wait for a licence. */
export async function listWaiting(db: Db, workgroupId: string): Promise<OpenPass[]> {
  return db
    .selectDistinct({ projectId: passMailboxes.projectId, passId: passMailboxes.passId })
    .from(passMailboxes)
    .where(
      and(
        eq(passMailboxes.workgroupId, workgroupId),
        eq(passMailboxes.licence, 'waiting'),
        eq(passMailboxes.status, 'paused'),
      ),
    );
}

/** Notifies the coordinators of runs that need not wait any more. If that fails, the schedule does it later. */
export async function wakeAdmitted(deps: Pick<Deps, 'db'> & Waker, workgroupId: string, at: number): Promise<void> {
  await wakeAll(deps, workgroupId, await listAdmitted(deps.db, workgroupId, at));
}

/** The same for passes whose runs are known. */
export async function wakeAll(deps: Waker, workgroupId: string, passes: readonly OpenPass[]): Promise<void> {
  for (const { projectId, passId } of passes) {
    try {
      await deps.coordinator.enqueue(workgroupId, projectId, passId);
    } catch (error) {
      deps.log.error('coordinator-not-told', { passId, error });
    }
  }
}
