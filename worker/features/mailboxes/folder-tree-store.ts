import { and, asc, count, eq, gt, sql } from 'drizzle-orm';
import type { SeenFolder } from '../../lib/folder-rules.ts';
import type { Db } from '../kernel/db.ts';
import { folderTrees, mailboxes } from './table.ts';

/** More folders of one mailbox are not kept. */
const MAX_FOLDERS = 3_000;
const PAGE = 20;

/** Keeps what a pass saw; nothing is written where nothing has changed. */
export async function putFolderTree(
  db: Db,
  workgroupId: string,
  mailboxId: string,
  folders: readonly SeenFolder[],
  now: number,
): Promise<void> {
  const row = { mailboxId, workgroupId, folders: folders.slice(0, MAX_FOLDERS), updatedAt: now };
  await db
    .insert(folderTrees)
    .values(row)
    .onConflictDoUpdate({
      target: folderTrees.mailboxId,
      set: { folders: row.folders, updatedAt: now },
      setWhere: sql`${folderTrees.folders} IS NOT excluded.folders`,
    });
}

/** The known folders of a project's first mailboxes, up to a total limit. */
export async function listFolderTrees(
  db: Db,
  workgroupId: string,
  projectId: string,
  maxFolders: number,
): Promise<SeenFolder[][]> {
  const trees: SeenFolder[][] = [];
  let left = maxFolders;
  let cursor = '';
  while (left > 0) {
    const rows = await db
      .select({ mailboxId: folderTrees.mailboxId, folders: folderTrees.folders })
      .from(folderTrees)
      .innerJoin(mailboxes, eq(mailboxes.id, folderTrees.mailboxId))
      .where(
        and(
          eq(mailboxes.workgroupId, workgroupId),
          eq(mailboxes.projectId, projectId),
          gt(folderTrees.mailboxId, cursor),
        ),
      )
      .orderBy(asc(folderTrees.mailboxId))
      .limit(PAGE);
    for (const { folders } of rows) {
      if (left > 0) trees.push(folders);
      left -= Math.max(1, folders.length);
    }
    if (rows.length < PAGE) break;
    cursor = rows.at(-1)?.mailboxId ?? '';
  }
  return trees;
}

/** Mailboxes of a project, and those of which the folders are known. */
export async function countFolderTrees(
  db: Db,
  workgroupId: string,
  projectId: string,
): Promise<{ all: number; known: number }> {
  const [row] = await db
    .select({ all: count(), known: count(folderTrees.mailboxId) })
    .from(mailboxes)
    .leftJoin(folderTrees, eq(folderTrees.mailboxId, mailboxes.id))
    .where(and(eq(mailboxes.workgroupId, workgroupId), eq(mailboxes.projectId, projectId)));
  return row ?? { all: 0, known: 0 };
}
