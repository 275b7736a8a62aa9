import type { SQL } from 'drizzle-orm';
import { and, asc, eq, lte, sql } from 'drizzle-orm';
import { DAY_MS, HOUR_MS } from '../../lib/units.ts';
import type { Db, Statement } from '../kernel/db.ts';
import { isAnyOf, runBatch } from '../kernel/db.ts';
import type { Deps } from '../kernel/deps.ts';
import { isOfWorkgroup } from '../kernel/group-patches.ts';
import { messagesIf } from '../messages/message-statement.ts';
import { IS_OF_REQUEST } from './ask-statements.ts';
import { endStatements, IS_OPEN, withdrawEarlier } from './end-requests.ts';
import { listPeople } from './people-store.ts';
import { mailboxEvents } from './request-events.ts';
import { requestMessage } from './request-message.ts';
import type { RequestSettings } from './settings.ts';
import { dueAtOf, getRequestSettings } from './settings.ts';
import type { RequestRow } from './table.ts';
import { credentialRequests, OPEN_STATES } from './table.ts';

type Needs = Pick<Deps, 'db' | 'newId' | 'now'>;

const BATCH_SIZE = 500;

/**
 * Ends the requests of a workgroup that were not answered in time, and reminds of those whose reminder is due, until
 * `until`. Gives the instant when the next is due; undefined where none is open.
 */
export async function workDue(deps: Needs, workgroupId: string, until: number): Promise<number | undefined> {
  const { db, now } = deps;
  for (;;) {
    const next = await nextDueAt(db, workgroupId);
    if (next === undefined || next > now() || now() >= until) return next;
    const [settings, rows] = await Promise.all([
      getRequestSettings(db, workgroupId),
      listDue(db, workgroupId, now(), BATCH_SIZE),
    ]);
    if (rows.length === 0) return next;
    const plan = planDue(rows, settings, now());
    await runBatch(db, [
      ...expireStatements(db, workgroupId, plan.expired, now()),
      ...(await remindStatements(deps, workgroupId, plan.reminded, settings)),
      ...postponeStatements(db, workgroupId, plan.postponed, now()),
    ]);
  }
}

type Plan = { expired: RequestRow[]; reminded: RequestRow[]; postponed: { row: RequestRow; dueAt: number }[] };

/**
 * What happens to requests that are due. No reminder goes to an address that refuses mail or has not got the first one, to
 * someone with a copied link, or while an answer is checked: its day passes. An answer that is checked does not expire.
 */
function planDue(rows: readonly RequestRow[], settings: RequestSettings, now: number): Plan {
  const plan: Plan = { expired: [], reminded: [], postponed: [] };
  for (const row of rows) {
    const isChecked = row.nextCheckAt !== null;
    if (row.expiresAt <= now) {
      if (isChecked) plan.postponed.push({ row, dueAt: now + HOUR_MS });
      else plan.expired.push(row);
    } else if (dueAtOf(row, settings) > now) plan.postponed.push({ row, dueAt: dueAtOf(row, settings) });
    else if ((row.state === 'sent' || row.state === 'opened') && !row.byCopiedLink && !isChecked)
      plan.reminded.push(row);
    else {
      const passed = { ...row, reminders: passedBy(row, settings, now) };
      plan.postponed.push({ row: passed, dueAt: dueAtOf(passed, settings) });
    }
  }
  return plan;
}

/** How many reminders are over once one goes out now: those that were missed are not made up for. */
function passedBy({ askedAt, reminders }: RequestRow, { reminderDays }: RequestSettings, now: number): number {
  return Math.max(reminders + 1, reminderDays.filter((days) => askedAt + days * DAY_MS <= now).length);
}

function expireStatements(db: Db, workgroupId: string, rows: readonly RequestRow[], now: number): Statement[] {
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const event = mailboxEvents(db, workgroupId, {
    type: 'credential-request.expired',
    id: sql`substr(q.id, 5) || 'x' || q.asked_at`,
    from: sql`credential_requests q JOIN mailboxes m ON m.id = q.mailbox_id`,
    where: sql`q.workgroup_id = ${workgroupId} AND ${isAnyOf(sql`q.id`, ids)} AND q.state IN (${OPEN_STATES})
      AND q.expires_at <= ${now} AND q.next_check_at IS NULL`,
    data: sql`json_object('requestId', q.id)`,
    now,
  });
  const { id, expiresAt, nextCheckAt } = credentialRequests;
  const which = sql`${isAnyOf(id, ids)} AND ${expiresAt} <= ${now} AND ${nextCheckAt} IS NULL`;
  return [event, ...endStatements(db, workgroupId, { which, state: 'expired', now })];
}

/** Each at most once: a reminder that another has counted meanwhile is neither counted nor sent. */
async function remindStatements(
  deps: Needs,
  workgroupId: string,
  rows: readonly RequestRow[],
  settings: RequestSettings,
): Promise<Statement[]> {
  if (rows.length === 0) return [];
  const { db } = deps;
  const now = deps.now();
  const people = await listPeople(
    db,
    workgroupId,
    rows.map(({ mailboxId }) => mailboxId),
  );
  const reminders = rows.flatMap((row) => {
    const person = people.get(row.mailboxId);
    if (!person) return [];
    const message = requestMessage('reminder', deps.newId('msg'), person, row, now);
    return [{ row, message, after: passedBy(row, settings, now) }];
  });
  const given = reminders.map(({ row, message, after }) => [
    row.id,
    row.reminders,
    message.id,
    dueAtOf({ ...row, reminders: after }, settings),
    after,
  ]);
  const sent = mailboxEvents(db, workgroupId, {
    type: 'credential-request.reminded',
    id: sql`substr(q.message_id, 5) || 'm'`,
    from: sql`credential_requests q JOIN mailboxes m ON m.id = q.mailbox_id`,
    where: sql`q.workgroup_id = ${workgroupId} AND ${isAnyOf(
      sql`q.message_id`,
      reminders.map(({ message }) => message.id),
    )}`,
    data: sql`json_object('requestId', q.id, 'reminders', q.reminders)`,
    now,
  });
  return [
    // One that still waits would end the link of this one.
    withdrawEarlier(db, workgroupId, rows),
    db
      .update(credentialRequests)
      .set({ messageId: part(2), dueAt: part(3), reminders: part(4), remindedAt: now })
      .from(sql`json_each(${JSON.stringify(given)}) AS given`)
      .where(
        and(
          eq(credentialRequests.workgroupId, workgroupId),
          sql`${credentialRequests.id} = ${part(0)}`,
          sql`${credentialRequests.reminders} = ${part(1)}`,
          IS_OPEN,
        ),
      ),
    ...messagesIf(
      db,
      reminders.map(({ message }) => ({ workgroupId, message })),
      IS_OF_REQUEST,
    ),
    sent,
  ];
}

const part = (index: number): SQL => sql.raw(`json_extract(given.value, '$[${String(index)}]')`);

function postponeStatements(db: Db, workgroupId: string, rows: Plan['postponed'], now: number): Statement[] {
  if (rows.length === 0) return [];
  const given = rows.map(({ row, dueAt }) => [row.id, row.reminders, dueAt]);
  return [
    db
      .update(credentialRequests)
      .set({ reminders: part(1), dueAt: part(2) })
      .from(sql`json_each(${JSON.stringify(given)}) AS given`)
      .where(
        and(
          eq(credentialRequests.workgroupId, workgroupId),
          sql`${credentialRequests.id} = ${part(0)}`,
          lte(credentialRequests.dueAt, now),
          IS_OPEN,
        ),
      ),
  ];
}

async function listDue(db: Db, workgroupId: string, now: number, limit: number): Promise<RequestRow[]> {
  return db
    .select()
    .from(credentialRequests)
    .where(and(eq(credentialRequests.workgroupId, workgroupId), IS_OPEN, lte(credentialRequests.dueAt, now)))
    .orderBy(asc(credentialRequests.dueAt))
    .limit(limit);
}

async function nextDueAt(db: Db, workgroupId: string): Promise<number | undefined> {
  const [row] = await db
    .select({ at: sql<number | null>`min(${credentialRequests.dueAt})` })
    .from(credentialRequests)
    .where(and(eq(credentialRequests.workgroupId, workgroupId), IS_OPEN));
  return row?.at ?? undefined;
}

/** Workgroups with requests that are due. */
export async function listWorkgroupsDue(db: Db, now: number, limit: number): Promise<string[]> {
  const rows = await db
    .selectDistinct({ workgroupId: credentialRequests.workgroupId })
    .from(credentialRequests)
    .where(and(IS_OPEN, lte(credentialRequests.dueAt, now)))
    .limit(limit);
  return rows.map(({ workgroupId }) => workgroupId);
}

/** Requests follow settings that have changed: the schedule looks at all of them again. */
export function rescheduleStatement(db: Db, workgroupId: string, now: number): Statement {
  return db
    .update(credentialRequests)
    .set({ dueAt: now })
    .where(and(isOfWorkgroup(credentialRequests.workgroupId, workgroupId), IS_OPEN));
}
