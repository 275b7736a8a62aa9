import type { Db } from '../kernel/db.ts';
import { problem } from '../mailboxes/errors.ts';
import { listProjectMailboxes } from '../mailboxes/store.ts';
import type { ProjectRow } from '../projects/table.ts';

/** The customer users of mailboxes of a project, each once. Throws `mailbox-not-found`. */
export async function requireUsersOf(
  db: Db,
  { workgroupId, id }: ProjectRow,
  mailboxIds: readonly string[],
): Promise<string[]> {
  const rows = await listProjectMailboxes(db, workgroupId, id, mailboxIds);
  const known = new Set(rows.map((row) => row.id));
  const errors = mailboxIds.flatMap((mailboxId, index) =>
    known.has(mailboxId)
      ? []
      : [{ path: `mailboxIds[${String(index)}]`, message: `The project has no mailbox ${mailboxId}.` }],
  );
  if (errors.length > 0) throw problem('mailbox-not-found', undefined, errors);
  return [...new Set(rows.flatMap(({ customerUserId }) => customerUserId ?? []))];
}
