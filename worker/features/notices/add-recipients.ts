import type { SQL } from 'drizzle-orm';
import { and, eq, gt, or, sql } from 'drizzle-orm';
import type { AutomaticNotice } from '../../lib/notice-facts.ts';
import type { Db, Statement } from '../kernel/db.ts';
import { isAnyOf } from '../kernel/db.ts';
import { stateExpression } from '../mailboxes/status.ts';
import { mailboxes } from '../mailboxes/table.ts';
import type { MailboxState } from '../../lib/mailbox-statuses.ts';
import { messages } from '../messages/table.ts';
import { passMailboxes } from '../passes/table.ts';
import { sameKeyOfAutomatic } from './same-key.ts';
import { noticeRecipients, notices } from './table.ts';

export type Choice = {
  mailboxIds?: readonly string[] | undefined;
  filter?: { state?: MailboxState | undefined; q?: string | undefined } | undefined;
};

/** Mailboxes of a project that someone chose. */
export function isChosen(workgroupId: string, projectId: string, { mailboxIds, filter = {} }: Choice): SQL {
  const part = filter.q?.toLowerCase() ?? '';
  const condition = and(
    eq(mailboxes.workgroupId, workgroupId),
    eq(mailboxes.projectId, projectId),
    mailboxIds && isAnyOf(mailboxes.id, mailboxIds),
    filter.state === undefined ? undefined : sql`${stateExpression} = ${filter.state}`,
    // instr, not LIKE: an underscore in an address must match literally.
    part === ''
      ? undefined
      : or(sql`instr(${mailboxes.sourceKey}, ${part}) > 0`, sql`instr(${mailboxes.destinationKey}, ${part}) > 0`),
  );
  return condition ?? sql`false`;
}

/** Who has had the same notice, or is to get it, by mailbox; the row is named `earlier`. */
const earlierWith = (key: SQL | string): SQL => sql`LEFT JOIN ${noticeRecipients} AS earlier
  ON earlier.mailbox_id = ${mailboxes.id} AND earlier.same_key = ${key}`;

/** Mailboxes, and of each whether its owner has had the same notice. */
const toSend: SQL = sql`
  ${mailboxes.sourceEmail}, iif(earlier.notice_id IS NULL, 'pending', 'skipped'),
  iif(earlier.notice_id IS NULL, NULL, 'already-notified'), NULL, NULL`;
const keyUnlessTaken = (key: SQL | string): SQL => sql`iif(earlier.notice_id IS NULL, ${key}, NULL)`;

/**
 * Lets a notice count as not had by those whose message failed or bounced, or, with `again`, by all whose message was made.
 * What waits to be made counts in any case.
 */
export function forgetStatement(db: Db, workgroupId: string, chosen: SQL, sameKey: string, again: boolean): Statement {
  const hasFailed = sql`EXISTS (SELECT 1 FROM ${messages} WHERE ${messages.id} = ${noticeRecipients.messageId}
    AND ${messages.state} IN ('failed', 'bounced'))`;
  return db
    .update(noticeRecipients)
    .set({ sameKey: null })
    .where(
      and(
        eq(noticeRecipients.workgroupId, workgroupId),
        eq(noticeRecipients.sameKey, sameKey),
        eq(noticeRecipients.state, 'queued'),
        sql`${noticeRecipients.mailboxId} IN (SELECT ${mailboxes.id} FROM ${mailboxes} WHERE ${chosen})`,
        again ? undefined : hasFailed,
      ),
    );
}

/** Writes the recipients of a notice that the statement before wrote: any number, without reading them first. */
export function addRecipientsStatement(
  db: Db,
  { noticeId, workgroupId, sameKey, now }: { noticeId: string; workgroupId: string; sameKey: string; now: number },
  chosen: SQL,
): Statement {
  return db.insert(noticeRecipients).select(
    sql`SELECT ${noticeId}, ${mailboxes.id}, ${workgroupId}, ${toSend}, NULL, ${keyUnlessTaken(sameKey)}, ${now}
      FROM ${mailboxes} ${earlierWith(sameKey)} WHERE ${chosen}`,
  );
}

type Automatic = { workgroupId: string; projectId: string; automatic: AutomaticNotice; now: number };

/** Adds to an automatic notice, as far as it is on, those who are not on its list yet. `startsAt`: of their mailboxes. */
function addToAutomatic(
  db: Db,
  { workgroupId, projectId, automatic, now }: Automatic,
  mailboxesOf: SQL,
  startsAt: number | null = null,
): Statement {
  return db
    .insert(noticeRecipients)
    .select(
      sql`SELECT ${notices.id}, ${mailboxes.id}, ${workgroupId}, ${toSend}, ${startsAt},
        ${keyUnlessTaken(sameKeyOfAutomatic)}, ${now}
        FROM ${notices} JOIN ${mailboxes} ON ${mailboxes.workgroupId} = ${workgroupId} AND ${mailboxes.projectId} = ${projectId}
        ${earlierWith(sameKeyOfAutomatic)}
        WHERE ${notices.workgroupId} = ${workgroupId} AND ${notices.projectId} = ${projectId}
        AND ${notices.automatic} = ${automatic} AND ${notices.state} <> 'cancelled' AND ${mailboxesOf}`,
    )
    .onConflictDoNothing();
}

/** Has an automatic notice that has recipients be sent. */
function wakeAutomatic(db: Db, { workgroupId, projectId, automatic, now }: Automatic): Statement {
  return db
    .update(notices)
    .set({ state: 'sending', dueAt: now })
    .where(
      and(
        eq(notices.workgroupId, workgroupId),
        eq(notices.projectId, projectId),
        eq(notices.automatic, automatic),
        eq(notices.state, 'scheduled'),
        sql`EXISTS (SELECT 1 FROM ${noticeRecipients} WHERE ${noticeRecipients.noticeId} = ${notices.id}
          AND ${noticeRecipients.state} = 'pending')`,
      ),
    );
}

type Place = { workgroupId: string; projectId: string; now: number };

/** The notice at the start, for those whose mailboxes are in a pass that started at `startsAt` and wait for nobody. */
export function notifyOfStart(db: Db, place: Place, passId: string, startsAt: number): Statement[] {
  const automatic = { ...place, automatic: 'start' as const };
  const inPass = sql`${mailboxes.id} IN (SELECT ${passMailboxes.mailboxId} FROM ${passMailboxes}
    WHERE ${passMailboxes.workgroupId} = ${place.workgroupId} AND ${passMailboxes.passId} = ${passId})
    AND ${mailboxes.statusCode} <> 'waiting-for-end-user'`;
  return [addToAutomatic(db, automatic, inPass, startsAt), wakeAutomatic(db, automatic)];
}

/** The same for an owner whose credentials their pre-stage or full pass has waited for, once these have been received. */
export function notifyOfLateStart(db: Db, place: Place, mailboxId: string, startsAt: number): Statement[] {
  const automatic = { ...place, automatic: 'start' as const };
  const hasStarted = sql`${mailboxes.id} = ${mailboxId} AND EXISTS (SELECT 1 FROM ${passMailboxes}
    WHERE ${passMailboxes.mailboxId} = ${mailboxId} AND ${passMailboxes.workgroupId} = ${place.workgroupId}
    AND ${passMailboxes.type} IN ('pre-stage', 'full') AND ${passMailboxes.createdAt} <= ${startsAt}
    AND coalesce(${passMailboxes.endedAt}, ${startsAt}) >= ${startsAt})`;
  return [addToAutomatic(db, automatic, hasStarted, startsAt), wakeAutomatic(db, automatic)];
}

/** The notice at completion, for the owners of these mailboxes. */
export function notifyOfCompletion(db: Db, place: Place, mailboxIds: readonly string[]): Statement[] {
  const automatic = { ...place, automatic: 'completion' as const };
  return [addToAutomatic(db, automatic, isAnyOf(mailboxes.id, mailboxIds)), wakeAutomatic(db, automatic)];
}

/** The notice before the start, for all of the project whose mailboxes have not moved yet. */
export function notifyBefore(db: Db, place: Place): Statement[] {
  const automatic = { ...place, automatic: 'before' as const };
  return [addToAutomatic(db, automatic, sql`${mailboxes.statusCode} <> 'completed'`)];
}

/** Mailboxes that come after the notice before the start went out: it goes on with them, if the start is still to come. */
export function resumeBefore(db: Db, { workgroupId, projectId, now }: Place): Statement {
  return db
    .update(notices)
    .set({ state: 'scheduled', dueAt: now, endedAt: null })
    .where(
      and(
        eq(notices.workgroupId, workgroupId),
        eq(notices.projectId, projectId),
        eq(notices.automatic, 'before'),
        eq(notices.state, 'sent'),
        gt(notices.startsAt, now),
      ),
    );
}
