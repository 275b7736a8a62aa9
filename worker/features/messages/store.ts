import type { SQL } from 'drizzle-orm';
import { and, desc, eq, gte, inArray, isNotNull, lt, lte, or, sql } from 'drizzle-orm';
import type { MessageKind } from '../../lib/mail/message-kinds.ts';
import type { MessageState } from '../../lib/mail/message-states.ts';
import type { Db } from '../kernel/db.ts';
import type { Next } from './decide-next.ts';
import type { MessageRow } from './table.ts';
import { messages } from './table.ts';

type Filter = {
  state?: MessageState | undefined;
  kind?: MessageKind | undefined;
  /** An address, whatever its case. */
  to?: string | undefined;
};

/** Newest first. */
export async function listMessages(
  db: Db,
  workgroupId: string,
  { state, kind, to }: Filter,
  page: { cursor?: string | undefined; limit: number },
  isVisible: SQL | undefined,
): Promise<MessageRow[]> {
  return db
    .select()
    .from(messages)
    .where(
      and(
        eq(messages.workgroupId, workgroupId),
        state === undefined ? undefined : eq(messages.state, state),
        kind === undefined ? undefined : eq(messages.kind, kind),
        to === undefined ? undefined : sql`lower(${messages.recipient}) = ${to.toLowerCase()}`,
        page.cursor === undefined ? undefined : lt(messages.id, page.cursor),
        isVisible,
      ),
    )
    .orderBy(desc(messages.id))
    .limit(page.limit);
}

const ofOne = (workgroupId: string, id: string) => and(eq(messages.workgroupId, workgroupId), eq(messages.id, id));

export async function getMessage(
  db: Db,
  workgroupId: string,
  id: string,
  isVisible?: SQL,
): Promise<MessageRow | undefined> {
  const [row] = await db
    .select()
    .from(messages)
    .where(and(ofOne(workgroupId, id), isVisible));
  return row;
}

/** Queues a message that has ended once more: a new message with the same content, so with a Message-ID of its own. */
export function resendStatement(db: Db, workgroupId: string, id: string, now: number) {
  return db
    .update(messages)
    .set({ state: 'queued', dueAt: now, queuedAt: now, attempts: 0, unclearEnds: 0, headerId: null, sentAt: null })
    .where(and(ofOne(workgroupId, id), inArray(messages.state, ['sent', 'failed', 'bounced'])));
}

/**
 * Takes the next due message for one attempt, until `claimedUntil`. One that another took and never reported is due
 * again when its time is up; its end is unknown then. Undefined where nothing is due.
 */
export async function claimMessage(
  db: Db,
  workgroupId: string,
  now: number,
  claimedUntil: number,
): Promise<MessageRow | undefined> {
  const due = sql`(SELECT id FROM messages WHERE workgroup_id = ${workgroupId} AND (
    (state = 'queued' AND due_at <= ${now}) OR (state = 'sending' AND claimed_until <= ${now}))
    ORDER BY due_at, id LIMIT 1)`;
  const [row] = await db
    .update(messages)
    .set({
      state: 'sending',
      claimedUntil,
      lastAttemptAt: now,
      attempts: sql`${messages.attempts} + 1`,
      unclearEnds: sql`${messages.unclearEnds} + (${messages.state} = 'sending')`,
    })
    .where(and(eq(messages.workgroupId, workgroupId), sql`${messages.id} = ${due}`))
    .returning();
  return row;
}

/** Fixes the Message-ID before the first attempt, with the subject. */
export async function fixHeader(db: Db, workgroupId: string, id: string, headerId: string, subject: string) {
  await db.update(messages).set({ headerId, subject }).where(ofOne(workgroupId, id));
}

/** What came of an attempt. Nothing changes where another attempt has begun meanwhile. */
export function settleStatement(db: Db, { workgroupId, id, attempts }: MessageRow, next: Next, now: number) {
  return db
    .update(messages)
    .set({ ...next, claimedUntil: null, ...(next.state === 'sent' && { sentAt: now }) })
    .where(and(ofOne(workgroupId, id), eq(messages.state, 'sending'), eq(messages.attempts, attempts)));
}

/** Messages that wait are not sent any more: what they were about is over. `ids`: a subquery of their ids. */
export function withdrawStatement(db: Db, workgroupId: string, ids: SQL, lastResponse: string) {
  return db
    .update(messages)
    .set({ state: 'failed', lastResponse })
    .where(and(eq(messages.workgroupId, workgroupId), eq(messages.state, 'queued'), sql`${messages.id} IN ${ids}`));
}

/** Whether the project that a message belongs to is archived. */
export async function isOfArchivedProject(db: Db, { workgroupId, projectId }: MessageRow): Promise<boolean> {
  // By name: the room of projects builds on others that build on this one.
  const rows = await db.all(
    sql`SELECT 1 FROM projects WHERE workgroup_id = ${workgroupId} AND id = ${projectId} AND archived_at IS NOT NULL`,
  );
  return rows.length > 0;
}

/** When a message of the workgroup is due next; undefined where none waits. */
export async function nextDueAt(db: Db, workgroupId: string): Promise<number | undefined> {
  const [row] = await db
    .select({
      at: sql<
        number | null
      >`min(CASE ${messages.state} WHEN 'queued' THEN ${messages.dueAt} ELSE ${messages.claimedUntil} END)`,
    })
    .from(messages)
    .where(and(eq(messages.workgroupId, workgroupId), inArray(messages.state, ['queued', 'sending'])));
  return row?.at ?? undefined;
}

/** When the workgroup’s `count`th latest attempt was, if it was after `since`. */
export async function attemptBefore(
  db: Db,
  workgroupId: string,
  count: number,
  since: number,
): Promise<number | undefined> {
  const [row] = await db
    .select({ at: messages.lastAttemptAt })
    .from(messages)
    .where(
      and(eq(messages.workgroupId, workgroupId), isNotNull(messages.lastAttemptAt), gte(messages.lastAttemptAt, since)),
    )
    .orderBy(desc(messages.lastAttemptAt))
    .limit(1)
    .offset(count - 1);
  return row?.at ?? undefined;
}

/** What has waited for long because of the settings is due at once when they change. */
export function makeDueStatement(db: Db, workgroupId: string, now: number) {
  return db
    .update(messages)
    .set({ dueAt: now })
    .where(and(eq(messages.workgroupId, workgroupId), eq(messages.state, 'queued')));
}

/** Workgroups with a due message: the schedule wakes them. */
export async function listWorkgroupsWithDueMessages(db: Db, now: number, limit: number): Promise<string[]> {
  const rows = await db
    .selectDistinct({ workgroupId: messages.workgroupId })
    .from(messages)
    .where(
      or(
        and(eq(messages.state, 'queued'), lte(messages.dueAt, now)),
        and(eq(messages.state, 'sending'), lte(messages.claimedUntil, now)),
      ),
    )
    .limit(limit);
  return rows.map(({ workgroupId }) => workgroupId);
}
