import { and, asc, desc, eq, ne, sql } from 'drizzle-orm';
import type { Db } from '../kernel/db.ts';
import { insertStatements, runBatch } from '../kernel/db.ts';
import type { InventoryFolderRow, InventoryRow, OversizeItemRow } from './table.ts';
import { inventories, inventoryFolders, oversizeItems } from './table.ts';

type New<Row> = Omit<Row, 'workgroupId'>;

/** What a slice has counted: both sides with their folders, and the oversize items where it is complete. */
export type CountedRows = {
  sides: New<InventoryRow>[];
  folders: New<InventoryFolderRow>[];
  oversize: New<OversizeItemRow>[];
};

const SIDE_KEY = ['mailboxId', 'side', 'passId'];
const FOLDER_KEY = [...SIDE_KEY, 'folderId'];

/** Keeps what the slices of a pass have counted so far. What earlier passes counted stays until this one is complete. */
export async function putPartialInventory(db: Db, workgroupId: string, rows: CountedRows): Promise<void> {
  await runBatch(db, putStatements(db, workgroupId, rows));
}

/** Replaces the inventory of a mailbox by a complete one. */
export async function putInventory(
  db: Db,
  workgroupId: string,
  mailboxId: string,
  passId: string,
  rows: CountedRows,
): Promise<void> {
  const oversize = rows.oversize.map((row) => ({ ...row, workgroupId }));
  await runBatch(db, [
    ...[inventories, inventoryFolders].map((table) =>
      db
        .delete(table)
        .where(and(eq(table.workgroupId, workgroupId), eq(table.mailboxId, mailboxId), ne(table.passId, passId))),
    ),
    db
      .delete(oversizeItems)
      .where(and(eq(oversizeItems.workgroupId, workgroupId), eq(oversizeItems.mailboxId, mailboxId))),
    ...putStatements(db, workgroupId, rows),
    ...insertStatements(db, oversizeItems, oversize),
  ]);
}

function putStatements(db: Db, workgroupId: string, { sides, folders }: CountedRows) {
  const [side] = sides;
  const others = side ? Object.keys(side).filter((name) => !SIDE_KEY.includes(name)) : [];
  return [
    ...insertStatements(
      db,
      inventories,
      sides.map((row) => ({ ...row, workgroupId })),
      { on: SIDE_KEY, set: others },
    ),
    ...insertStatements(
      db,
      inventoryFolders,
      folders.map((row) => ({ ...row, workgroupId })),
      { on: FOLDER_KEY, set: ['count', 'counted'] },
    ),
  ];
}

/** Forgets what a pass has counted that did not come to its end. */
export async function dropPartialInventory(
  db: Db,
  workgroupId: string,
  mailboxId: string,
  passId: string,
): Promise<void> {
  await runBatch(
    db,
    [inventories, inventoryFolders].map((table) =>
      db
        .delete(table)
        .where(and(eq(table.workgroupId, workgroupId), eq(table.mailboxId, mailboxId), eq(table.passId, passId))),
    ),
  );
}

/** Both sides of a mailbox; those of one pass, or the complete ones. */
export async function listInventories(
  db: Db,
  workgroupId: string,
  mailboxId: string,
  passId?: string,
): Promise<InventoryRow[]> {
  return db
    .select()
    .from(inventories)
    .where(
      and(
        eq(inventories.workgroupId, workgroupId),
        eq(inventories.mailboxId, mailboxId),
        passId === undefined ? eq(inventories.isComplete, true) : eq(inventories.passId, passId),
      ),
    );
}

/** The folders of one side as one pass has counted them. */
export async function listInventoryFolders(
  db: Db,
  workgroupId: string,
  mailboxId: string,
  passId: string,
): Promise<InventoryFolderRow[]> {
  return db
    .select()
    .from(inventoryFolders)
    .where(
      and(
        eq(inventoryFolders.workgroupId, workgroupId),
        eq(inventoryFolders.mailboxId, mailboxId),
        eq(inventoryFolders.passId, passId),
      ),
    )
    .orderBy(asc(sql`rowid`));
}

/** The largest oversize items of a mailbox. */
export async function listMailboxOversize(db: Db, workgroupId: string, mailboxId: string): Promise<OversizeItemRow[]> {
  return db
    .select()
    .from(oversizeItems)
    .where(and(eq(oversizeItems.workgroupId, workgroupId), eq(oversizeItems.mailboxId, mailboxId)))
    .orderBy(desc(oversizeItems.sizeBytes), desc(oversizeItems.id));
}
