import { and, eq, inArray, notExists, sql, type SQL } from 'drizzle-orm';
import type { Db } from '../kernel/db.ts';
import type { AttemptLimit } from '../workgroups/attempt-limits.ts';
import { countUp } from '../workgroups/attempt-store.ts';
import { attempts } from '../workgroups/table.ts';

/** A limit, and the key under which it counts. */
export type CountedAs = { limit: AttemptLimit; key: string };

export type TrialState = 'accepted' | 'counted' | { blockedUntil: number };

/**
 * Counts a password against the limits, once however often it is tried. All in one transaction, so that concurrent
 * trials do not pass as one. `accepted`: a server has accepted it before; `counted`: it may be tried.
 */
export async function takeTrial(
  db: Db,
  passwordKey: string,
  limits: readonly CountedAs[],
  now: number,
): Promise<TrialState> {
  const keys = limits.map(({ key }) => key);
  const insert = (key: string, condition: SQL) =>
    db.insert(attempts).select(sql`SELECT ${key}, 1, 0, ${now} WHERE ${condition}`);
  const blocked = db
    .select({ key: attempts.key })
    .from(attempts)
    .where(and(inArray(attempts.key, keys), sql`${attempts.blockedUntil} > ${now}`));
  const rows = db
    .select()
    .from(attempts)
    .where(inArray(attempts.key, [passwordKey, ...keys]));
  const results = await db.batch([
    insert(passwordKey, notExists(blocked)).onConflictDoNothing(),
    // Each only if the statement before it has changed something: the first one that the password is new.
    ...limits.map(({ limit, key }) =>
      insert(key, sql`changes() > 0`).onConflictDoUpdate({ target: attempts.key, set: countUp(limit, now) }),
    ),
    rows,
  ]);
  const after = results.at(-1) as (typeof attempts.$inferSelect)[];
  const password = after.find(({ key }) => key === passwordKey);
  if (password) return password.count === 0 ? 'accepted' : 'counted';
  return { blockedUntil: Math.max(now, ...after.map(({ blockedUntil }) => blockedUntil)) };
}

/** A server has accepted the password: it no longer counts, and is never counted again. */
export async function acceptTrial(db: Db, passwordKey: string, limits: readonly CountedAs[]): Promise<void> {
  await db.batch([
    db
      .update(attempts)
      .set({ count: 0 })
      .where(and(eq(attempts.key, passwordKey), eq(attempts.count, 1))),
    uncount(db, limits),
  ]);
}

/** No server has judged the password: it no longer counts, and is counted when it is tried again. */
export async function excuseTrial(db: Db, passwordKey: string, limits: readonly CountedAs[]): Promise<void> {
  await db.batch([
    db.delete(attempts).where(and(eq(attempts.key, passwordKey), eq(attempts.count, 1))),
    uncount(db, limits),
  ]);
}

/** Takes one from the counts, if the statement before has changed something. */
function uncount(db: Db, limits: readonly CountedAs[]) {
  const keys = limits.map(({ key }) => key);
  // Waits that have begun stay: otherwise one's own accounts would end those for others' accounts.
  return db
    .update(attempts)
    .set({ count: sql`max(0, ${attempts.count} - 1)` })
    .where(and(inArray(attempts.key, keys), sql`changes() > 0`));
}
