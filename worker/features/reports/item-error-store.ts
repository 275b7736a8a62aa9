import { and, desc, eq, isNotNull, lt } from 'drizzle-orm';
import type { Db } from '../kernel/db.ts';
import { insertStatements, isAnyOf, runBatch } from '../kernel/db.ts';
import type { ItemErrorRow } from './table.ts';
import { itemErrors } from './table.ts';

export type ItemErrorInput = Omit<ItemErrorRow, 'workgroupId'>;

/** Notes items that did not cross. An item that is listed already gets its latest failure, and keeps its row. */
export async function putItemErrors(db: Db, workgroupId: string, errors: readonly ItemErrorInput[]): Promise<void> {
  const rows = errors.map((error) => ({ ...error, workgroupId }));
  await runBatch(
    db,
    insertStatements(db, itemErrors, rows, {
      on: ['mailboxId', 'itemKey'],
      set: [
        'passId',
        'folderPath',
        'itemClass',
        'kind',
        'itemAt',
        'sizeBytes',
        'code',
        'message',
        'faultKind',
        'faultSide',
        'path',
        'subject',
        'createdAt',
      ],
    }),
  );
}

/** Takes items off the list: they crossed after all, or are gone at the source. */
export async function clearItemErrors(
  db: Db,
  workgroupId: string,
  mailboxId: string,
  itemKeys: readonly string[],
): Promise<void> {
  if (itemKeys.length === 0) return;
  await db
    .delete(itemErrors)
    .where(
      and(
        eq(itemErrors.workgroupId, workgroupId),
        eq(itemErrors.mailboxId, mailboxId),
        isAnyOf(itemErrors.itemKey, itemKeys),
      ),
    );
}

/** No subject stays on the lists of a project. */
export async function forgetSubjects(db: Db, workgroupId: string, projectId: string): Promise<void> {
  await db
    .update(itemErrors)
    .set({ subject: null })
    .where(
      and(eq(itemErrors.workgroupId, workgroupId), eq(itemErrors.projectId, projectId), isNotNull(itemErrors.subject)),
    );
}

/** Latest first; `cursor` is the id of the last row of the page before. */
export async function listItemErrors(
  db: Db,
  workgroupId: string,
  mailboxId: string,
  page: { cursor?: string | undefined; limit: number },
): Promise<ItemErrorRow[]> {
  return db
    .select()
    .from(itemErrors)
    .where(
      and(
        eq(itemErrors.workgroupId, workgroupId),
        eq(itemErrors.mailboxId, mailboxId),
        page.cursor === undefined ? undefined : lt(itemErrors.id, page.cursor),
      ),
    )
    .orderBy(desc(itemErrors.id))
    .limit(page.limit);
}
