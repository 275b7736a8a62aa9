import type Stripe from 'stripe';
import type { PaymentNews, Payments } from '../../features/kernel/deps.ts';

/** How old a signature may be. Stripe signs again whenever it sends an event again. */
const TOLERANCE_S = 300;
const TIMEOUT_MS = 20_000;

/** Payment by card at Stripe. Undefined without its keys: without that of the webhook nobody would learn of a payment. */
export function createPayments(
  {
    STRIPE_SECRET_KEY: key,
    STRIPE_WEBHOOK_SECRET: secret,
  }: { STRIPE_SECRET_KEY?: string; STRIPE_WEBHOOK_SECRET?: string },
  fetcher: typeof fetch = (input, init) => fetch(input, init),
): Payments | undefined {
  if (!key || !secret) return undefined;
  // Loaded when it is needed first: most requests never need it.
  const open = async () => {
    const { default: Service } = await import('stripe');
    const httpClient = Service.createFetchHttpClient(fetcher);
    return { Service, stripe: new Service(key, { httpClient, timeout: TIMEOUT_MS, telemetry: false }) };
  };
  return {
    async createCheckout({ orderId, name, quantity, unitAmount, currency, email, returnUrl }) {
      const { stripe } = await open();
      const metadata = { orderId };
      const session = await stripe.checkout.sessions.create(
        {
          mode: 'payment',
          client_reference_id: orderId,
          customer_email: email,
          line_items: [
            {
              quantity,
              price_data: {
                currency: currency.toLowerCase(),
                unit_amount: unitAmount,
                product_data: { name },
              },
            },
          ],
          metadata,
          // Refunds are reported of the charge, which has the metadata of its payment.
          payment_intent_data: { metadata },
          success_url: `${returnUrl}?paid=${orderId}`,
          cancel_url: returnUrl,
        },
        { idempotencyKey: orderId },
      );
      if (session.url === null) throw new Error('Stripe made a checkout without an address.');
      return { checkoutId: session.id, url: session.url };
    },
    async getCheckoutUrl(checkoutId) {
      const { stripe } = await open();
      const { status, url } = await stripe.checkout.sessions.retrieve(checkoutId);
      return status === 'open' ? url : null;
    },
    async readWebhook(body, signature, now) {
      const { Service, stripe } = await open();
      try {
        const crypto = Service.createSubtleCryptoProvider();
        return newsOf(await stripe.webhooks.constructEventAsync(body, signature, secret, TOLERANCE_S, crypto, now));
      } catch (error) {
        if (error instanceof Service.errors.StripeSignatureVerificationError) return null;
        throw error;
      }
    },
  };
}

/** What an event says of an order; undefined for all that concern none. */
function newsOf(event: Stripe.Event): PaymentNews | undefined {
  switch (event.type) {
    case 'checkout.session.completed':
    case 'checkout.session.async_payment_succeeded': {
      // Some ways of payment take days: their success comes as an event of its own.
      const session = event.data.object;
      return session.payment_status === 'paid' ? { what: 'paid', ...orderOf(session) } : undefined;
    }
    case 'checkout.session.expired':
    case 'checkout.session.async_payment_failed':
      return { what: 'expired', ...orderOf(event.data.object) };
    case 'charge.refunded': {
      const { amount, amount_refunded: refundedAmount } = event.data.object;
      return { what: 'refunded', ...orderOf(event.data.object), refundedAmount, paidAmount: amount };
    }
    default:
      return undefined;
  }
}

function orderOf({
  metadata,
  payment_intent: payment,
}: Pick<Stripe.Charge, 'payment_intent'> & { metadata: Stripe.Metadata | null }) {
  const paymentId = typeof payment === 'string' ? payment : payment?.id;
  const orderId = metadata?.orderId;
  return { ...(orderId && { orderId }), ...(paymentId && { paymentId }) };
}
