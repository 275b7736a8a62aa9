import { and, eq, lt, sql } from 'drizzle-orm';
import type { Db } from '../kernel/db.ts';
import type { AttemptLimit } from './attempt-limits.ts';
import { attempts } from './table.ts';

/**
 * Counts an attempt before it is made, so that concurrent ones do not pass as one. Undefined if it is allowed; otherwise
 * until when to wait.
 */
export async function takeAttempt(db: Db, limit: AttemptLimit, key: string, now: number): Promise<number | undefined> {
  const { free, firstWaitMs } = limit;
  const taken = await db
    .insert(attempts)
    .values({ key, count: 1, blockedUntil: free <= 1 ? now + firstWaitMs : 0, lastAt: now })
    .onConflictDoUpdate({
      target: attempts.key,
      set: countUp(limit, now),
      setWhere: sql`${attempts.blockedUntil} <= ${now}`,
    })
    .returning({ count: attempts.count });
  if (taken.length > 0) return undefined;
  const [row] = await db.select().from(attempts).where(eq(attempts.key, key));
  return row?.blockedUntil ?? now;
}

/** What has been counted under a key. */
export async function getAttempts(db: Db, key: string): Promise<typeof attempts.$inferSelect | undefined> {
  const [row] = await db.select().from(attempts).where(eq(attempts.key, key));
  return row;
}

/** What was counted once has come to its end. */
export async function endPress(db: Db, key: string): Promise<void> {
  await db.update(attempts).set({ count: 2 }).where(eq(attempts.key, key));
}

/** What one more attempt makes of a row. */
export function countUp({ free, firstWaitMs, longestWaitMs, forgottenAfterMs }: AttemptLimit, now: number) {
  const isForgotten = sql`${attempts.lastAt} <= ${now - forgottenAfterMs}`;
  const count = sql`CASE WHEN ${isForgotten} THEN 1 ELSE ${attempts.count} + 1 END`;
  const wait = sql`min(${longestWaitMs}, ${firstWaitMs} << min((${count}) - ${free}, 20))`;
  return { count, blockedUntil: sql`CASE WHEN (${count}) < ${free} THEN 0 ELSE ${now} + ${wait} END`, lastAt: now };
}

/** An attempt that was counted does not count after all. */
export async function giveAttemptBack(db: Db, key: string): Promise<void> {
  await db
    .update(attempts)
    .set({ count: sql`max(0, ${attempts.count} - 1)`, blockedUntil: 0 })
    .where(eq(attempts.key, key));
}

/** Counting begins again. */
export async function forgetAttempts(db: Db, key: string): Promise<void> {
  await db.delete(attempts).where(eq(attempts.key, key));
}

/** Drops counts that no limit needs. */
export async function dropOldAttempts(db: Db, before: number, now: number): Promise<void> {
  await db.delete(attempts).where(and(lt(attempts.lastAt, before), lt(attempts.blockedUntil, now)));
}
