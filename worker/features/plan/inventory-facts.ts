import type { SQLWrapper } from 'drizzle-orm';
import { and, eq, sql } from 'drizzle-orm';
import { inventories } from '../inventories/table.ts';
import type { Db } from '../kernel/db.ts';
import type { PlanFacts } from './facts.ts';

/** What the last complete inventories of the mailboxes of a project have counted, added up. */
export async function getInventoryFacts(
  db: Db,
  workgroupId: string,
  projectId: string,
): Promise<PlanFacts['inventory']> {
  const { side, itemCount, itemBytes, oversizeCount, fault } = inventories;
  const ofSource = (column: SQLWrapper) => sql<number>`coalesce(sum(CASE ${side} WHEN 'source' THEN ${column} END), 0)`;
  const [row] = await db
    .select({
      items: ofSource(itemCount),
      bytes: ofSource(itemBytes),
      oversize: ofSource(oversizeCount),
      withoutDestination: sql<number>`coalesce(sum(${side} = 'destination' AND ${fault} IS NOT NULL), 0)`,
    })
    .from(inventories)
    .where(
      and(
        eq(inventories.workgroupId, workgroupId),
        eq(inventories.projectId, projectId),
        eq(inventories.isComplete, true),
      ),
    );
  return row ?? { items: 0, bytes: 0, oversize: 0, withoutDestination: 0 };
}
