import { and, eq } from 'drizzle-orm';
import type { Db } from '../kernel/db.ts';
import { mailboxReports, type MailboxReportRow, type MailboxRow } from './table.ts';

/** The latest test of each side of a mailbox that was tested. */
export function listMailboxReports(
  db: Db,
  { workgroupId, id }: Pick<MailboxRow, 'workgroupId' | 'id'>,
): Promise<MailboxReportRow[]> {
  return db
    .select()
    .from(mailboxReports)
    .where(and(eq(mailboxReports.workgroupId, workgroupId), eq(mailboxReports.mailboxId, id)));
}
