import type { SQL } from 'drizzle-orm';
import { and, eq, sql } from 'drizzle-orm';
import type { PassType } from '../../lib/pass-types.ts';
import { PASS_TYPES } from '../../lib/pass-types.ts';
import type { Db } from '../kernel/db.ts';
import { passes, passMailboxes } from '../passes/table.ts';

/** Passes after which a mailbox has been signed in to, and those that copied at least what is older. */
const SIGNS_IN: readonly PassType[] = ['verify', 'trial', 'pre-stage', 'full'];
const COPIES: readonly PassType[] = ['pre-stage', 'full'];

export type RunFacts = {
  completed: Readonly<Record<PassType, number>>;
  verified: number;
  copied: number;
};

/** How many mailboxes of a project have completed passes: one statement, whose answer does not grow with them. */
export async function getRunFacts(db: Db, workgroupId: string, projectId: string): Promise<RunFacts> {
  const has = (types: readonly string[]) =>
    sql<number>`max(${passMailboxes.type} IN (SELECT value FROM json_each(${JSON.stringify(types)})))`;
  const groups: Record<string, readonly PassType[]> = { verified: SIGNS_IN, copied: COPIES };
  for (const type of PASS_TYPES) groups[type] = [type];
  const names = Object.keys(groups);
  const perMailbox = db
    .select(Object.fromEntries(names.map((name) => [name, has(groups[name] ?? []).as(name)])))
    .from(passMailboxes)
    .where(
      and(
        eq(passMailboxes.workgroupId, workgroupId),
        eq(passMailboxes.projectId, projectId),
        eq(passMailboxes.status, 'completed'),
      ),
    )
    .groupBy(passMailboxes.mailboxId)
    .as('per_mailbox');
  const sums = names.map((name) => [name, sql<number>`coalesce(sum(${sql.identifier(name)}), 0)`]);
  const [row] = await db.select(Object.fromEntries(sums) as Record<string, SQL<number>>).from(perMailbox);
  const { verified = 0, copied = 0, ...completed } = row ?? {};
  return { completed: completed as RunFacts['completed'], verified, copied };
}

/** When passes of each type ended last. */
export async function getPassEnds(
  db: Db,
  workgroupId: string,
  projectId: string,
): Promise<ReadonlyMap<PassType, number | null>> {
  const rows = await db
    .select({ type: passes.type, endedAt: sql<number | null>`max(${passes.endedAt})` })
    .from(passes)
    .where(and(eq(passes.workgroupId, workgroupId), eq(passes.projectId, projectId)))
    .groupBy(passes.type);
  return new Map(rows.map(({ type, endedAt }) => [type, endedAt]));
}
