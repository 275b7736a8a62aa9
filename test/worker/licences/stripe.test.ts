import { expect, test } from 'vitest';
import type { LicenceWorld } from './licence-world.ts';
import {
  balanceOf,
  createLicenceWorld,
  endRun,
  expectStatus,
  expired,
  ledgerOf,
  order,
  paid,
  refunded,
  send,
  signedBy,
  start,
  stripeEvent,
  WEBHOOK_SECRET,
} from './licence-world.ts';
import { makeProject } from '../harness.ts';

const PRICE = 1000;

async function cardOrder(quantity: number): Promise<{ world: LicenceWorld; id: string }> {
  const world = await createLicenceWorld();
  return { world, id: String((await order(world.ask, quantity, { payment: 'card' })).id) };
}

const stateOf = async ({ ask }: LicenceWorld, id: string): Promise<string> =>
  (await expectStatus(ask('GET', `/api/licence-orders/${id}`), 200)).state;

test('an event twice, and twenty times at once: exactly as many licences as were bought', async () => {
  const { world, id } = await cardOrder(7);
  const body = paid(id);
  expect((await send(world, body)).body).toEqual({ received: true });
  expect((await send(world, body)).status).toBe(200);
  const all = await Promise.all(Array.from({ length: 20 }, () => send(world, paid(id))));
  expect(all.map(({ status }) => status)).toEqual(all.map(() => 200));
  expect(await balanceOf(world.ask)).toBe(7);
  expect(await ledgerOf(world.ask)).toHaveLength(1);
  expect(await stateOf(world, id)).toBe('paid');
});

test('an event after a forced failure in the middle of its batch: nothing of the first time stays, and all of the second', async () => {
  const { world, id } = await cardOrder(7);
  const { $client } = world.harness.deps.db;
  await $client
    .prepare(
      `CREATE TRIGGER forced_failure BEFORE UPDATE ON licence_orders WHEN NEW.state = 'paid' BEGIN SELECT RAISE(ABORT, 'forced'); END`,
    )
    .run();
  const body = paid(id);
  expect((await send(world, body)).status).toBe(500);
  expect(await ledgerOf(world.ask)).toEqual([]);
  await $client.prepare('DROP TRIGGER forced_failure').run();
  expect((await send(world, body)).status).toBe(200);
  expect((await send(world, body)).status).toBe(200);
  expect(await balanceOf(world.ask)).toBe(7);
  const { items } = await expectStatus(world.ask('GET', '/api/events?type=licence.order-paid'), 200);
  expect(items).toHaveLength(1);
});

test('every order of payment, expiry and refund leads to the same balance', async () => {
  const world = await createLicenceWorld();
  const news = (id: string) => ({
    paid: paid(id),
    expired: expired(id),
    part: refunded(id, 2 * PRICE, 10 * PRICE),
    more: refunded(id, 5 * PRICE, 10 * PRICE),
  });
  const names = ['paid', 'expired', 'part', 'more'] as const;
  let before = 0;
  for (const sequence of permutations([...names])) {
    const id = String((await order(world.ask, 10, { payment: 'card' })).id);
    const bodies = news(id);
    for (const name of sequence) {
      expect((await send(world, bodies[name])).status, sequence.join()).toBe(200);
      expect((await send(world, bodies[name])).status, sequence.join()).toBe(200);
    }
    expect(await balanceOf(world.ask), sequence.join()).toBe(before + 5);
    before += 5;
    expect(await stateOf(world, id), sequence.join()).toBe('paid');
  }
});

test('a payment that takes days counts when it succeeds, and not before', async () => {
  const { world, id } = await cardOrder(4);
  const session = { payment_intent: `pi_${id}`, metadata: { orderId: id } };
  await send(world, stripeEvent('checkout.session.completed', { ...session, payment_status: 'unpaid' }));
  expect(await balanceOf(world.ask)).toBe(0);
  await send(world, stripeEvent('checkout.session.async_payment_succeeded', { ...session, payment_status: 'paid' }));
  expect(await balanceOf(world.ask)).toBe(4);
});

test('a refund takes back what is not in use, and never more', async () => {
  const { world, id } = await cardOrder(3);
  await send(world, paid(id));
  const { projectId, mailboxIds } = await makeProject(world.ask, 2);
  await expectStatus(start(world.ask, projectId, mailboxIds.map(String)), 201);
  await endRun(world, projectId, String(mailboxIds[0]), { status: 'completed', itemsDone: 1 });
  expect(await balanceOf(world.ask)).toBe(1);
  await Promise.all([send(world, refunded(id, 3 * PRICE, 3 * PRICE)), send(world, refunded(id, 3 * PRICE, 3 * PRICE))]);
  expect(await balanceOf(world.ask)).toBe(0);
  expect(await stateOf(world, id)).toBe('refunded');
  expect((await ledgerOf(world.ask)).filter(({ type }) => type === 'refunded')).toMatchObject([{ amount: -1 }]);
  // A late report of the payment grants nothing again.
  await send(world, paid(id));
  expect(await balanceOf(world.ask)).toBe(0);
});

test('an order that is paid lets waiting mailboxes continue', async () => {
  const { world, id } = await cardOrder(1);
  const { projectId, mailboxIds } = await makeProject(world.ask, 2);
  await expectStatus(start(world.ask, projectId, mailboxIds.map(String)), 201);
  world.harness.calls.length = 0;
  await send(world, paid(id));
  expect(world.harness.calls.map(([what]) => what)).toEqual(['enqueue']);
  expect((await expectStatus(world.ask('GET', '/api/licences'), 200)).waitingMailboxes).toBe(1);
});

test('only what Stripe has signed lately, over these very bytes, is believed', async () => {
  const { world, id } = await cardOrder(7);
  const body = paid(id);
  const now = world.harness.deps.now();
  const post = (text: string, signature: string) =>
    world.harness.ask('POST', '/api/stripe/webhook', { text, headers: { 'stripe-signature': signature } });
  const good = await signedBy(WEBHOOK_SECRET, body, now);
  for (const [what, answer] of [
    ['none', await world.harness.ask('POST', '/api/stripe/webhook', { text: body })],
    ['another secret', await post(body, await signedBy('whsec_of_others', body, now))],
    ['ten minutes old', await post(body, await signedBy(WEBHOOK_SECRET, body, now - 600_000))],
    ['of another body', await post(paid(id), good)],
    ['of the same JSON with other spaces', await post(JSON.stringify(JSON.parse(body)), good)],
    ['cut off', await post(body, good.slice(0, -2))],
    ['no signature at all', await post(body, `t=${String(Math.floor(now / 1000))}`)],
  ] as const)
    expect(answer, what).toMatchObject({ status: 400, body: { code: 'webhook-signature-invalid' } });
  expect(await balanceOf(world.ask)).toBe(0);
  // While a secret is rotated, Stripe signs with both.
  const [time = '', ours = ''] = good.split(',');
  expect((await post(body, `${time},v1=${'0'.repeat(64)},${ours},v0=abc`)).status).toBe(200);
  expect(await balanceOf(world.ask)).toBe(7);
});

test('events of orders that are not ours, and of other kinds, change nothing', async () => {
  const { world, id } = await cardOrder(7);
  const invoice = String((await order(world.ask, 3)).id);
  for (const body of [
    paid('lor_unknown'),
    paid(invoice),
    refunded('lor_unknown', 1, 1),
    stripeEvent('checkout.session.completed', { payment_status: 'unpaid', metadata: { orderId: id } }),
    stripeEvent('checkout.session.completed', { payment_status: 'paid', metadata: null, payment_intent: null }),
    stripeEvent('customer.created', { metadata: { orderId: id } }),
  ])
    expect((await send(world, body)).status).toBe(200);
  expect(await balanceOf(world.ask)).toBe(0);
  expect(await stateOf(world, id)).toBe('open');
});

function permutations<T>(items: T[]): T[][] {
  if (items.length < 2) return [items];
  return items.flatMap((item, index) =>
    permutations([...items.slice(0, index), ...items.slice(index + 1)]).map((rest) => [item, ...rest]),
  );
}
