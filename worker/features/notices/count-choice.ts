import type { SQL } from 'drizzle-orm';
import { and, count, eq, sql } from 'drizzle-orm';
import type { Db } from '../kernel/db.ts';
import { mailboxes } from '../mailboxes/table.ts';
import { messages } from '../messages/table.ts';
import { noticeRecipients } from './table.ts';

export type ChoiceCounts = {
  chosen: number;
  /** Who has not had the same notice yet; with `again`, who is not about to get it. */
  toSend: number;
  alreadyNotified: number;
  /** Mailboxes without a completed full pass. */
  notCompleted: number;
};

/** Counts those whom a notice would go to. */
export async function countChoice(db: Db, chosen: SQL, sameKey: string, again: boolean): Promise<ChoiceCounts> {
  const counts = again
    ? sql`${noticeRecipients.state} = 'pending'`
    : sql`coalesce(${messages.state}, 'sent') NOT IN ('failed', 'bounced')`;
  const isHad = sql`(${noticeRecipients.noticeId} IS NOT NULL AND ${counts})`;
  const [row] = await db
    .select({
      chosen: count(),
      alreadyNotified: sql<number>`coalesce(sum(${isHad}), 0)`,
      notCompleted: sql<number>`coalesce(sum(${mailboxes.statusCode} <> 'completed'), 0)`,
    })
    .from(mailboxes)
    .leftJoin(
      noticeRecipients,
      and(eq(noticeRecipients.mailboxId, mailboxes.id), eq(noticeRecipients.sameKey, sameKey)),
    )
    .leftJoin(messages, eq(messages.id, noticeRecipients.messageId))
    .where(chosen);
  const { chosen: all, alreadyNotified, notCompleted } = row ?? { chosen: 0, alreadyNotified: 0, notCompleted: 0 };
  return { chosen: all, toSend: all - alreadyNotified, alreadyNotified, notCompleted };
}
