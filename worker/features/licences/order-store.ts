import { and, desc, eq, lt, or, sql } from 'drizzle-orm';
import type { NewEvent } from '../events/event.ts';
import { eventStatement } from '../events/event-statement.ts';
import type { Db } from '../kernel/db.ts';
import type { OrderRow } from './table.ts';
import { licenceOrders } from './table.ts';

/** Latest first. */
export async function listOrders(
  db: Db,
  workgroupId: string,
  page: { cursor?: string | undefined; limit: number },
): Promise<OrderRow[]> {
  return db
    .select()
    .from(licenceOrders)
    .where(
      and(
        eq(licenceOrders.workgroupId, workgroupId),
        page.cursor === undefined ? undefined : lt(licenceOrders.id, page.cursor),
      ),
    )
    .orderBy(desc(licenceOrders.id))
    .limit(page.limit);
}

export async function getOrder(db: Db, workgroupId: string, orderId: string): Promise<OrderRow | undefined> {
  const [row] = await db
    .select()
    .from(licenceOrders)
    .where(and(eq(licenceOrders.workgroupId, workgroupId), eq(licenceOrders.id, orderId)));
  return row;
}

/** The order that a payment is for, of whatever workgroup: this is how the workgroup of a payment is found. */
export async function getPaidOrder(
  db: Db,
  { orderId = '', paymentId = '' }: { orderId?: string; paymentId?: string },
): Promise<OrderRow | undefined> {
  const [row] = await db
    .select()
    .from(licenceOrders)
    .where(
      and(eq(licenceOrders.payment, 'card'), or(eq(licenceOrders.id, orderId), eq(licenceOrders.paymentId, paymentId))),
    )
    .limit(1);
  return row;
}

/** The number that the next order of a workgroup gets. Its index refuses a number that another has taken meanwhile. */
export async function nextOrderNumber(db: Db, workgroupId: string): Promise<number> {
  const [row] = await db
    .select({ number: sql<number>`coalesce(max(${licenceOrders.number}), 0) + 1` })
    .from(licenceOrders)
    .where(eq(licenceOrders.workgroupId, workgroupId));
  return row?.number ?? 1;
}

export async function createOrder(db: Db, workgroupId: string, row: OrderRow, event: NewEvent): Promise<void> {
  await db.batch([db.insert(licenceOrders).values({ ...row, workgroupId }), eventStatement(db, workgroupId, event)]);
}

export async function setCheckout(db: Db, workgroupId: string, orderId: string, checkoutId: string): Promise<void> {
  await db
    .update(licenceOrders)
    .set({ checkoutId })
    .where(and(eq(licenceOrders.workgroupId, workgroupId), eq(licenceOrders.id, orderId)));
}

/** Cancels an open order. True if it was open. */
export async function cancelOrder(db: Db, workgroupId: string, orderId: string, event: NewEvent): Promise<boolean> {
  const [cancelled] = await db.batch([
    db
      .update(licenceOrders)
      .set({ state: 'cancelled' })
      .where(
        and(eq(licenceOrders.workgroupId, workgroupId), eq(licenceOrders.id, orderId), eq(licenceOrders.state, 'open')),
      )
      .returning({ id: licenceOrders.id }),
    eventStatement(db, workgroupId, event),
  ]);
  return cancelled.length > 0;
}
