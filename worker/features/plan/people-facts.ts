import { and, eq, sql } from 'drizzle-orm';
import type { MailboxSide } from '../../lib/credential-request-facts.ts';
import type { NoticeKind } from '../../lib/notice-facts.ts';
import { NOTICE_KINDS } from '../../lib/notice-facts.ts';
import { credentialRequests, OPEN_STATES } from '../credential-requests/table.ts';
import type { Db } from '../kernel/db.ts';
import { mailboxes } from '../mailboxes/table.ts';
import { notices } from '../notices/table.ts';
import type { NoticeFacts, PlanFacts } from './facts.ts';

/** The latest requests of the mailboxes of a project, counted. */
export async function getRequestFacts(db: Db, workgroupId: string, projectId: string): Promise<PlanFacts['requests']> {
  const misses = (side: MailboxSide) =>
    sql`(${mailboxes[`${side}PasswordSealed`]} IS NULL AND instr(${credentialRequests.sides}, ${side}) > 0)`;
  const isLapsed = sql`(${credentialRequests.state} IN ('bounced', 'expired') AND (${misses('source')} OR ${misses('destination')}))`;
  const [row] = await db
    .select({
      lapsed: sql<number>`coalesce(sum(${isLapsed}), 0)`,
      open: sql<number>`coalesce(sum(${credentialRequests.state} IN (${OPEN_STATES})), 0)`,
    })
    .from(credentialRequests)
    .innerJoin(mailboxes, eq(mailboxes.id, credentialRequests.mailboxId))
    .where(
      and(
        eq(credentialRequests.workgroupId, workgroupId),
        eq(credentialRequests.projectId, projectId),
        sql`NOT EXISTS (SELECT 1 FROM credential_requests later WHERE later.mailbox_id = ${credentialRequests.mailboxId}
          AND later.id > ${credentialRequests.id})`,
      ),
    );
  return row ?? { open: 0, lapsed: 0 };
}

const NONE: NoticeFacts = { sent: 0, lastSentAt: null, scheduled: 0, nextAt: null };

/** The notices of a project by kind. Automatic ones count once they have gone out to someone. */
export async function getNoticeFacts(
  db: Db,
  workgroupId: string,
  projectId: string,
): Promise<Record<NoticeKind, NoticeFacts>> {
  const isSent = sql`${notices.state} IN ('sending', 'sent')`;
  const isScheduled = sql`(${notices.state} = 'scheduled' AND ${notices.dueAt} IS NOT NULL)`;
  const rows = await db
    .select({
      kind: notices.kind,
      sent: sql<number>`coalesce(sum(${isSent}), 0)`,
      lastSentAt: sql<
        number | null
      >`max(CASE WHEN ${isSent} THEN coalesce(${notices.endedAt}, ${notices.createdAt}) END)`,
      scheduled: sql<number>`coalesce(sum(${isScheduled}), 0)`,
      nextAt: sql<number | null>`min(CASE WHEN ${isScheduled} THEN ${notices.dueAt} END)`,
    })
    .from(notices)
    .where(and(eq(notices.workgroupId, workgroupId), eq(notices.projectId, projectId)))
    .groupBy(notices.kind);
  const byKind = new Map(rows.map(({ kind, ...facts }) => [kind, facts]));
  return Object.fromEntries(NOTICE_KINDS.map((kind) => [kind, byKind.get(kind) ?? NONE])) as Record<
    NoticeKind,
    NoticeFacts
  >;
}
