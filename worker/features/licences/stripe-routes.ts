import { Hono } from 'hono';
import type { AppEnv } from '../kernel/app.ts';
import { describe } from '../kernel/describe.ts';
import { problem } from './errors.ts';
import { settlePayment } from './pay-order.ts';
import { PaymentReceipt } from './schema.ts';

/** Mounted at `/stripe`. */
export const stripeRoutes = new Hono<AppEnv>().post(
  '/webhook',
  describe({
    tag: 'Licences',
    summary: 'Receive events of Stripe',
    description: 'For Stripe alone, which signs its requests. Events may come twice, late, and in any order.',
    answers: { 200: PaymentReceipt },
    events: ['licence.order-paid', 'licence.order-cancelled', 'licence.order-refunded'],
    problems: { 400: ['webhook-signature-invalid'], 422: ['card-payment-off'] },
    isPublic: true,
  }),
  async (c) => {
    const { deps } = c.var;
    if (!deps.payments) throw problem('card-payment-off');
    // The signature is over these bytes: parsed and written again they would be others.
    const body = await c.req.text();
    const news = await deps.payments.readWebhook(body, c.req.header('stripe-signature') ?? '', deps.now());
    if (news === null) throw problem('webhook-signature-invalid');
    if (news) await settlePayment(deps, news);
    return c.json({ received: true as const });
  },
);
