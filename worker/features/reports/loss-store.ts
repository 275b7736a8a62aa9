import { and, asc, eq, gt } from 'drizzle-orm';
import type { Db } from '../kernel/db.ts';
import { insertStatements, isAnyOf, runBatch } from '../kernel/db.ts';
import type { LossRow } from './table.ts';
import { losses } from './table.ts';

export type LossInput = Omit<LossRow, 'workgroupId'>;

/** Notes what did not come along. A loss that is listed already keeps its row. */
export async function putLosses(db: Db, workgroupId: string, inputs: readonly LossInput[]): Promise<void> {
  const rows = inputs.map((input) => ({ ...input, workgroupId }));
  const set = ['passId', 'kind', 'name', 'itemClass', 'itemAt', 'code', 'message', 'createdAt'];
  await runBatch(db, insertStatements(db, losses, rows, { on: ['mailboxId', 'lossKey'], set }));
}

/** Takes losses off the list: what they were about came along after all, or is gone at the source. */
export async function clearLosses(
  db: Db,
  workgroupId: string,
  mailboxId: string,
  lossKeys: readonly string[],
): Promise<void> {
  if (lossKeys.length === 0) return;
  await db
    .delete(losses)
    .where(
      and(eq(losses.workgroupId, workgroupId), eq(losses.mailboxId, mailboxId), isAnyOf(losses.lossKey, lossKeys)),
    );
}

/** In the order in which they were found; `cursor` is the id of the last row of the page before. */
export async function listLosses(
  db: Db,
  workgroupId: string,
  mailboxId: string,
  page: { cursor?: string | undefined; limit: number },
): Promise<LossRow[]> {
  return db
    .select()
    .from(losses)
    .where(
      and(
        eq(losses.workgroupId, workgroupId),
        eq(losses.mailboxId, mailboxId),
        page.cursor === undefined ? undefined : gt(losses.id, page.cursor),
      ),
    )
    .orderBy(asc(losses.id))
    .limit(page.limit);
}
