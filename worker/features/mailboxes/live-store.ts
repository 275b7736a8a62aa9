import { and } from 'drizzle-orm';
import type { Db, Statement } from '../kernel/db.ts';
import { runBatch } from '../kernel/db.ts';
import { groupPatches, isInGroup, isOfWorkgroup } from '../kernel/group-patches.ts';
import type { MailboxRow } from './table.ts';
import { mailboxes } from './table.ts';

/** What the running of passes writes to a mailbox; screens and reports read it. Absent fields stay as they are. */
export type MailboxLivePatch = { id: string } & Partial<
  Pick<
    MailboxRow,
    | 'statusCode'
    | 'statusDetail'
    | 'failure'
    | 'phase'
    | 'errorCount'
    | 'itemsTotal'
    | 'itemsDone'
    | 'itemsFailed'
    | 'itemsAdopted'
    | 'bytesTotal'
    | 'bytesDone'
    | 'itemsPerSecond'
    | 'bytesPerSecond'
    | 'etaMs'
    | 'passId'
    | 'passType'
    | 'lastActivityAt'
  >
>;

/** Writes patches of any mailboxes of a workgroup in one transaction. Ids of other workgroups change nothing. */
export async function updateMailboxLive(
  db: Db,
  workgroupId: string,
  patches: readonly MailboxLivePatch[],
): Promise<void> {
  await runBatch(db, mailboxLiveStatements(db, workgroupId, patches));
}

/** Statements that write these patches, for a caller that batches them with other writes. */
export function mailboxLiveStatements(db: Db, workgroupId: string, patches: readonly MailboxLivePatch[]): Statement[] {
  return groupPatches(patches).map(({ ids, changes }) =>
    db
      .update(mailboxes)
      .set(changes)
      .where(and(isOfWorkgroup(mailboxes.workgroupId, workgroupId), isInGroup(mailboxes.id, ids))),
  );
}
