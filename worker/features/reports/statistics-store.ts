import { and, asc, eq, lt } from 'drizzle-orm';
import type { Db } from '../kernel/db.ts';
import { insertStatements, runBatch } from '../kernel/db.ts';
import type { FolderStatisticsRow, KindStatisticsRow } from './table.ts';
import { folderStatistics, kindStatistics } from './table.ts';

/** Replaces what is known of folders; the numbers are totals, not increments. */
export async function putFolderStatistics(
  db: Db,
  workgroupId: string,
  statistics: readonly Omit<FolderStatisticsRow, 'workgroupId'>[],
): Promise<void> {
  const rows = statistics.map((row) => ({ ...row, workgroupId }));
  await runBatch(
    db,
    insertStatements(db, folderStatistics, rows, {
      on: ['mailboxId', 'folderId'],
      set: [
        'path',
        'distinguishedId',
        'sourceCount',
        'sourceBytes',
        'destinationCount',
        'destinationBytes',
        'copiedCount',
        'copiedBytes',
        'failedCount',
        'failedBytes',
        'missingCount',
        'missingBytes',
        'extraCount',
        'differences',
        'updatedAt',
      ],
    }),
  );
}

/** Takes off folders that were last counted before `before`: they are gone, or no longer copied. */
export async function dropFolderStatistics(
  db: Db,
  workgroupId: string,
  mailboxId: string,
  before: number,
): Promise<void> {
  await db
    .delete(folderStatistics)
    .where(
      and(
        eq(folderStatistics.workgroupId, workgroupId),
        eq(folderStatistics.mailboxId, mailboxId),
        lt(folderStatistics.updatedAt, before),
      ),
    );
}

/** Folders of a mailbox by path. */
export async function listFolderStatistics(
  db: Db,
  workgroupId: string,
  mailboxId: string,
): Promise<FolderStatisticsRow[]> {
  return db
    .select()
    .from(folderStatistics)
    .where(and(eq(folderStatistics.workgroupId, workgroupId), eq(folderStatistics.mailboxId, mailboxId)))
    .orderBy(asc(folderStatistics.path));
}

/** Replaces the totals per kind of item. */
export async function putKindStatistics(
  db: Db,
  workgroupId: string,
  statistics: readonly Omit<KindStatisticsRow, 'workgroupId'>[],
): Promise<void> {
  const rows = statistics.map((row) => ({ ...row, workgroupId }));
  await runBatch(
    db,
    insertStatements(db, kindStatistics, rows, {
      on: ['mailboxId', 'kind'],
      set: ['successCount', 'successBytes', 'errorCount', 'errorBytes', 'updatedAt'],
    }),
  );
}

/** Totals of a mailbox per kind of item. */
export async function listKindStatistics(db: Db, workgroupId: string, mailboxId: string): Promise<KindStatisticsRow[]> {
  return db
    .select()
    .from(kindStatistics)
    .where(and(eq(kindStatistics.workgroupId, workgroupId), eq(kindStatistics.mailboxId, mailboxId)))
    .orderBy(asc(kindStatistics.kind));
}
