import { and, desc, eq, getTableColumns, lt, sql } from 'drizzle-orm';
import type { DeliveryState } from '../../lib/webhook-facts.ts';
import { DROPPED_BY_PAUSE } from '../../lib/webhook-facts.ts';
import type { Db, Statement } from '../kernel/db.ts';
import { isOfWorkgroup } from '../kernel/group-patches.ts';
import type { DeliveryRow, WebhookRow } from './table.ts';
import { webhookDeliveries, webhookMessages, webhooks } from './table.ts';

type Owner = Pick<WebhookRow, 'id' | 'workgroupId'>;

/** Rows of a webhook. Its id leads to them; the workgroup only confirms them. */
const ofWebhook = ({ id, workgroupId }: Owner) =>
  and(eq(webhookDeliveries.webhookId, id), isOfWorkgroup(webhookDeliveries.workgroupId, workgroupId));

/** With what its event is about: the address of a mailbox, or the name of a project. */
export type ListedDelivery = DeliveryRow & { about: string | null };

const ABOUT = sql<
  string | null
>`coalesce(${webhookMessages.body} ->> '$.data.mailbox.sourceEmail', ${webhookMessages.body} ->> '$.data.project.name')`;

/** Latest first. */
export async function listDeliveries(
  db: Db,
  webhook: Owner,
  filter: { state?: DeliveryState | undefined; cursor?: string | undefined; limit: number },
): Promise<ListedDelivery[]> {
  const { state, cursor, limit } = filter;
  return db
    .select({ ...getTableColumns(webhookDeliveries), about: ABOUT })
    .from(webhookDeliveries)
    .leftJoin(webhookMessages, eq(webhookMessages.id, webhookDeliveries.messageId))
    .where(
      and(
        ofWebhook(webhook),
        cursor === undefined ? undefined : lt(webhookDeliveries.id, cursor),
        // The index of what is due must not be taken for this: it has another order.
        state === undefined ? undefined : sql`+${webhookDeliveries.state} = ${state}`,
      ),
    )
    .orderBy(desc(webhookDeliveries.id))
    .limit(limit);
}

/** A delivery with what it sends. */
export async function getDelivery(
  db: Db,
  webhook: Owner,
  deliveryId: string,
): Promise<(ListedDelivery & { body: string }) | undefined> {
  const [found] = await db
    .select({ ...getTableColumns(webhookDeliveries), about: ABOUT, body: webhookMessages.body })
    .from(webhookDeliveries)
    .innerJoin(webhookMessages, eq(webhookMessages.id, webhookDeliveries.messageId))
    .where(and(ofWebhook(webhook), eq(webhookDeliveries.id, deliveryId)));
  return found;
}

/** Adds a delivery with a message of its own. */
export function testStatements(db: Db, delivery: DeliveryRow, body: string): [Statement, Statement] {
  const { messageId: id, workgroupId, type, createdAt } = delivery;
  return [
    db.insert(webhookMessages).values({ id, workgroupId, type, body, createdAt }),
    db.insert(webhookDeliveries).values(delivery),
  ];
}

/** Ends what a webhook that is paused has not delivered yet. Attempts that are under way may still succeed. */
export function dropStatement(db: Db, webhook: Owner): Statement {
  return db
    .update(webhookDeliveries)
    .set({ state: 'dropped', reason: DROPPED_BY_PAUSE, dueAt: null })
    .where(
      and(
        ofWebhook(webhook),
        eq(webhookDeliveries.state, sql`'pending'`),
        eq(webhookDeliveries.isTest, false),
        sql`EXISTS (SELECT 1 FROM ${webhooks} WHERE ${webhooks.id} = ${webhook.id} AND ${webhooks.state} = 'paused')`,
      ),
    );
}

const AGAIN = { state: 'pending', reason: null, tries: 0, claim: null } as const;
/** An attempt may be running; if it is lost, the delivery becomes due on its own. */
const isUnderWay = sql`(${webhookDeliveries.state} = 'pending' AND ${webhookDeliveries.claim} IS NOT NULL)`;

/** Sends a delivery again, with the same message. What is pending is sent now; what is under way stays as it is. */
export function redeliverStatement(db: Db, webhook: Owner, deliveryId: string, now: number) {
  return db
    .update(webhookDeliveries)
    .set({ ...AGAIN, dueAt: now })
    .where(and(ofWebhook(webhook), eq(webhookDeliveries.id, deliveryId), sql`NOT ${isUnderWay}`));
}

/** The same for all deliveries that were created in a time range and are in one of these states; tests are left out. */
export function redeliverRangeStatement(
  db: Db,
  webhook: Owner,
  range: { fromId: string; untilId: string; states: readonly DeliveryState[] },
  now: number,
) {
  return db
    .update(webhookDeliveries)
    .set({ ...AGAIN, dueAt: now })
    .where(
      and(
        ofWebhook(webhook),
        sql`${webhookDeliveries.id} >= ${range.fromId}`,
        lt(webhookDeliveries.id, range.untilId),
        sql`+${webhookDeliveries.state} IN (SELECT value FROM json_each(${JSON.stringify(range.states)}))`,
        eq(webhookDeliveries.isTest, false),
        sql`NOT ${isUnderWay}`,
      ),
    )
    .returning({ id: webhookDeliveries.id });
}
