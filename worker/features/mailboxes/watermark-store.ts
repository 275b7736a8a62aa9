import { and, eq } from 'drizzle-orm';
import type { Db } from '../kernel/db.ts';
import { insertStatements, runBatch } from '../kernel/db.ts';
import type { WatermarkRow } from './table.ts';
import { watermarks } from './table.ts';

export type Watermark = Omit<WatermarkRow, 'workgroupId'>;

/** All watermarks of a mailbox, one a source folder. */
export async function listWatermarks(db: Db, workgroupId: string, mailboxId: string): Promise<WatermarkRow[]> {
  return db
    .select()
    .from(watermarks)
    .where(and(eq(watermarks.workgroupId, workgroupId), eq(watermarks.mailboxId, mailboxId)));
}

/** Sets watermarks. Call it only once their pages are in the ledger. */
export async function putWatermarks(db: Db, workgroupId: string, entries: readonly Watermark[]): Promise<void> {
  const rows = entries.map((entry) => ({ ...entry, workgroupId }));
  await runBatch(
    db,
    insertStatements(db, watermarks, rows, {
      on: ['mailboxId', 'folderId'],
      set: ['destinationFolderId', 'syncState', 'isComplete', 'updatedAt'],
    }),
  );
}
