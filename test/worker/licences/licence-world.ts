import { createPayments } from '../../../worker/runtime/platform/stripe.ts';
import type { LicenceKind } from '../../../worker/lib/licence-facts.ts';
import type { Payments } from '../../../worker/features/kernel/deps.ts';
import { writeRuns } from '../../../worker/features/passes/run-store.ts';
import type { Ask, Loose } from '../harness.ts';
import { createHarness, signUp } from '../harness.ts';
import { listOpenRuns } from '../open-runs.ts';

export const WEBHOOK_SECRET = 'whsec_of_the_tests';

export const ADDRESS = {
  company: 'Harbour IT',
  street: 'Quay 1',
  postalCode: '20457',
  city: 'Hamburg',
  country: 'Germany',
  email: 'billing@harbour.example',
};

/** What Stripe's own API was asked, and what it answers. */
export type StripeCall = { method: string; path: string; form: URLSearchParams; idempotencyKey: string | null };

export type LicenceWorld = Awaited<ReturnType<typeof createLicenceWorld>>;

/** Payment by card against a Stripe that notes what it is asked. */
export function testPayments(
  stripeCalls: StripeCall[] = [],
  stripe = { answer: (): Response => checkoutOf(`cs_test_${String(stripeCalls.length)}`) },
): Payments {
  const fetcher = (async (input: RequestInfo | URL, init?: RequestInit) => {
    const request = new Request(input, init);
    const { pathname } = new URL(request.url);
    stripeCalls.push({
      method: request.method,
      path: pathname,
      form: new URLSearchParams(new TextDecoder().decode(await request.arrayBuffer())),
      idempotencyKey: request.headers.get('idempotency-key'),
    });
    return stripe.answer();
  }) as typeof fetch;
  return createPayments({ STRIPE_SECRET_KEY: 'sk_test_none', STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET }, fetcher)!;
}

/** A workgroup that uses licences, at an installation that takes cards. */
export async function createLicenceWorld({ isOn = true }: { isOn?: boolean } = {}) {
  const stripeCalls: StripeCall[] = [];
  const stripe = { answer: (): Response => checkoutOf(`cs_test_${String(stripeCalls.length)}`) };
  const harness = createHarness({ payments: testPayments(stripeCalls, stripe) });
  const owner = await signUp(harness);
  if (isOn) await expectStatus(owner.ask('PATCH', '/api/licences', { body: { isOn: true } }), 200);
  return { harness, owner, ask: owner.ask, workgroupId: owner.workgroupId, stripe, stripeCalls };
}

function checkoutOf(id: string): Response {
  return Response.json({ id, object: 'checkout.session', status: 'open', url: `https://checkout.example/${id}` });
}

export async function expectStatus(asked: ReturnType<Ask>, status: number): Promise<Loose> {
  const answer = await asked;
  if (answer.status !== status) throw new Error(`${String(answer.status)} ${JSON.stringify(answer.body)}`);
  return answer.body;
}

export async function order(
  ask: Ask,
  quantity: number,
  { kind = 'mailbox', payment = 'invoice' }: { kind?: LicenceKind; payment?: string } = {},
): Promise<Loose> {
  const body = { kind, quantity, payment, billingAddress: ADDRESS };
  return expectStatus(ask('POST', '/api/licence-orders', { body }), 201);
}

/** Orders licences by invoice and marks the order as paid. */
export async function buy(ask: Ask, quantity: number, kind: LicenceKind = 'mailbox'): Promise<void> {
  const { id } = await order(ask, quantity, { kind });
  await expectStatus(ask('POST', `/api/licence-orders/${String(id)}/mark-paid`), 200);
}

export async function balanceOf(ask: Ask, kind: LicenceKind = 'mailbox'): Promise<number> {
  const { kinds } = await expectStatus(ask('GET', '/api/licences'), 200);
  return kinds.find((each: Loose) => each.kind === kind).available;
}

/** The whole ledger, oldest first. */
export async function ledgerOf(ask: Ask): Promise<Loose[]> {
  const { items } = await expectStatus(ask('GET', '/api/licence-ledger?limit=1000'), 200);
  return items.toReversed();
}

export const start = (ask: Ask, projectId: string, mailboxIds: readonly string[], type = 'full') =>
  ask('POST', `/api/projects/${projectId}/passes`, { body: { type, mailboxIds } });

export type End = { status: 'completed' | 'failed' | 'stopped'; itemsDone?: number };

/** Ends the open run of a mailbox, as the coordinator does. */
export async function endRun(
  { harness, workgroupId }: Pick<LicenceWorld, 'harness' | 'workgroupId'>,
  projectId: string,
  mailboxId: string,
  { status, itemsDone }: End,
): Promise<void> {
  const { db, licences, now } = harness.deps;
  const run = (await listOpenRuns(db, workgroupId, projectId)).find((each) => each.mailboxId === mailboxId);
  if (!run) throw new Error(`No open run on ${mailboxId}`);
  const at = now();
  const mailbox = { id: mailboxId, ...(itemsDone !== undefined && { itemsDone }) };
  const change = { passId: run.passId, run: { id: run.id, status, updatedAt: at, endedAt: at }, mailbox };
  await writeRuns(db, workgroupId, [{ ...change, licence: run.licence }], at, licences);
}

export async function mailboxOf(ask: Ask, projectId: string, mailboxId: string): Promise<Loose> {
  const { items } = await expectStatus(ask('GET', `/api/projects/${projectId}/mailboxes?limit=1000`), 200);
  return items.find(({ id }: Loose) => id === mailboxId);
}

/** Signs as Stripe does: https://docs.stripe.com/webhooks#verify-manually. */
export async function signedBy(secret: string, body: string, atMs: number): Promise<string> {
  const at = Math.floor(atMs / 1000);
  const text = new TextEncoder();
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', text.encode(secret), algorithm, false, ['sign']);
  const mac = await crypto.subtle.sign('HMAC', key, text.encode(`${String(at)}.${body}`));
  return `t=${String(at)},v1=${hex(mac)}`;
}

function hex(bytes: ArrayBuffer): string {
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

let events = 0;

/** An event as Stripe sends it. */
export function stripeEvent(type: string, object: Record<string, unknown>): string {
  events += 1;
  return JSON.stringify({ id: `evt_${String(events)}`, object: 'event', type, data: { object } }, null, 2);
}

export const paid = (orderId: string): string =>
  stripeEvent('checkout.session.completed', {
    object: 'checkout.session',
    payment_status: 'paid',
    payment_intent: `pi_${orderId}`,
    metadata: { orderId },
  });

export const expired = (orderId: string): string =>
  stripeEvent('checkout.session.expired', {
    object: 'checkout.session',
    payment_status: 'unpaid',
    payment_intent: null,
    metadata: { orderId },
  });

export const refunded = (orderId: string, refundedAmount: number, amount: number): string =>
  stripeEvent('charge.refunded', {
    object: 'charge',
    amount,
    amount_refunded: refundedAmount,
    payment_intent: `pi_${orderId}`,
    metadata: { orderId },
  });

/** Sends an event to the webhook, signed now. */
export async function send({ harness }: Pick<LicenceWorld, 'harness'>, body: string) {
  const signature = await signedBy(WEBHOOK_SECRET, body, harness.deps.now());
  return harness.ask('POST', '/api/stripe/webhook', { text: body, headers: { 'stripe-signature': signature } });
}
