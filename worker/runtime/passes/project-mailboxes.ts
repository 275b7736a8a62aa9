import type { Db } from '../../features/kernel/db.ts';
import type { PresentedMailbox } from '../../features/mailboxes/present-mailbox.ts';
import { presentMailbox } from '../../features/mailboxes/present-mailbox.ts';
import { listStateTotals, sumUp } from '../../features/mailboxes/state-totals.ts';
import { listProjectMailboxes } from '../../features/mailboxes/store.ts';
import type { Counters } from './live-counters.ts';
import type { Owner } from './look.ts';

/** Mailboxes of a project as the API presents them; none of one that is not known yet. */
export async function readMailboxes(
  db: Db,
  owner: Owner | undefined,
  ids: readonly string[],
): Promise<PresentedMailbox[]> {
  if (!owner) return [];
  return (await listProjectMailboxes(db, owner.workgroupId, owner.projectId, ids)).map(presentMailbox);
}

export async function countMailboxes(db: Db, owner: Owner | undefined): Promise<Counters> {
  return sumUp(owner ? await listStateTotals(db, owner.workgroupId, [owner.projectId]) : []).counters;
}
