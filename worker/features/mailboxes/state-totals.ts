import { and, eq, sql } from 'drizzle-orm';
import type { MailboxState } from '../../lib/mailbox-statuses.ts';
import type { Db } from '../kernel/db.ts';
import { isAnyOf } from '../kernel/db.ts';
import type { ProjectTotals } from '../kernel/deps.ts';
import { stateExpression } from './status.ts';
import { mailboxes } from './table.ts';

export type StateTotals = {
  projectId: string;
  state: MailboxState;
  mailboxes: number;
  itemsDone: number;
  itemsTotal: number;
  bytesDone: number;
  bytesTotal: number;
  errors: number;
};

/** Sums over the mailboxes of projects, by state. */
export async function listStateTotals(
  db: Db,
  workgroupId: string,
  projectIds: readonly string[],
): Promise<StateTotals[]> {
  const sum = (column: SumColumn) => sql<number>`coalesce(sum(${column}), 0)`;
  return db
    .select({
      projectId: mailboxes.projectId,
      state: sql<MailboxState>`${stateExpression}`.as('state'),
      mailboxes: sql<number>`count(*)`,
      itemsDone: sum(mailboxes.itemsDone),
      itemsTotal: sum(mailboxes.itemsTotal),
      bytesDone: sum(mailboxes.bytesDone),
      bytesTotal: sum(mailboxes.bytesTotal),
      errors: sum(mailboxes.errorCount),
    })
    .from(mailboxes)
    .where(and(eq(mailboxes.workgroupId, workgroupId), isAnyOf(mailboxes.projectId, projectIds)))
    .groupBy(mailboxes.projectId, sql`state`);
}

type SumColumn =
  | typeof mailboxes.itemsDone
  | typeof mailboxes.itemsTotal
  | typeof mailboxes.bytesDone
  | typeof mailboxes.bytesTotal
  | typeof mailboxes.errorCount;

/** Counters and totals of each of these projects. */
export async function getProjectTotals(
  db: Db,
  workgroupId: string,
  projectIds: readonly string[],
): Promise<Map<string, ProjectTotals>> {
  const sums = Map.groupBy(await listStateTotals(db, workgroupId, projectIds), (sum) => sum.projectId);
  return new Map(projectIds.map((id) => [id, sumUp(sums.get(id) ?? [])]));
}

/** Counters and totals of a project from the sums by state. */
export function sumUp(sums: readonly StateTotals[]): ProjectTotals {
  const counters = { notStarted: 0, waiting: 0, running: 0, attention: 0, done: 0, total: 0 };
  const totals = { itemsDone: 0, itemsTotal: 0, bytesDone: 0, bytesTotal: 0, errors: 0 };
  for (const sum of sums) {
    counters[sum.state] += sum.mailboxes;
    counters.total += sum.mailboxes;
    totals.itemsDone += sum.itemsDone;
    totals.itemsTotal += sum.itemsTotal;
    totals.bytesDone += sum.bytesDone;
    totals.bytesTotal += sum.bytesTotal;
    totals.errors += sum.errors;
  }
  return { counters, totals };
}
