import { and, asc, count, desc, eq, lt, sql } from 'drizzle-orm';
import type { Db, Statement } from '../kernel/db.ts';
import { isAnyOf, runBatch } from '../kernel/db.ts';
import { projects } from '../projects/table.ts';
import type { WebhookRow } from './table.ts';
import { webhookDeliveries, webhooks } from './table.ts';

const isOne = (workgroupId: string, webhookId: string) =>
  and(eq(webhooks.workgroupId, workgroupId), eq(webhooks.id, webhookId));

/** `after` follows the insert in its batch. */
export async function createWebhook(db: Db, row: WebhookRow, after: readonly Statement[]): Promise<void> {
  await runBatch(db, [db.insert(webhooks).values(row), ...after]);
}

export async function getWebhook(db: Db, workgroupId: string, webhookId: string): Promise<WebhookRow | undefined> {
  const [row] = await db.select().from(webhooks).where(isOne(workgroupId, webhookId));
  return row;
}

/** All of a workgroup: there are few. */
export async function listWebhooks(db: Db, workgroupId: string): Promise<WebhookRow[]> {
  return db.select().from(webhooks).where(eq(webhooks.workgroupId, workgroupId)).orderBy(asc(webhooks.id));
}

/** Latest first. */
export async function listWebhookPage(
  db: Db,
  workgroupId: string,
  page: { cursor?: string | undefined; limit: number },
): Promise<WebhookRow[]> {
  const { cursor, limit } = page;
  return db
    .select()
    .from(webhooks)
    .where(and(eq(webhooks.workgroupId, workgroupId), cursor === undefined ? undefined : lt(webhooks.id, cursor)))
    .orderBy(desc(webhooks.id))
    .limit(limit);
}

export async function countWebhooks(db: Db, workgroupId: string): Promise<number> {
  const [row] = await db.select({ count: count() }).from(webhooks).where(eq(webhooks.workgroupId, workgroupId));
  return row?.count ?? 0;
}

/** Those of these ids that no project of the workgroup has. */
export async function findMissingProjects(
  db: Db,
  workgroupId: string,
  projectIds: readonly string[],
): Promise<string[]> {
  const rows = await db
    .select({ id: projects.id })
    .from(projects)
    .where(and(eq(projects.workgroupId, workgroupId), isAnyOf(projects.id, projectIds)));
  const known = new Set(rows.map(({ id }) => id));
  return projectIds.filter((id) => !known.has(id));
}

/** False where the webhook was changed by another since it was read. `after` follows the change in its batch. */
export async function updateWebhook(
  db: Db,
  { workgroupId, id, updatedAt }: WebhookRow,
  changes: Partial<WebhookRow>,
  after: readonly Statement[],
): Promise<boolean> {
  const [changed] = await db.batch([
    db
      .update(webhooks)
      .set(changes)
      .where(and(isOne(workgroupId, id), eq(webhooks.updatedAt, updatedAt)))
      .returning({ id: webhooks.id }),
    ...after,
  ]);
  return changed.length > 0;
}

/** Deletes a webhook with its deliveries. `after` follows the deletion in its batch. */
export async function deleteWebhook(
  db: Db,
  workgroupId: string,
  webhookId: string,
  after: readonly Statement[],
): Promise<void> {
  await runBatch(db, [
    db.delete(webhooks).where(isOne(workgroupId, webhookId)),
    ...after,
    db
      .delete(webhookDeliveries)
      .where(and(sql`+${webhookDeliveries.workgroupId} = ${workgroupId}`, eq(webhookDeliveries.webhookId, webhookId))),
  ]);
}

/** The receiver is tried now, whatever rest it has been given. */
export function endRestStatement(db: Db, { workgroupId, id }: WebhookRow): Statement {
  return db.update(webhooks).set({ restUntil: null }).where(isOne(workgroupId, id));
}
