import type { Attack } from './attacks.ts';

const SETTLE = 'worker/features/licences/settle-order.ts';
const test = (name: string) => ({ point: 15, kind: 'worker', file: `test/worker/licences/${name}.test.ts` }) as const;

/** On orders, payments and the balance of licences. */
export const LICENCE_ATTACKS: readonly Attack[] = [
  {
    ...test('runs'),
    attack: 'many passes at once take the last licence',
    test: 'a single licence and 20 parallel starts',
    without: {
      file: 'worker/features/licences/cover-runs.ts',
      from: "LIMIT (SELECT max(0, ${balanceOf(workgroupId, 'mailbox')}))",
      to: 'LIMIT 1000',
    },
  },
  {
    ...test('assignments'),
    attack: 'more licences are applied than there are',
    test: 'licences are applied to all selected users or to none',
    without: {
      file: 'worker/features/licences/assignment-store.ts',
      from: ' AND (SELECT count(*) FROM ${needy}) <= ${balanceOf(workgroupId, kind)}',
      to: '',
    },
  },
  {
    ...test('assignments'),
    attack: 'a licence is revoked once a pass has used it, and goes to someone else',
    test: 'a licence can be revoked until it is used',
    without: {
      file: 'worker/features/licences/assignment-store.ts',
      from: 'isAnyOf(licenceAssignments.id, ids), IS_UNUSED)',
      to: 'isAnyOf(licenceAssignments.id, ids))',
    },
  },
  {
    ...test('stripe'),
    attack: 'anyone reports a payment',
    test: 'only what Stripe has signed lately',
    without: {
      file: 'worker/runtime/platform/stripe.ts',
      from: 'await stripe.webhooks.constructEventAsync(body, signature, secret, TOLERANCE_S, crypto, now)',
      to: 'JSON.parse(body)',
    },
  },
  {
    ...test('stripe'),
    attack: 'a payment that is reported twice counts twice',
    test: 'an event twice, and twenty times at once',
    without: {
      file: SETTLE,
      from: "    inArray(licenceOrders.state, order.payment === 'card' ? ['open', 'cancelled'] : ['open']),\n",
      to: '',
    },
  },
  {
    ...test('stripe'),
    attack: 'licences stay after their payment is refunded',
    test: 'a refund takes back what is not in use',
    without: { file: SETTLE, from: "'refunded', -${count},", to: "'refunded', 0 * ${count}," },
  },
  {
    ...test('stripe'),
    attack: 'a payment that was refunded is reported again, and grants again',
    test: 'a refund takes back what is not in use',
    without: { file: SETTLE, from: "['open', 'cancelled']", to: "['open', 'cancelled', 'refunded']" },
  },
];
