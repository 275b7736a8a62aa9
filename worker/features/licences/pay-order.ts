import type { Actor } from '../events/event.ts';
import { actorOf } from '../events/event.ts';
import { runBatch } from '../kernel/db.ts';
import type { Deps, PaymentNews } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import { coverWaitingRuns } from './cover-runs.ts';
import { problem } from './errors.ts';
import { orderEvent, PAYMENT_SERVICE } from './licence-events.ts';
import { cancelOrder, getOrder, getPaidOrder } from './order-store.ts';
import { grantStatements, noteRefund, takeBackStatements } from './settle-order.ts';
import type { OrderRow } from './table.ts';
import { wakeAdmitted } from './wake-admitted.ts';

/** An owner says that an invoice was paid. Repeating it changes nothing. */
export async function markPaid(deps: Deps, principal: Principal, order: OrderRow): Promise<OrderRow> {
  if (order.payment === 'card') throw problem('licence-order-paid-by-card');
  if (order.state !== 'paid') await grant(deps, order, actorOf(principal));
  const after = await getOrder(deps.db, order.workgroupId, order.id);
  if (after?.state !== 'paid') throw problem('licence-order-not-open');
  return after;
}

/** Carries out what the payment service reports: in any order, late, and more than once. */
export async function settlePayment(deps: Deps, news: PaymentNews): Promise<void> {
  const order = await getPaidOrder(deps.db, news);
  if (!order) {
    // The same account of the service may sell other things.
    deps.log.info('payment-without-order', { orderId: news.orderId });
    return;
  }
  if (news.what === 'paid') await grant(deps, order, PAYMENT_SERVICE, news.paymentId);
  else if (news.what === 'expired') {
    const event = orderEvent(deps, PAYMENT_SERVICE, 'licence.order-cancelled', order);
    await cancelOrder(deps.db, order.workgroupId, order.id, event);
  } else {
    const settling = { actor: PAYMENT_SERVICE, now: deps.now() };
    await runBatch(deps.db, [
      noteRefund(deps.db, order, news.refundedAmount, news.paidAmount),
      ...takeBackStatements(
        deps.db,
        order,
        settling,
        orderEvent(deps, PAYMENT_SERVICE, 'licence.order-refunded', order),
      ),
    ]);
  }
  await deps.outbox.wake(order.workgroupId);
}

/** Grants the licences, takes back what of them was refunded already, and lets waiting runs have the rest. */
async function grant(deps: Deps, order: OrderRow, actor: Actor, paymentId?: string): Promise<void> {
  const now = deps.now();
  const settling = { actor, paymentId, now };
  await runBatch(deps.db, [
    ...grantStatements(deps.db, order, settling, orderEvent(deps, actor, 'licence.order-paid', order)),
    ...takeBackStatements(deps.db, order, settling, orderEvent(deps, actor, 'licence.order-refunded', order)),
    ...coverWaitingRuns(deps.db, order.workgroupId, deps.settings.licences, now),
  ]);
  await wakeAdmitted(deps, order.workgroupId, now);
}
