import { and, eq, inArray, sql } from 'drizzle-orm';
import { eventStatement } from '../events/event-statement.ts';
import type { Deps } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import { messages } from '../messages/table.ts';
import { problem } from './errors.ts';
import { noticeEvent } from './notice-events.ts';
import type { NoticeRow } from './table.ts';
import { noticeRecipients, notices } from './table.ts';

/**
 * Cancels a notice: no more of its messages are made, and those that no mail server was offered yet are taken back. What
 * was sent stays sent. Throws `notice-ended` where nothing is left to cancel.
 */
export async function cancelNotice(deps: Deps, principal: Principal, row: NoticeRow): Promise<NoticeRow> {
  const { db, now } = deps;
  const { workgroupId, id } = row;
  if (row.automatic) throw problem('notice-is-automatic');
  const waits = sql`(SELECT ${messages.id} FROM ${messages} WHERE ${messages.workgroupId} = ${workgroupId}
    AND ${messages.id} = ${noticeRecipients.messageId} AND ${messages.state} = 'queued' AND ${messages.unclearEnds} = 0)`;
  const ofNotice = and(eq(noticeRecipients.workgroupId, workgroupId), eq(noticeRecipients.noticeId, id));
  const canEnd = sql`(${noticeRecipients.state} = 'pending' OR (${noticeRecipients.state} = 'queued' AND EXISTS ${waits}))`;
  const [changed] = await db.batch([
    db
      .update(notices)
      .set({ state: 'cancelled', dueAt: null, endedAt: now() })
      .where(
        and(
          eq(notices.workgroupId, workgroupId),
          eq(notices.id, id),
          inArray(notices.state, ['scheduled', 'sending', 'sent']),
          sql`EXISTS (SELECT 1 FROM ${noticeRecipients} WHERE ${ofNotice} AND ${canEnd})`,
        ),
      )
      .returning(),
    eventStatement(db, workgroupId, noticeEvent(deps, principal, 'notice.cancelled', row, {})),
    db.update(noticeRecipients).set({ state: 'cancelled', sameKey: null }).where(and(ofNotice, canEnd)),
    db.delete(messages).where(
      and(
        eq(messages.workgroupId, workgroupId),
        eq(messages.state, 'queued'),
        sql`${messages.id} IN (SELECT ${noticeRecipients.messageId} FROM ${noticeRecipients}
          WHERE ${ofNotice} AND ${noticeRecipients.state} = 'cancelled')`,
      ),
    ),
  ]);
  const [cancelled] = changed;
  if (!cancelled) throw problem('notice-ended');
  return cancelled;
}
