import { and, asc, eq, gt, sql } from 'drizzle-orm';
import type { Db } from '../kernel/db.ts';
import { insertStatements, isAnyOf, runBatch } from '../kernel/db.ts';
import type { FolderErrorRow } from './table.ts';
import { folderErrors, itemErrors } from './table.ts';

/** Notes folders that were set aside. One that is listed already gets its latest failure, and keeps its row. */
export async function putFolderErrors(
  db: Db,
  workgroupId: string,
  errors: readonly Omit<FolderErrorRow, 'workgroupId'>[],
): Promise<void> {
  const rows = errors.map((error) => ({ ...error, workgroupId }));
  await runBatch(
    db,
    insertStatements(db, folderErrors, rows, {
      on: ['mailboxId', 'folderId'],
      set: [
        'passId',
        'path',
        'distinguishedId',
        'itemCount',
        'below',
        'code',
        'message',
        'faultKind',
        'side',
        'operation',
        'createdAt',
      ],
    }),
  );
}

/** Takes folders off the list: a pass has ended that did not set them aside. */
export async function clearFolderErrors(
  db: Db,
  workgroupId: string,
  mailboxId: string,
  folderIds: readonly string[],
): Promise<void> {
  if (folderIds.length === 0) return;
  await db
    .delete(folderErrors)
    .where(
      and(
        eq(folderErrors.workgroupId, workgroupId),
        eq(folderErrors.mailboxId, mailboxId),
        isAnyOf(folderErrors.folderId, folderIds),
      ),
    );
}

/** In the order in which they were found; `cursor` is the id of the last row of the page before. */
export async function listFolderErrors(
  db: Db,
  workgroupId: string,
  mailboxId: string,
  page: { cursor?: string | undefined; limit: number },
): Promise<FolderErrorRow[]> {
  return db
    .select()
    .from(folderErrors)
    .where(
      and(
        eq(folderErrors.workgroupId, workgroupId),
        eq(folderErrors.mailboxId, mailboxId),
        page.cursor === undefined ? undefined : gt(folderErrors.id, page.cursor),
      ),
    )
    .orderBy(asc(folderErrors.id))
    .limit(page.limit);
}

/** All folder errors of a mailbox, at most one for each folder. */
export async function allFolderErrors(db: Db, workgroupId: string, mailboxId: string): Promise<FolderErrorRow[]> {
  return db
    .select()
    .from(folderErrors)
    .where(and(eq(folderErrors.workgroupId, workgroupId), eq(folderErrors.mailboxId, mailboxId)));
}

/** Items and folders of a mailbox that are listed as errors. */
export async function countErrors(db: Db, workgroupId: string, mailboxId: string): Promise<number> {
  const of = (table: typeof folderErrors | typeof itemErrors) =>
    sql`(SELECT COUNT(*) FROM ${table} WHERE ${table.workgroupId} = ${workgroupId} AND ${table.mailboxId} = ${mailboxId})`;
  const row = await db.get<{ count: number }>(sql`SELECT ${of(itemErrors)} + ${of(folderErrors)} AS count`);
  return row.count;
}
