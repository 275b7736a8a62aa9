import { and, eq, sql } from 'drizzle-orm';
import type { NoticeState } from '../../lib/notice-facts.ts';
import { MINUTE_MS } from '../../lib/units.ts';
import { resolveWallTime } from '../../lib/zoned-time.ts';
import { eventStatement } from '../events/event-statement.ts';
import type { Statement } from '../kernel/db.ts';
import { runBatch } from '../kernel/db.ts';
import type { Deps } from '../kernel/deps.ts';
import { messagesIf } from '../messages/message-statement.ts';
import { notifyBefore } from './add-recipients.ts';
import { listPending, loadOwners, loadSetting } from './load-owners.ts';
import { noticeEvent } from './notice-events.ts';
import type { PlannedMessage } from './plan-message.ts';
import { planMessage } from './plan-message.ts';
import { getDueNotice, nextNoticeDueAt, postponeNotice } from './store.ts';
import type { NoticeRow } from './table.ts';
import { noticeRecipients, notices } from './table.ts';

export type NoticeSendDeps = Pick<Deps, 'db' | 'now' | 'newId' | 'log'>;

/** So many messages are made in one batch. */
const BATCH_SIZE = 200;
/** After a notice could not be gone on with. */
const AGAIN_MS = MINUTE_MS;

/**
 * Makes the messages of the notices that are due in a workgroup, batch by batch, until `until`. What a crash leaves undone
 * is gone on with later. Gives the instant when there is more to do; undefined where there is nothing.
 */
export async function sendDueNotices(
  deps: NoticeSendDeps,
  workgroupId: string,
  until: number,
): Promise<number | undefined> {
  while (deps.now() < until) {
    const notice = await getDueNotice(deps.db, workgroupId, deps.now());
    if (!notice) break;
    try {
      await (notice.state === 'scheduled' ? begin(deps, notice) : goOn(deps, notice));
    } catch (error) {
      // The others must not wait for it.
      deps.log.error('notice-not-sent', { noticeId: notice.id, error });
      await postponeNotice(deps.db, notice, deps.now() + AGAIN_MS);
    }
  }
  return nextNoticeDueAt(deps.db, workgroupId);
}

/** Moves a notice on, as far as no one was faster. */
function moveOn({ db }: NoticeSendDeps, notice: NoticeRow, to: Partial<NoticeRow>): Statement {
  const { workgroupId, id, state } = notice;
  return db
    .update(notices)
    .set(to)
    .where(and(eq(notices.workgroupId, workgroupId), eq(notices.id, id), eq(notices.state, state)));
}

/** The scheduled time has come. The rules of its zone may have changed since it was chosen: then it is another moment. */
async function begin(deps: NoticeSendDeps, notice: NoticeRow): Promise<void> {
  const { db, now } = deps;
  const { sendLocal, sendZone, workgroupId, projectId, automatic, startsAt } = notice;
  const meant = sendLocal && sendZone ? resolveWallTime({ local: sendLocal, timeZone: sendZone })?.at : undefined;
  if (meant !== undefined && meant > now()) return postponeNotice(db, notice, meant);
  if (automatic === 'before') {
    // A message that says when something starts has no purpose after that.
    const isLate = startsAt === null || startsAt <= now();
    const more = isLate ? [] : notifyBefore(db, { workgroupId, projectId, now: now() });
    return runBatch(db, [
      ...more,
      moveOn(
        deps,
        notice,
        isLate ? { state: 'sent', dueAt: null, endedAt: now() } : { state: 'sending', dueAt: now() },
      ),
    ]);
  }
  return runBatch(db, [moveOn(deps, notice, { state: 'sending', dueAt: now() })]);
}

/** Makes the next messages; after the last one the notice is sent. */
async function goOn(deps: NoticeSendDeps, notice: NoticeRow): Promise<void> {
  const { db, now } = deps;
  const { workgroupId } = notice;
  const pending = await listPending(db, notice, BATCH_SIZE);
  if (pending.length === 0) return finish(deps, notice);
  const [setting, owners] = await Promise.all([
    loadSetting(db, notice),
    loadOwners(
      db,
      workgroupId,
      pending.map(({ mailboxId }) => mailboxId),
    ),
  ]);
  const planned = pending.map(({ mailboxId, startsAt }): Planned => {
    const owner = owners.get(mailboxId);
    const plan = planMessage(setting, owner && { ...owner, startsAt: startsAt ?? notice.startsAt });
    return typeof plan === 'string' ? { mailboxId, reason: plan } : { mailboxId, message: plan, id: deps.newId('msg') };
  });
  return runBatch(db, makeStatements(deps, notice, setting.customer.id, planned, now()));
}

type Planned = { mailboxId: string } & (
  | { reason: string; message?: undefined }
  | { message: PlannedMessage; id: string; reason?: undefined }
);

/**
 * Writes the results of recipients, and the messages of those who still waited. Where another drain has written a message
 * first, the row names that one, and a message that no row names is not written.
 */
function makeStatements(
  { db }: NoticeSendDeps,
  { id: noticeId, workgroupId, projectId }: NoticeRow,
  customerId: string,
  planned: readonly Planned[],
  now: number,
): Statement[] {
  const facts = Object.fromEntries(
    planned.map((it) => [
      it.mailboxId,
      it.message
        ? { state: 'queued', message: it.id, recipient: it.message.recipient }
        : { state: 'skipped', reason: it.reason },
    ]),
  );
  const json = JSON.stringify(facts);
  const of = (name: string) => sql`json_extract(${json}, '$."' || ${noticeRecipients.mailboxId} || ${`".${name}`})`;
  const isPlanned = sql`${noticeRecipients.mailboxId} IN (SELECT key FROM json_each(${json}))`;
  const queued = planned.flatMap((it) =>
    it.message
      ? [{ workgroupId, message: { id: it.id, ...it.message, customerId, projectId, mailboxId: it.mailboxId, now } }]
      : [],
  );
  return [
    db
      .update(noticeRecipients)
      .set({
        state: sql`${of('state')}`,
        reason: sql`${of('reason')}`,
        messageId: sql`${of('message')}`,
        recipient: sql`${of('recipient')}`,
        sameKey: sql`iif(${of('state')} = 'queued', ${noticeRecipients.sameKey}, NULL)`,
      })
      .where(
        and(
          eq(noticeRecipients.workgroupId, workgroupId),
          eq(noticeRecipients.noticeId, noticeId),
          eq(noticeRecipients.state, 'pending'),
          isPlanned,
        ),
      ),
    ...messagesIf(
      db,
      queued,
      // The id is the first column of a message.
      sql`EXISTS (SELECT 1 FROM ${noticeRecipients} WHERE ${noticeRecipients.messageId} = json_extract(value, '$[0]'))`,
    ),
  ];
}

/** No recipient waits. An automatic notice waits for the next ones; the others are sent. */
async function finish(deps: NoticeSendDeps, notice: NoticeRow): Promise<void> {
  const { db, now } = deps;
  const { workgroupId, id, automatic } = notice;
  const staysOn = automatic === 'start' || automatic === 'completion';
  const state: NoticeState = staysOn ? 'scheduled' : 'sent';
  const count = (of: string) =>
    sql`(SELECT count(*) FROM ${noticeRecipients} WHERE ${noticeRecipients.noticeId} = ${id} AND ${noticeRecipients.state} = ${of})`;
  const event = noticeEvent(deps, null, 'notice.sent', notice, {});
  await runBatch(db, [
    db
      .update(notices)
      .set({ state, dueAt: null, endedAt: staysOn ? null : now() })
      .where(
        and(
          eq(notices.workgroupId, workgroupId),
          eq(notices.id, id),
          eq(notices.state, 'sending'),
          // Others may have come in since they were listed.
          sql`${count('pending')} = 0`,
        ),
      ),
    ...(staysOn
      ? []
      : [
          eventStatement(db, workgroupId, event, {
            data: sql`json_object('count', ${count('queued')}, 'skipped', ${count('skipped')})`,
          }),
        ]),
  ]);
}
