import { Hono } from 'hono';
import { actorOf } from '../events/event.ts';
import type { AppContext, AppEnv } from '../kernel/app.ts';
import { describe } from '../kernel/describe.ts';
import { cutPage, PageQuery } from '../kernel/page.ts';
import { valid } from '../kernel/validate.ts';
import { problem } from './errors.ts';
import { orderEvent } from './licence-events.ts';
import { cancelOrder, getOrder, listOrders } from './order-store.ts';
import { markPaid } from './pay-order.ts';
import { placeOrder } from './place-order.ts';
import { presentOrder } from './present.ts';
import { Checkout, LicenceOrder, LicenceOrderPage, LicenceOrderRequest, PlacedOrder } from './schema.ts';
import type { OrderRow } from './table.ts';

const tag = 'Licences';
const NOT_FOUND = { 404: ['licence-order-not-found'] };

async function requireOrder(c: AppContext, orderId: string): Promise<OrderRow> {
  const row = await getOrder(c.var.deps.db, c.var.principal.workgroupId, orderId);
  if (!row) throw problem('licence-order-not-found');
  return row;
}

/** Mounted at `/licence-orders`. */
export const licenceOrderRoutes = new Hono<AppEnv>()
  .get(
    '/',
    describe({
      tag,
      action: 'licence.audit',
      summary: 'List orders, latest first',
      answers: { 200: LicenceOrderPage },
    }),
    valid('query', PageQuery),
    async (c) => {
      const { deps, principal } = c.var;
      const { cursor, limit } = c.req.valid('query');
      const rows = await listOrders(deps.db, principal.workgroupId, { cursor, limit: limit + 1 });
      const page = cutPage(rows, limit);
      return c.json({ items: page.rows.map(presentOrder), nextCursor: page.nextCursor });
    },
  )
  .post(
    '/',
    describe({
      tag,
      action: 'licence.purchase',
      summary: 'Order licences',
      description:
        'At the prices of `GET /api/licences`. With `invoice`, the licences are available once an owner marks the order as paid. With `card`, the order is paid at `checkoutUrl`, a page of Stripe.',
      answers: { 201: PlacedOrder },
      events: ['licence.ordered', 'licence.order-cancelled'],
      problems: { 422: ['validation-failed', 'card-payment-off'], 502: ['card-payment-failed'] },
    }),
    valid('json', LicenceOrderRequest),
    async (c) => {
      const { order, checkoutUrl } = await placeOrder(c.var.deps, c.var.principal, c.req.valid('json'));
      return c.json({ ...presentOrder(order), checkoutUrl }, 201);
    },
  )
  .get(
    '/:id',
    describe({
      tag,
      action: 'licence.audit',
      summary: 'Get an order',
      answers: { 200: LicenceOrder },
      problems: NOT_FOUND,
    }),
    async (c) => c.json(presentOrder(await requireOrder(c, c.req.param('id')))),
  )
  .post(
    '/:id/mark-paid',
    describe({
      tag,
      action: 'licence.mark-paid',
      summary: 'Mark an order as paid',
      description: 'For orders by invoice. Repeating it changes nothing.',
      answers: { 200: LicenceOrder },
      events: ['licence.order-paid'],
      problems: { ...NOT_FOUND, 409: ['licence-order-not-open', 'licence-order-paid-by-card'] },
    }),
    async (c) => {
      const order = await requireOrder(c, c.req.param('id'));
      return c.json(presentOrder(await markPaid(c.var.deps, c.var.principal, order)));
    },
  )
  .post(
    '/:id/cancel',
    describe({
      tag,
      action: 'licence.purchase',
      summary: 'Cancel an open order',
      answers: { 200: LicenceOrder },
      events: ['licence.order-cancelled'],
      problems: { ...NOT_FOUND, 409: ['licence-order-not-open'] },
    }),
    async (c) => {
      const { deps, principal } = c.var;
      const order = await requireOrder(c, c.req.param('id'));
      const event = orderEvent(deps, actorOf(principal), 'licence.order-cancelled', order);
      if (!(await cancelOrder(deps.db, order.workgroupId, order.id, event))) throw problem('licence-order-not-open');
      return c.json(presentOrder({ ...order, state: 'cancelled' }));
    },
  )
  .post(
    '/:id/checkout',
    describe({
      tag,
      action: 'licence.purchase',
      summary: 'Get the payment page of an open order',
      answers: { 200: Checkout },
      events: { none: 'It only finds the payment page again.' },
      problems: { ...NOT_FOUND, 409: ['licence-order-not-open'], 502: ['card-payment-failed'] },
    }),
    async (c) => {
      const { deps } = c.var;
      const order = await requireOrder(c, c.req.param('id'));
      if (order.state !== 'open' || order.checkoutId === null || !deps.payments)
        throw problem('licence-order-not-open');
      let checkoutUrl: string | null;
      try {
        checkoutUrl = await deps.payments.getCheckoutUrl(order.checkoutId);
      } catch (error) {
        deps.log.error('checkout-not-found', { orderId: order.id, error });
        throw problem('card-payment-failed');
      }
      if (checkoutUrl === null) throw problem('licence-order-not-open', 'The payment page has expired or is paid.');
      return c.json({ checkoutUrl });
    },
  );
