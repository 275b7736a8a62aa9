import type { SQL } from 'drizzle-orm';
import { and, eq, not, sql } from 'drizzle-orm';
import type { Statement } from '../kernel/db.ts';
import type { Deps } from '../kernel/deps.ts';
import { mailboxes } from '../mailboxes/table.ts';
import { passMailboxes } from '../passes/table.ts';
import { isArchivedProject } from '../projects/store.ts';

/**
 * Lets the run of a mailbox go on that waits for its end user, if `when` holds: it is queued, unless it waits for a licence
 * besides. For the batch in which the credentials come.
 */
export function releaseStatements(
  { db, licences }: Pick<Deps, 'db' | 'licences'>,
  { id, workgroupId }: { id: string; workgroupId: string },
  when: SQL,
  now: number,
): Statement[] {
  return [
    db
      .update(passMailboxes)
      .set({
        waitsFor: null,
        status: sql`CASE WHEN ${passMailboxes.licence} = 'waiting' THEN 'paused' ELSE 'queued' END`,
        notBeforeAt: null,
        updatedAt: now,
      })
      .where(
        and(
          eq(passMailboxes.workgroupId, workgroupId),
          eq(passMailboxes.mailboxId, id),
          eq(passMailboxes.waitsFor, 'end-user'),
          eq(passMailboxes.status, 'paused'),
          // Nothing starts in an archived project; its runs that wait are about to end.
          not(isArchivedProject(passMailboxes.projectId)),
          when,
        ),
      ),
    db
      .update(mailboxes)
      .set({ statusCode: 'queued', statusDetail: null, failure: null, lastActivityAt: now })
      .where(
        and(
          eq(mailboxes.workgroupId, workgroupId),
          eq(mailboxes.id, id),
          eq(mailboxes.statusCode, 'waiting-for-end-user'),
          not(isArchivedProject(mailboxes.projectId)),
          when,
        ),
      ),
    ...licences.admitStatements(workgroupId, id, now),
  ];
}

/** True while a run on the mailbox of a row waits for its end user. */
export function hasWaitingRun(mailboxId: SQL | { getSQL(): SQL }): SQL {
  return sql`EXISTS (SELECT 1 FROM pass_mailboxes w WHERE w.mailbox_id = ${mailboxId}
    AND w.waits_for = 'end-user' AND w.status = 'paused')`;
}
