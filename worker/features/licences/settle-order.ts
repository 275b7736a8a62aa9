import type { SQL } from 'drizzle-orm';
import { and, eq, inArray, sql } from 'drizzle-orm';
import { orderNumber } from '../../lib/licence-facts.ts';
import type { Actor, NewEvent } from '../events/event.ts';
import { eventStatement } from '../events/event-statement.ts';
import type { Db, Statement } from '../kernel/db.ts';
import { balanceOf } from './balance.ts';
import type { OrderRow } from './table.ts';
import { licenceEntries, licenceOrders } from './table.ts';

/*
 * What payments and refunds do to an order and the ledger. News may come twice, late and in any order, so each statement
 * decides by what the database has: an order is granted once, and a refund is followed once the order is granted.
 */

type Settling = { actor: Actor; paymentId?: string | undefined; now: number };

/**
 * Grants the licences of an order that is not paid yet. Money that arrives for a cancelled order is taken for what it is:
 * the payment page was paid before it was closed.
 */
export function grantStatements(
  db: Db,
  order: OrderRow,
  { actor, paymentId, now }: Settling,
  event: NewEvent,
): Statement[] {
  const isUnpaid = and(
    ofOrder(order),
    inArray(licenceOrders.state, order.payment === 'card' ? ['open', 'cancelled'] : ['open']),
  );
  return [
    db.insert(licenceEntries).select(
      sql`SELECT NULL, 'lic_' || substr(${licenceOrders.id}, 5) || 'p', ${order.workgroupId}, ${now}, ${licenceOrders.kind}, 'purchased', ${licenceOrders.quantity},
        ${licenceOrders.id}, NULL, NULL, NULL, ${orderNumber(order.number)}, ${actor.kind}, ${actor.id}, ${actor.name}
        FROM ${licenceOrders} WHERE ${isUnpaid}`,
    ),
    eventStatement(db, order.workgroupId, event),
    db
      .update(licenceOrders)
      .set({ state: 'paid', paidAt: now, ...(paymentId !== undefined && { paymentId }) })
      .where(isUnpaid),
  ];
}

/** Notes how much of its payment was refunded, as a part of its licences: the most that was ever reported. */
export function noteRefund(db: Db, order: OrderRow, refundedAmount: number, paidAmount: number): Statement {
  const part = paidAmount > 0 ? Math.min(1, refundedAmount / paidAmount) : 1;
  return db
    .update(licenceOrders)
    .set({ refunded: sql`max(${licenceOrders.refunded}, ${Math.floor(order.quantity * part)})` })
    .where(ofOrder(order));
}

/** Takes back what was refunded of an order that has been granted: of its licences as many as are not in use. */
export function takeBackStatements(db: Db, order: OrderRow, { actor, now }: Settling, event: NewEvent): Statement[] {
  const due = and(
    ofOrder(order),
    eq(licenceOrders.state, 'paid'),
    sql`${licenceOrders.refunded} > ${licenceOrders.refundedInLedger}`,
  );
  const count = sql`min(${licenceOrders.refunded} - ${licenceOrders.refundedInLedger}, ${balanceOf(order.workgroupId, order.kind)})`;
  return [
    db.insert(licenceEntries).select(
      sql`SELECT NULL, 'lic_' || substr(${licenceOrders.id}, 5) || 'u' || ${licenceOrders.refunded}, ${order.workgroupId}, ${now}, ${licenceOrders.kind}, 'refunded', -${count},
        ${licenceOrders.id}, NULL, NULL, NULL, ${orderNumber(order.number)}, ${actor.kind}, ${actor.id}, ${actor.name}
        FROM ${licenceOrders} WHERE ${due}`,
    ),
    eventStatement(db, order.workgroupId, event),
    db
      .update(licenceOrders)
      .set({
        refundedInLedger: sql`${licenceOrders.refunded}`,
        state: sql`CASE WHEN ${licenceOrders.refunded} >= ${licenceOrders.quantity} THEN 'refunded' ELSE ${licenceOrders.state} END`,
      })
      .where(due),
  ];
}

function ofOrder({ id, workgroupId }: OrderRow): SQL {
  return sql`${licenceOrders.workgroupId} = ${workgroupId} AND ${licenceOrders.id} = ${id}`;
}
