import { and, asc, eq, gt } from 'drizzle-orm';
import type { Db } from '../kernel/db.ts';
import { insertStatements, isAnyOf, runBatch } from '../kernel/db.ts';
import type { OmissionRow } from './table.ts';
import { omissions } from './table.ts';

export type OmissionInput = Omit<OmissionRow, 'workgroupId'>;

/** Stores omissions. One that is already listed keeps its row. */
export async function putOmissions(db: Db, workgroupId: string, inputs: readonly OmissionInput[]): Promise<void> {
  const rows = inputs.map((input) => ({ ...input, workgroupId }));
  const set = ['passId', 'kind', 'name', 'itemClass', 'itemAt', 'code', 'message', 'createdAt'];
  await runBatch(db, insertStatements(db, omissions, rows, { on: ['mailboxId', 'omissionKey'], set }));
}

/** Removes omissions from the list: what they concern was copied after all, or is gone at the source. */
export async function clearOmissions(
  db: Db,
  workgroupId: string,
  mailboxId: string,
  omissionKeys: readonly string[],
): Promise<void> {
  if (omissionKeys.length === 0) return;
  await db
    .delete(omissions)
    .where(
      and(
        eq(omissions.workgroupId, workgroupId),
        eq(omissions.mailboxId, mailboxId),
        isAnyOf(omissions.omissionKey, omissionKeys),
      ),
    );
}

/** In the order in which they were found; `cursor` is the id of the last row of the page before. */
export async function listOmissions(
  db: Db,
  workgroupId: string,
  mailboxId: string,
  page: { cursor?: string | undefined; limit: number },
): Promise<OmissionRow[]> {
  return db
    .select()
    .from(omissions)
    .where(
      and(
        eq(omissions.workgroupId, workgroupId),
        eq(omissions.mailboxId, mailboxId),
        page.cursor === undefined ? undefined : gt(omissions.id, page.cursor),
      ),
    )
    .orderBy(asc(omissions.id))
    .limit(page.limit);
}
