import type { z } from 'zod';
import { LICENCE_NAMES } from '../../lib/licence-facts.ts';
import type { NewLicenceOrder } from '../../lib/new-licence-order.ts';
import { actorOf } from '../events/event.ts';
import { isUniqueViolation } from '../kernel/db.ts';
import type { Deps, Payments } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import { problem } from './errors.ts';
import { orderEvent } from './licence-events.ts';
import { cancelOrder, createOrder, nextOrderNumber, setCheckout } from './order-store.ts';
import type { OrderRow } from './table.ts';

const MOST_ATTEMPTS = 20;

/** The order, and for a card the address of the payment page. */
export type Placed = { order: OrderRow; checkoutUrl: string | null };

/** Places an order at the prices of now. With a card it is paid on a page of the payment service. */
export async function placeOrder(
  deps: Deps,
  principal: Principal,
  request: z.output<typeof NewLicenceOrder>,
): Promise<Placed> {
  const { payments } = deps;
  if (request.payment === 'card' && !payments) throw problem('card-payment-off');
  const { currency, unitAmounts } = deps.settings.licences;
  const order = await writeOrder(deps, principal, {
    id: deps.newId('lor'),
    workgroupId: principal.workgroupId,
    number: 0,
    ...request,
    unitAmount: unitAmounts[request.kind],
    currency,
    state: 'open',
    createdBy: principal.actorId,
    createdByName: principal.actorName,
    createdAt: deps.now(),
    paidAt: null,
    checkoutId: null,
    paymentId: null,
    refunded: 0,
    refundedInLedger: 0,
  });
  if (request.payment !== 'card' || !payments) return { order, checkoutUrl: null };
  return { order, checkoutUrl: await openCheckout(deps, payments, principal, order) };
}

/** Two orders at once may want the same number: the slower one takes the next. */
async function writeOrder(deps: Deps, principal: Principal, row: OrderRow): Promise<OrderRow> {
  for (let attempt = 1; ; attempt += 1) {
    const order = { ...row, number: await nextOrderNumber(deps.db, row.workgroupId) };
    try {
      const event = orderEvent(deps, actorOf(principal), 'licence.ordered', order);
      await createOrder(deps.db, row.workgroupId, order, event);
      return order;
    } catch (error) {
      if (!isUniqueViolation(error, 'licence_orders.number') || attempt === MOST_ATTEMPTS) throw error;
    }
  }
}

async function openCheckout(deps: Deps, payments: Payments, principal: Principal, order: OrderRow): Promise<string> {
  try {
    const { checkoutId, url } = await payments.createCheckout({
      orderId: order.id,
      name: LICENCE_NAMES[order.kind],
      quantity: order.quantity,
      unitAmount: order.unitAmount,
      currency: order.currency,
      email: order.billingAddress.email,
      returnUrl: `${deps.settings.publicUrl}/settings/licences`,
    });
    await setCheckout(deps.db, order.workgroupId, order.id, checkoutId);
    return url;
  } catch (error) {
    deps.log.error('checkout-not-created', { orderId: order.id, error });
    const event = orderEvent(deps, actorOf(principal), 'licence.order-cancelled', order);
    await cancelOrder(deps.db, order.workgroupId, order.id, event);
    throw problem('card-payment-failed');
  }
}
