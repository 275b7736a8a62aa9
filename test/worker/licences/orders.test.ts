import { expect, test } from 'vitest';
import { createPayments } from '../../../worker/runtime/platform/stripe.ts';
import { licenceSettings } from '../../../worker/runtime/platform/licence-settings.ts';
import type { Loose } from '../harness.ts';
import { createHarness, signUp } from '../harness.ts';
import { ADDRESS, balanceOf, createLicenceWorld, expectStatus, ledgerOf, order } from './licence-world.ts';

test('an order by invoice has a number, its net amount and the billing address; an owner marks it as paid, once', async () => {
  const { ask } = await createLicenceWorld();
  const placed = await order(ask, 12, { kind: 'user-bundle' });
  expect(placed).toMatchObject({
    number: 'L-0001',
    kind: 'user-bundle',
    quantity: 12,
    unitAmount: 1500,
    netAmount: 18_000,
    currency: 'EUR',
    billingAddress: { ...ADDRESS, taxId: '' },
    payment: 'invoice',
    state: 'open',
    checkoutUrl: null,
    createdBy: 'test',
    paidAt: null,
  });
  expect(await balanceOf(ask, 'user-bundle')).toBe(0);
  const path = `/api/licence-orders/${String(placed.id)}/mark-paid`;
  const answers = await Promise.all(Array.from({ length: 10 }, () => ask('POST', path)));
  expect(answers.map(({ status, body }) => [status, body.state])).toEqual(answers.map(() => [200, 'paid']));
  expect(await balanceOf(ask, 'user-bundle')).toBe(12);
  expect(await ledgerOf(ask)).toMatchObject([
    { type: 'purchased', amount: 12, subject: 'L-0001', actor: { name: 'test' } },
  ]);
  expect((await order(ask, 1)).number).toBe('L-0002');
});

test('orders placed at once get different numbers', async () => {
  const { ask } = await createLicenceWorld();
  const placed = await Promise.all(Array.from({ length: 8 }, () => order(ask, 1)));
  expect(new Set(placed.map(({ number }) => number as string)).size).toBe(8);
});

test('a cancelled order grants nothing and cannot be paid', async () => {
  const { ask } = await createLicenceWorld();
  const { id } = await order(ask, 3);
  expect(await expectStatus(ask('POST', `/api/licence-orders/${String(id)}/cancel`), 200)).toMatchObject({
    state: 'cancelled',
  });
  for (const action of ['mark-paid', 'cancel'])
    expect(await ask('POST', `/api/licence-orders/${String(id)}/${action}`)).toMatchObject({
      status: 409,
      body: { code: 'licence-order-not-open' },
    });
  expect(await balanceOf(ask)).toBe(0);
});

test('what is wrong with an order is said field by field', async () => {
  const { ask } = await createLicenceWorld();
  const body = { kind: 'mailbox', quantity: 0, payment: 'cash', billingAddress: { ...ADDRESS, city: ' ', email: 'x' } };
  const answer = await ask('POST', '/api/licence-orders', { body });
  expect(answer.status).toBe(422);
  expect(answer.body.errors.map(({ path }: Loose) => path)).toEqual([
    'quantity',
    'billingAddress.city',
    'billingAddress.email',
    'payment',
  ]);
});

test('an order by card leads to a page of Stripe, which knows the order and gets no address of a card', async () => {
  const { ask, stripeCalls } = await createLicenceWorld();
  const placed = await order(ask, 2, { payment: 'card' });
  expect(placed).toMatchObject({ state: 'open', checkoutUrl: 'https://checkout.example/cs_test_1' });
  const [call] = stripeCalls;
  expect(call).toMatchObject({ method: 'POST', path: '/v1/checkout/sessions', idempotencyKey: placed.id });
  expect(Object.fromEntries(call!.form)).toMatchObject({
    mode: 'payment',
    client_reference_id: placed.id,
    customer_email: ADDRESS.email,
    'line_items[0][quantity]': '2',
    'line_items[0][price_data][currency]': 'eur',
    'line_items[0][price_data][unit_amount]': '1000',
    'metadata[orderId]': placed.id,
    'payment_intent_data[metadata][orderId]': placed.id,
  });
  const again = await expectStatus(ask('POST', `/api/licence-orders/${String(placed.id)}/checkout`), 200);
  expect(again).toEqual({ checkoutUrl: 'https://checkout.example/cs_test_2' });
  expect(await ask('POST', `/api/licence-orders/${String(placed.id)}/mark-paid`)).toMatchObject({
    status: 409,
    body: { code: 'licence-order-paid-by-card' },
  });
});

test('where Stripe does not answer, the order is cancelled and nothing was charged', async () => {
  const { ask, stripe } = await createLicenceWorld();
  stripe.answer = () =>
    Response.json({ error: { message: 'No such key', type: 'invalid_request_error' } }, { status: 401 });
  const body = { kind: 'mailbox', quantity: 1, payment: 'card', billingAddress: ADDRESS };
  expect(await ask('POST', '/api/licence-orders', { body })).toMatchObject({
    status: 502,
    body: { code: 'card-payment-failed' },
  });
  expect((await ask('GET', '/api/licence-orders')).body.items).toMatchObject([{ state: 'cancelled' }]);
});

test('without keys of Stripe there is no payment by card, and no webhook', async () => {
  expect(createPayments({ STRIPE_SECRET_KEY: 'sk_test_x' })).toBeUndefined();
  expect(createPayments({ STRIPE_WEBHOOK_SECRET: 'whsec_x' })).toBeUndefined();
  const harness = createHarness();
  const { ask } = await signUp(harness);
  expect((await ask('GET', '/api/licences')).body.payments).toEqual(['invoice']);
  const body = { kind: 'mailbox', quantity: 1, payment: 'card', billingAddress: ADDRESS };
  expect(await ask('POST', '/api/licence-orders', { body })).toMatchObject({ body: { code: 'card-payment-off' } });
  expect(await harness.ask('POST', '/api/stripe/webhook', { body: {} })).toMatchObject({
    body: { code: 'card-payment-off' },
  });
});

test('prices and limits are settings of the installation', () => {
  expect(licenceSettings({})).toEqual({
    currency: 'EUR',
    unitAmounts: { mailbox: 1000, 'user-bundle': 1500 },
    mailboxLimitBytes: 50_000_000_000,
  });
  const own = { LICENCE_CURRENCY: 'usd', LICENCE_MAILBOX_PRICE: '12.5', LICENCE_USER_BUNDLE_PRICE: '0.99' };
  expect(licenceSettings({ ...own, LICENCE_MAILBOX_LIMIT_GB: '0.5' })).toEqual({
    currency: 'USD',
    unitAmounts: { mailbox: 1250, 'user-bundle': 99 },
    mailboxLimitBytes: 500_000_000,
  });
  expect(licenceSettings({ LICENCE_CURRENCY: 'JPY', LICENCE_MAILBOX_PRICE: '1500' }).unitAmounts.mailbox).toBe(1500);
  for (const wrong of [
    { LICENCE_CURRENCY: 'euro' },
    { LICENCE_MAILBOX_PRICE: '-1' },
    { LICENCE_MAILBOX_PRICE: '1.005' },
    { LICENCE_MAILBOX_PRICE: 'free' },
    { LICENCE_MAILBOX_LIMIT_GB: '0' },
  ])
    expect(() => licenceSettings(wrong), JSON.stringify(wrong)).toThrow(/^LICENCE_/);
});
