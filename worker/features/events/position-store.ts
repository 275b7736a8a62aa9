import type { SQL } from 'drizzle-orm';
import { and, asc, eq, isNotNull, lte, min, sql } from 'drizzle-orm';
import type { Db, Statement } from '../kernel/db.ts';
import { isAnyOf } from '../kernel/db.ts';
import type { EventRow } from './table.ts';
import { eventPositions, eventRetries, events } from './table.ts';

/** A reader of a workgroup. */
export type ReaderOf = { workgroupId: string; reader: string };

/** An event that a reader could not read, with how often that was tried. */
export type Retry = { event: EventRow; attempts: number };

const isPositionOf = ({ workgroupId, reader }: ReaderOf): SQL | undefined =>
  and(eq(eventPositions.workgroupId, workgroupId), eq(eventPositions.reader, reader));

const isRetryOf = ({ workgroupId, reader }: ReaderOf, seq: number): SQL | undefined =>
  and(eq(eventRetries.workgroupId, workgroupId), eq(eventRetries.reader, reader), eq(eventRetries.seq, seq));

/** The number of the last event that it has read; 0 before the first. */
export async function getPosition(db: Db, who: ReaderOf): Promise<number> {
  const [row] = await db.select().from(eventPositions).where(isPositionOf(who));
  return row?.seq ?? 0;
}

/** Fails the batch that it is in, unless the condition holds: a position can't be null. */
function requireThat(db: Db, { workgroupId, reader }: ReaderOf, condition: SQL): Statement {
  return db.insert(eventPositions).select(sql`SELECT ${workgroupId}, ${reader}, NULL WHERE NOT (${condition})`);
}

function moveTo(db: Db, { workgroupId, reader }: ReaderOf, seq: number): Statement {
  return db
    .insert(eventPositions)
    .values({ workgroupId, reader, seq })
    .onConflictDoUpdate({ target: [eventPositions.workgroupId, eventPositions.reader], set: { seq } });
}

/** Moves a position together with what the reader made of the events in between. Fails if another has moved it. */
export async function advance(
  db: Db,
  who: ReaderOf,
  { from, to }: { from: number; to: number },
  statements: readonly Statement[],
): Promise<void> {
  const position = sql`coalesce((SELECT seq FROM event_positions WHERE workgroup_id = ${who.workgroupId} AND reader = ${who.reader}), 0)`;
  await db.batch([requireThat(db, who, sql`${position} = ${from}`), ...statements, moveTo(db, who, to)]);
}

/** Moves past one event, which is to be read again alone from `dueAt` on. */
export async function setAside(
  db: Db,
  who: ReaderOf,
  step: { from: number; to: number },
  dueAt: number,
  error: string,
): Promise<void> {
  const retry = { ...who, seq: step.to, attempts: 1, dueAt, error };
  await advance(db, who, step, [db.insert(eventRetries).values(retry)]);
}

/** Events that were set aside and are due. */
export async function listDueRetries(db: Db, who: ReaderOf, now: number, limit: number): Promise<Retry[]> {
  return db
    .select({ event: events, attempts: eventRetries.attempts })
    .from(eventRetries)
    .innerJoin(events, eq(events.seq, eventRetries.seq))
    .where(
      and(
        eq(eventRetries.workgroupId, who.workgroupId),
        eq(eventRetries.reader, who.reader),
        lte(eventRetries.dueAt, now),
        eq(events.workgroupId, who.workgroupId),
      ),
    )
    .orderBy(asc(eventRetries.dueAt))
    .limit(limit);
}

/** What was set aside has been read after all. Fails if another has read it. */
export async function finishRetry(
  db: Db,
  who: ReaderOf,
  { event, attempts }: Retry,
  statements: readonly Statement[],
): Promise<void> {
  const isThere = sql`EXISTS (SELECT 1 FROM event_retries WHERE workgroup_id = ${who.workgroupId}
    AND reader = ${who.reader} AND seq = ${event.seq} AND attempts = ${attempts})`;
  await db.batch([
    requireThat(db, who, isThere),
    ...statements,
    db.delete(eventRetries).where(isRetryOf(who, event.seq)),
  ]);
}

/** It failed again. `dueAt` null: it is not tried any more, and stays for people to look into. */
export async function postponeRetry(
  db: Db,
  who: ReaderOf,
  { event, attempts }: Retry,
  dueAt: number | null,
  error: string,
): Promise<void> {
  await db
    .update(eventRetries)
    .set({ attempts: attempts + 1, dueAt, error })
    .where(isRetryOf(who, event.seq));
}

/** When the next event that was set aside is due. */
export async function getNextRetryAt(db: Db, who: ReaderOf): Promise<number | undefined> {
  const [row] = await db
    .select({ at: min(eventRetries.dueAt) })
    .from(eventRetries)
    .where(
      and(
        eq(eventRetries.workgroupId, who.workgroupId),
        eq(eventRetries.reader, who.reader),
        isNotNull(eventRetries.dueAt),
      ),
    );
  return row?.at ?? undefined;
}

/** Of all workgroups those with events that one of these readers has not read, or is to read again by now. */
export async function listWorkgroupsBehind(db: Db, readers: readonly string[], now: number): Promise<string[]> {
  if (readers.length === 0) return [];
  // From workgroup to workgroup in the index: grouping would read every event there is.
  const behind = sql`WITH RECURSIVE owner(id) AS (SELECT min(workgroup_id) FROM ${events} UNION ALL
    SELECT (SELECT min(workgroup_id) FROM ${events} WHERE workgroup_id > owner.id) FROM owner WHERE owner.id IS NOT NULL)
    SELECT owner.id AS id FROM owner JOIN json_each(${JSON.stringify(readers)}) r
    LEFT JOIN ${eventPositions} p ON p.workgroup_id = owner.id AND p.reader = r.value
    WHERE (SELECT max(seq) FROM ${events} WHERE workgroup_id = owner.id) > coalesce(p.seq, 0)`;
  const due = sql`SELECT workgroup_id FROM ${eventRetries} WHERE ${lte(eventRetries.dueAt, now)} AND ${isAnyOf(eventRetries.reader, readers)}`;
  const rows = await db.all<{ id: string }>(sql`${behind} UNION ${due}`);
  return rows.map(({ id }) => id);
}
