import { problemsOf } from '../../lib/problem.ts';

export const problem = problemsOf({
  'licence-order-not-found': {
    status: 404,
    title: 'No such order',
    cause: 'Your workgroup has no licence order with this id.',
    remedy: 'Find the id in the list of orders.',
  },
  'licence-order-not-open': {
    status: 409,
    title: 'The order is not open',
    cause: 'Only an open order can be paid or cancelled.',
    remedy: 'Reload the list of orders.',
  },
  'licence-order-paid-by-card': {
    status: 409,
    title: 'The order is paid by card',
    cause: 'The payment service reports when a card was charged. Nobody can mark such an order as paid.',
    remedy: 'Pay by card, or cancel the order and place one by invoice.',
  },
  'card-payment-off': {
    status: 422,
    title: 'Payment by card is off',
    cause: 'This installation has no keys of Stripe.',
    remedy: 'Pay by invoice, or set STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET.',
  },
  'card-payment-failed': {
    status: 502,
    title: 'The payment page could not be opened',
    cause: 'Stripe did not answer, or refused the request. Nothing was charged.',
    remedy: 'Try again later, or pay by invoice. The log has the details.',
  },
  'webhook-signature-invalid': {
    status: 400,
    title: 'Signature not valid',
    cause: 'The request is not signed with the webhook secret of this installation, or its signature is too old.',
    remedy: 'Check STRIPE_WEBHOOK_SECRET against the endpoint in the Stripe dashboard.',
  },
  'too-few-licences': {
    status: 409,
    title: 'Not enough licences',
    cause: 'More licences are needed than are left.',
    remedy: 'Buy licences under Settings → Licences, or choose fewer users.',
  },
  'customer-user-not-found': {
    status: 404,
    title: 'No such user',
    cause: 'The customer has no user with this id.',
    remedy: 'Find the id in the list of the customer’s users.',
  },
  'licence-assignment-not-found': {
    status: 404,
    title: 'No such licence',
    cause: 'Your workgroup has applied no licence with this id.',
    remedy: 'Find the id in the list of the customer’s licences.',
  },
  'licence-in-use': {
    status: 409,
    title: 'The licence is in use',
    cause: 'A pass runs with this licence, or has copied items with it. A used licence cannot be revoked.',
    remedy: 'If nothing has been copied yet, stop the pass and revoke the licence then.',
  },
});
