import type { SQL } from 'drizzle-orm';
import { and, asc, count, desc, eq, gt, isNotNull, lt, lte, min, sql } from 'drizzle-orm';
import type { NoticeLogState } from '../../lib/notice-facts.ts';
import type { Db } from '../kernel/db.ts';
import { isAnyOf } from '../kernel/db.ts';
import { messages } from '../messages/table.ts';
import type { NoticeRow } from './table.ts';
import { noticeRecipients, notices } from './table.ts';

type Page = { cursor?: string | undefined; limit: number };

export async function getNotice(
  db: Db,
  workgroupId: string,
  noticeId: string,
  isVisible?: SQL,
): Promise<NoticeRow | undefined> {
  const [row] = await db
    .select()
    .from(notices)
    .where(and(eq(notices.workgroupId, workgroupId), eq(notices.id, noticeId), isVisible));
  return row;
}

export async function getNoticeByIdempotencyKey(
  db: Db,
  workgroupId: string,
  key: string,
): Promise<NoticeRow | undefined> {
  const [row] = await db
    .select()
    .from(notices)
    .where(and(eq(notices.workgroupId, workgroupId), eq(notices.idempotencyKey, key)));
  return row;
}

/** Latest first. */
export async function listNotices(
  db: Db,
  workgroupId: string,
  projectId: string,
  { cursor, limit }: Page,
): Promise<NoticeRow[]> {
  return db
    .select()
    .from(notices)
    .where(
      and(
        eq(notices.workgroupId, workgroupId),
        eq(notices.projectId, projectId),
        cursor === undefined ? undefined : lt(notices.id, cursor),
      ),
    )
    .orderBy(desc(notices.id))
    .limit(limit);
}

/** The state of a recipient, or of their message. A message that is being sent is still queued to people. */
const logState: SQL<NoticeLogState> = sql<NoticeLogState>`CASE WHEN ${noticeRecipients.state} <> 'queued'
  THEN ${noticeRecipients.state} WHEN ${messages.state} = 'sending' THEN 'queued' ELSE coalesce(${messages.state}, 'sent') END`;

const ofMessage = and(
  eq(messages.workgroupId, noticeRecipients.workgroupId),
  eq(messages.id, noticeRecipients.messageId),
);

/** How many recipients of each of these notices are in each state. */
export async function countRecipients(
  db: Db,
  workgroupId: string,
  noticeIds: readonly string[],
): Promise<{ noticeId: string; state: NoticeLogState; recipients: number }[]> {
  return db
    .select({
      noticeId: noticeRecipients.noticeId,
      state: sql<NoticeLogState>`${logState}`.as('log_state'),
      recipients: count(),
    })
    .from(noticeRecipients)
    .leftJoin(messages, ofMessage)
    .where(and(eq(noticeRecipients.workgroupId, workgroupId), isAnyOf(noticeRecipients.noticeId, noticeIds)))
    .groupBy(noticeRecipients.noticeId, sql`log_state`);
}

/** The log of a notice, by mailbox. */
export async function listLog(
  db: Db,
  { workgroupId, id }: Pick<NoticeRow, 'workgroupId' | 'id'>,
  { state, cursor, limit }: Page & { state?: NoticeLogState | undefined },
) {
  return db
    .select({
      recipient: noticeRecipients,
      state: logState,
      // By its first field drizzle sees whether there is one.
      message: {
        id: messages.id,
        lastResponse: messages.lastResponse,
        sentAt: messages.sentAt,
        language: messages.language,
      },
    })
    .from(noticeRecipients)
    .leftJoin(messages, ofMessage)
    .where(
      and(
        eq(noticeRecipients.workgroupId, workgroupId),
        eq(noticeRecipients.noticeId, id),
        cursor === undefined ? undefined : gt(noticeRecipients.mailboxId, cursor),
        state === undefined ? undefined : sql`${logState} = ${state}`,
      ),
    )
    .orderBy(asc(noticeRecipients.mailboxId))
    .limit(limit);
}

/** The notice that has waited longest for something to be done. */
export async function getDueNotice(db: Db, workgroupId: string, now: number): Promise<NoticeRow | undefined> {
  const [row] = await db
    .select()
    .from(notices)
    .where(and(eq(notices.workgroupId, workgroupId), lte(notices.dueAt, now)))
    .orderBy(asc(notices.dueAt), asc(notices.id))
    .limit(1);
  return row;
}

/** When there is something to do next in the workgroup. */
export async function nextNoticeDueAt(db: Db, workgroupId: string): Promise<number | undefined> {
  const [row] = await db
    .select({ at: min(notices.dueAt) })
    .from(notices)
    .where(and(eq(notices.workgroupId, workgroupId), isNotNull(notices.dueAt)));
  return row?.at ?? undefined;
}

/** Workgroups with a due notice: the schedule wakes them. */
export async function listWorkgroupsWithDueNotices(db: Db, now: number, limit: number): Promise<string[]> {
  const rows = await db
    .selectDistinct({ workgroupId: notices.workgroupId })
    .from(notices)
    .where(lte(notices.dueAt, now))
    .limit(limit);
  return rows.map(({ workgroupId }) => workgroupId);
}

/** Puts a notice off. */
export async function postponeNotice(db: Db, { workgroupId, id }: NoticeRow, dueAt: number): Promise<void> {
  await db
    .update(notices)
    .set({ dueAt })
    .where(and(eq(notices.workgroupId, workgroupId), eq(notices.id, id), isNotNull(notices.dueAt)));
}
