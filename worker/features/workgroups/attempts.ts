import { sha256 } from '../../lib/encoding.ts';
import { SECOND_MS } from '../../lib/units.ts';
import type { Deps } from '../kernel/deps.ts';
import type { AttemptLimit } from './attempt-limits.ts';
import { forgetAttempts, getAttempts, giveAttemptBack, takeAttempt } from './attempt-store.ts';
import { problem } from './errors.ts';

type Needs = Pick<Deps, 'db' | 'now'>;

/** What is limited, and of whom; without the second, nothing is counted. What `stays` counts whatever came of it. */
export type Counted = readonly [limit: AttemptLimit, ofWhom: string | undefined, stays?: 'stays'];

export type Attempt = {
  /** It was right: accounts (the counts of these limits) begin again, the others are as before it. */
  succeed: (...reset: readonly AttemptLimit[]) => Promise<void>;
  /** What came of it says nothing that these limits are about. */
  excuse: (...limits: readonly AttemptLimit[]) => Promise<void>;
};

/** Counts an attempt against every limit. Throws `too-many-attempts` where one of them says to wait. */
export async function requireAttempt({ db, now }: Needs, limits: readonly Counted[]): Promise<Attempt> {
  const taken: { limit: AttemptLimit; key: string; stays: boolean }[] = [];
  for (const [limit, ofWhom, stays] of limits) {
    if (ofWhom === undefined) continue;
    const key = await keyOf(limit, ofWhom);
    const until = await takeAttempt(db, limit, key, now());
    if (until !== undefined) {
      for (const earlier of taken) await giveAttemptBack(db, earlier.key);
      throw tooMany(until - now());
    }
    taken.push({ limit, key, stays: stays !== undefined });
  }
  const giveBack = async (isGiven: (limit: AttemptLimit) => boolean): Promise<void> => {
    for (const { limit, key, stays } of taken) if (!stays && isGiven(limit)) await giveAttemptBack(db, key);
  };
  return {
    excuse: (...excused) => giveBack((limit) => excused.includes(limit)),
    succeed: async (...reset) => {
      for (const { limit, key, stays } of taken) if (!stays && reset.includes(limit)) await forgetAttempts(db, key);
      await giveBack((limit) => !reset.includes(limit));
    },
  };
}

/** How often something may still be tried without a wait, and until when to wait. Counts nothing. */
export async function lookAtAttempts(
  { db, now }: Needs,
  limit: AttemptLimit,
  ofWhom: string,
): Promise<{ left: number; waitUntil: number | null }> {
  const row = await getAttempts(db, await keyOf(limit, ofWhom));
  if (!row || row.lastAt <= now() - limit.forgottenAfterMs) return { left: limit.free, waitUntil: null };
  const waitUntil = row.blockedUntil > now() ? row.blockedUntil : null;
  return { left: waitUntil === null ? Math.max(1, limit.free - row.count) : 0, waitUntil };
}

/** Counting begins again, as the reason to count is gone. */
export async function clearAttempts({ db }: Pick<Deps, 'db'>, limit: AttemptLimit, ofWhom: string): Promise<void> {
  await forgetAttempts(db, await keyOf(limit, ofWhom));
}

/** A hash: the table holds neither addresses nor names. */
async function keyOf(limit: AttemptLimit, ofWhom: string): Promise<string> {
  return `${limit.name}:${await sha256(ofWhom)}`;
}

function tooMany(waitMs: number) {
  const seconds = Math.max(1, Math.ceil(waitMs / SECOND_MS));
  const detail = `Wait ${String(seconds)} ${seconds === 1 ? 'second' : 'seconds'}, then try again.`;
  return problem('too-many-attempts', detail, undefined, { retryAfterSeconds: seconds });
}
