import { and, asc, eq, lte, sql } from 'drizzle-orm';
import { MINUTE_MS } from '../../../lib/units.ts';
import type { Db } from '../../kernel/db.ts';
import type { Deps } from '../../kernel/deps.ts';
import { IS_OPEN } from '../end-requests.ts';
import type { RequestRow } from '../table.ts';
import { credentialRequests } from '../table.ts';
import type { AnswerNeeds } from './answer-request.ts';
import { checkPending } from './check-pending.ts';
import { findRequest } from './find-request.ts';

/** A server that has just come back is not asked for everyone at once. */
const AT_ONCE = 4;
/** Longer than a check takes: whoever has taken one may have died. */
const CLAIM_MS = 5 * MINUTE_MS;

/**
 * Checks the kept answers of a workgroup that are due, until `until`. Gives the instant when the next is due; undefined
 * where nothing is kept.
 */
export async function checkDue(deps: AnswerNeeds, workgroupId: string, until: number): Promise<number | undefined> {
  const { db, now } = deps;
  for (;;) {
    const due = now() < until ? await listDue(db, workgroupId, now(), AT_ONCE) : [];
    if (due.length === 0) return nextCheckAt(db, workgroupId);
    await Promise.all(due.map((request) => checkOne(deps, request)));
  }
}

async function checkOne(deps: AnswerNeeds, request: RequestRow): Promise<void> {
  if (!(await claim(deps, request))) return;
  const found = await findRequest(deps.db, request);
  try {
    if (found) await checkPending(deps, found);
  } catch (error) {
    // It is due again once the claim is over, and holds up no other.
    deps.log.error('kept-answer-not-checked', { requestId: request.id, error });
  }
}

/** One check at a time: each is a sign-in. */
async function claim({ db, now }: Pick<Deps, 'db' | 'now'>, request: RequestRow): Promise<boolean> {
  const { id, workgroupId, nextCheckAt: dueAt } = request;
  const claimed = await db
    .update(credentialRequests)
    .set({ nextCheckAt: now() + CLAIM_MS })
    .where(
      and(
        eq(credentialRequests.workgroupId, workgroupId),
        eq(credentialRequests.id, id),
        eq(credentialRequests.nextCheckAt, dueAt ?? 0),
        IS_OPEN,
      ),
    )
    .returning({ id: credentialRequests.id });
  return claimed.length > 0;
}

function listDue(db: Db, workgroupId: string, now: number, limit: number): Promise<RequestRow[]> {
  return db
    .select()
    .from(credentialRequests)
    .where(and(eq(credentialRequests.workgroupId, workgroupId), lte(credentialRequests.nextCheckAt, now), IS_OPEN))
    .orderBy(asc(credentialRequests.nextCheckAt))
    .limit(limit);
}

async function nextCheckAt(db: Db, workgroupId: string): Promise<number | undefined> {
  const [row] = await db
    .select({ at: sql<number | null>`min(${credentialRequests.nextCheckAt})` })
    .from(credentialRequests)
    .where(and(eq(credentialRequests.workgroupId, workgroupId), IS_OPEN));
  return row?.at ?? undefined;
}

/** Workgroups with kept answers that are due. */
export async function listWorkgroupsToCheck(db: Db, now: number, limit: number): Promise<string[]> {
  const rows = await db
    .selectDistinct({ workgroupId: credentialRequests.workgroupId })
    .from(credentialRequests)
    .where(and(lte(credentialRequests.nextCheckAt, now), IS_OPEN))
    .limit(limit);
  return rows.map(({ workgroupId }) => workgroupId);
}
