import { and, asc, eq } from 'drizzle-orm';
import { getCustomer } from '../customers/store.ts';
import { customerUsers } from '../customers/table.ts';
import type { Db } from '../kernel/db.ts';
import { isAnyOf } from '../kernel/db.ts';
import { mailboxes } from '../mailboxes/table.ts';
import { getProject } from '../projects/store.ts';
import { getWorkgroup } from '../workgroups/store.ts';
import type { Owner, Setting } from './plan-message.ts';
import type { NoticeRow } from './table.ts';
import { noticeRecipients } from './table.ts';

/** What all recipients of a notice have in common, as it is now: the project may have changed its customer. */
export async function loadSetting(
  db: Db,
  {
    workgroupId,
    projectId,
    kind,
    language,
    startsZone,
  }: Pick<NoticeRow, 'workgroupId' | 'projectId' | 'kind' | 'language' | 'startsZone'>,
): Promise<Setting> {
  const [project, workgroup] = await Promise.all([
    getProject(db, workgroupId, projectId),
    getWorkgroup(db, workgroupId),
  ]);
  const customer = project && (await getCustomer(db, workgroupId, project.customerId));
  // Foreign keys keep all of them.
  if (!customer || !workgroup) throw new Error('A notice without its customer');
  return { kind, language, startsZone, customer, workgroup, isProjectArchived: project.archivedAt !== null };
}

/** Mailboxes with those who own them, by the id of the mailbox. */
export async function loadOwners(
  db: Db,
  workgroupId: string,
  mailboxIds: readonly string[],
): Promise<Map<string, Omit<Owner, 'startsAt'>>> {
  const rows = await db
    .select({ mailbox: mailboxes, name: customerUsers.name })
    .from(mailboxes)
    .leftJoin(customerUsers, eq(customerUsers.id, mailboxes.customerUserId))
    .where(and(eq(mailboxes.workgroupId, workgroupId), isAnyOf(mailboxes.id, mailboxIds)));
  return new Map(rows.map(({ mailbox, name }) => [mailbox.id, { mailbox, user: { name } }]));
}

/** Recipients whose message is not made yet. */
export async function listPending(db: Db, { workgroupId, id }: NoticeRow, limit: number) {
  return db
    .select({ mailboxId: noticeRecipients.mailboxId, startsAt: noticeRecipients.startsAt })
    .from(noticeRecipients)
    .where(
      and(
        eq(noticeRecipients.workgroupId, workgroupId),
        eq(noticeRecipients.noticeId, id),
        eq(noticeRecipients.state, 'pending'),
      ),
    )
    .orderBy(asc(noticeRecipients.mailboxId))
    .limit(limit);
}
