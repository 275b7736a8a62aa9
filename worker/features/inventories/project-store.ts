import { and, asc, desc, eq, isNotNull, or, sql } from 'drizzle-orm';
import type { MailboxSide } from '../../lib/credential-request-facts.ts';
import type { ItemKind } from '../../lib/item-kinds.ts';
import { ITEM_KINDS } from '../../lib/item-kinds.ts';
import type { Db } from '../kernel/db.ts';
import { mailboxes } from '../mailboxes/table.ts';
import type { OversizeItemRow } from './table.ts';
import { inventories, oversizeItems } from './table.ts';

const isOfProject = (workgroupId: string, projectId: string, side: MailboxSide) =>
  and(
    eq(inventories.workgroupId, workgroupId),
    eq(inventories.projectId, projectId),
    eq(inventories.side, side),
    eq(inventories.isComplete, true),
  );

/** What one side of all counted mailboxes of a project has. */
export async function sumInventories(db: Db, workgroupId: string, projectId: string, side: MailboxSide) {
  const sum = (what: unknown) => sql<number>`coalesce(sum(${what}), 0)`;
  const ofKind = (kind: ItemKind, what: 'count' | 'bytes') =>
    sql<number>`coalesce(sum(json_extract(${inventories.kinds}, ${sql.raw(`'$."${kind}".${what}'`)})), 0)`;
  const kinds = Object.fromEntries(
    ITEM_KINDS.map((kind) => [kind, { count: ofKind(kind, 'count'), bytes: ofKind(kind, 'bytes') }]),
  ) as Record<ItemKind, { count: ReturnType<typeof ofKind>; bytes: ReturnType<typeof ofKind> }>;
  const [row] = await db
    .select({
      mailboxCount: sql<number>`count(*)`,
      openedCount: sql<number>`count(*) - count(${inventories.fault})`,
      folderCount: sum(inventories.folderCount),
      items: { count: sum(inventories.itemCount), bytes: sum(inventories.itemBytes) },
      oldestAt: sql<number | null>`min(${inventories.oldestAt})`,
      newestAt: sql<number | null>`max(${inventories.newestAt})`,
      isSampled: sql<number>`coalesce(max(${inventories.isSampled}), 0)`,
      oversize: { count: sum(inventories.oversizeCount), bytes: sum(inventories.oversizeBytes) },
      isOversizeCut: sql<number>`coalesce(max(${inventories.isOversizeCut}), 0)`,
      archiveCount: sql<number>`count(${inventories.archive})`,
      archive: {
        count: sum(sql`json_extract(${inventories.archive}, '$.items.count')`),
        bytes: sum(sql`json_extract(${inventories.archive}, '$.items.bytes')`),
      },
      recoverable: {
        count: sum(sql`json_extract(${inventories.recoverable}, '$.count')`),
        bytes: sum(sql`json_extract(${inventories.recoverable}, '$.bytes')`),
      },
      faultCount: sum(inventories.faultCount),
      countedAt: sql<number | null>`min(${inventories.countedAt})`,
    })
    .from(inventories)
    .where(isOfProject(workgroupId, projectId, side));
  // Apart: one query has at most a hundred columns.
  const [byKind] = await db
    .select(kinds)
    .from(inventories)
    .where(isOfProject(workgroupId, projectId, side));
  if (!row || !byKind) throw new Error('A sum without a row');
  return { ...row, kinds: byKind };
}

const MOST_FINDINGS = 1_000;

/** Mailboxes whose destination could not be opened. */
export async function listClosedDestinations(db: Db, workgroupId: string, projectId: string) {
  return db
    .select({
      mailboxId: inventories.mailboxId,
      sourceEmail: mailboxes.sourceEmail,
      destinationEmail: mailboxes.destinationEmail,
      fault: inventories.fault,
    })
    .from(inventories)
    .innerJoin(mailboxes, eq(mailboxes.id, inventories.mailboxId))
    .where(and(isOfProject(workgroupId, projectId, 'destination'), isNotNull(inventories.fault)))
    .orderBy(asc(mailboxes.sourceEmail))
    .limit(MOST_FINDINGS);
}

export type ListedOversize = OversizeItemRow & { sourceEmail: string };

/** Oversize items of a project, the largest first. */
export async function listProjectOversize(
  db: Db,
  workgroupId: string,
  projectId: string,
  page: { cursor?: string | undefined; limit: number },
): Promise<ListedOversize[]> {
  const before =
    page.cursor === undefined
      ? undefined
      : sql`(${oversizeItems.sizeBytes}, ${oversizeItems.id}) < (SELECT size_bytes, id FROM oversize_items
          WHERE workgroup_id = ${workgroupId} AND id = ${page.cursor})`;
  const rows = await db
    .select({ item: oversizeItems, sourceEmail: mailboxes.sourceEmail })
    .from(oversizeItems)
    .innerJoin(mailboxes, eq(mailboxes.id, oversizeItems.mailboxId))
    .where(and(eq(oversizeItems.workgroupId, workgroupId), eq(oversizeItems.projectId, projectId), before))
    .orderBy(desc(oversizeItems.sizeBytes), desc(oversizeItems.id))
    .limit(page.limit);
  return rows.map(({ item, sourceEmail }) => ({ ...item, sourceEmail }));
}

/** Both sides of every counted mailbox of a project, by address. */
export async function listProjectInventories(db: Db, workgroupId: string, projectId: string) {
  return db
    .select({
      inventory: inventories,
      sourceEmail: mailboxes.sourceEmail,
      destinationEmail: mailboxes.destinationEmail,
    })
    .from(inventories)
    .innerJoin(mailboxes, eq(mailboxes.id, inventories.mailboxId))
    .where(or(isOfProject(workgroupId, projectId, 'source'), isOfProject(workgroupId, projectId, 'destination')))
    .orderBy(asc(mailboxes.sourceEmail), desc(inventories.side));
}
