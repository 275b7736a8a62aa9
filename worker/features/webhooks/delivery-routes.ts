import { Hono } from 'hono';
import type { AppContext, AppEnv } from '../kernel/app.ts';
import { describe } from '../kernel/describe.ts';
import { cutPage } from '../kernel/page.ts';
import { valid } from '../kernel/validate.ts';
import { getDelivery, listDeliveries } from './delivery-store.ts';
import { problem } from './errors.ts';
import { presentDelivery, presentWithRequest } from './present.ts';
import { redeliver, redeliverRange, sendTest } from './redeliver.ts';
import { requireWebhook } from './routes.ts';
import {
  DeliveryAnswer,
  DeliveryPage,
  DeliveryQuery,
  DeliveryWithRequest,
  RedeliverRequest,
  Redelivered,
} from './schema.ts';
import type { WebhookRow } from './table.ts';

const tag = 'Webhooks';
const NO_WEBHOOK = { 404: ['webhook-not-found'] };
const NO_DELIVERY = { 404: ['webhook-not-found', 'delivery-not-found'] };

async function requireDelivery(c: AppContext, webhook: WebhookRow, deliveryId: string) {
  const row = await getDelivery(c.var.deps.db, webhook, deliveryId);
  if (!row) throw problem('delivery-not-found');
  return row;
}

/** Mounted at `/webhooks`. */
export const deliveryRoutes = new Hono<AppEnv>()
  .post(
    '/:id/test',
    describe({
      tag,
      action: 'webhook.send',
      summary: 'Send a test',
      description:
        'Sends `webhook.test` once, also from a paused webhook. The answer is shown with the delivery. Tests do not count as failures of the receiver.',
      answers: { 202: DeliveryAnswer },
      events: ['webhook.tested'],
      problems: NO_WEBHOOK,
    }),
    async (c) => {
      const { deps, principal } = c.var;
      const row = await sendTest(deps, principal, await requireWebhook(c, c.req.param('id')));
      return c.json(presentDelivery(row, deps.now()), 202);
    },
  )
  .get(
    '/:id/deliveries',
    describe({
      tag,
      action: 'webhook.read',
      summary: 'List deliveries, latest first',
      description: 'Deliveries are kept for 30 days.',
      answers: { 200: DeliveryPage },
      problems: NO_WEBHOOK,
    }),
    valid('query', DeliveryQuery),
    async (c) => {
      const { deps } = c.var;
      const { limit, ...filter } = c.req.valid('query');
      const webhook = await requireWebhook(c, c.req.param('id'));
      const page = cutPage(await listDeliveries(deps.db, webhook, { ...filter, limit: limit + 1 }), limit);
      const now = deps.now();
      return c.json({ items: page.rows.map((row) => presentDelivery(row, now)), nextCursor: page.nextCursor });
    },
  )
  .get(
    '/:id/deliveries/:deliveryId',
    describe({
      tag,
      action: 'webhook.read',
      summary: 'Get a delivery with its request',
      answers: { 200: DeliveryWithRequest },
      problems: NO_DELIVERY,
    }),
    async (c) => {
      const webhook = await requireWebhook(c, c.req.param('id'));
      const row = await requireDelivery(c, webhook, c.req.param('deliveryId'));
      return c.json(presentWithRequest(row, webhook, c.var.deps.now()));
    },
  )
  .post(
    '/:id/deliveries/:deliveryId/redeliver',
    describe({
      tag,
      action: 'webhook.send',
      summary: 'Redeliver',
      description:
        'Sends the same message with the same `webhook-id` again, with the full plan of retries. A delivery that is pending is sent now.',
      answers: { 202: DeliveryAnswer },
      events: ['webhook.redelivered'],
      problems: { ...NO_DELIVERY, 409: ['webhook-paused'] },
    }),
    async (c) => {
      const { deps, principal } = c.var;
      const webhook = await requireWebhook(c, c.req.param('id'));
      const row = await requireDelivery(c, webhook, c.req.param('deliveryId'));
      await redeliver(deps, principal, webhook, row);
      return c.json(presentDelivery(await requireDelivery(c, webhook, row.id), deps.now()), 202);
    },
  )
  .post(
    '/:id/redeliver',
    describe({
      tag,
      action: 'webhook.send',
      summary: 'Redeliver a time range',
      description: 'Sends again what failed or was dropped in a time range, for example after an outage.',
      answers: { 202: Redelivered },
      events: ['webhook.redelivered'],
      problems: { ...NO_WEBHOOK, 409: ['webhook-paused'] },
    }),
    valid('json', RedeliverRequest),
    async (c) => {
      const { deps, principal } = c.var;
      const webhook = await requireWebhook(c, c.req.param('id'));
      const count = await redeliverRange(deps, principal, webhook, c.req.valid('json'));
      return c.json({ count }, 202);
    },
  );
