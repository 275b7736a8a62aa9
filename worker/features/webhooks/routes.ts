import { Hono } from 'hono';
import type { AppContext, AppEnv } from '../kernel/app.ts';
import { describe } from '../kernel/describe.ts';
import { cutPage, PageQuery } from '../kernel/page.ts';
import { valid } from '../kernel/validate.ts';
import { actorOf } from '../events/event.ts';
import { eventStatement } from '../events/event-statement.ts';
import { changeWebhook } from './change-webhook.ts';
import { addWebhook } from './create-webhook.ts';
import { problem } from './errors.ts';
import { presentWebhook } from './present.ts';
import { endOldSecret, rotateSecret } from './rotate-secret.ts';
import { Webhook, WebhookChange, WebhookHeaders, WebhookPage, WebhookRequest, WebhookWithSecret } from './schema.ts';
import { deleteWebhook, getWebhook, listWebhookPage } from './store.ts';
import type { WebhookRow } from './table.ts';
import { webhookEvent } from './webhook-events.ts';

const tag = 'Webhooks';
const NOT_FOUND = { 404: ['webhook-not-found'] };

export async function requireWebhook(c: AppContext, webhookId: string): Promise<WebhookRow> {
  const row = await getWebhook(c.var.deps.db, c.var.principal.workgroupId, webhookId);
  if (!row) throw problem('webhook-not-found');
  return row;
}

export const webhookRoutes = new Hono<AppEnv>()
  .get(
    '/',
    describe({ tag, action: 'webhook.read', summary: 'List webhooks, latest first', answers: { 200: WebhookPage } }),
    valid('query', PageQuery),
    async (c) => {
      const { deps, principal } = c.var;
      const { cursor, limit } = c.req.valid('query');
      const rows = await listWebhookPage(deps.db, principal.workgroupId, { cursor, limit: limit + 1 });
      const page = cutPage(rows, limit);
      const now = deps.now();
      return c.json({ items: page.rows.map((row) => presentWebhook(row, now)), nextCursor: page.nextCursor });
    },
  )
  .post(
    '/',
    describe({
      tag,
      action: 'webhook.create',
      summary: 'Create a webhook',
      description: 'Only this response contains the secret. Events from before its creation are not sent.',
      answers: { 201: WebhookWithSecret },
      events: ['webhook.created'],
      problems: {
        404: ['project-not-found'],
        409: ['too-many-webhooks'],
        422: ['webhook-address-not-allowed', 'validation-failed'],
      },
    }),
    valid('json', WebhookRequest),
    async (c) => {
      const { deps, principal } = c.var;
      const { row, secret } = await addWebhook(deps, principal, c.req.valid('json'));
      return c.json({ ...presentWebhook(row, deps.now()), secret }, 201);
    },
  )
  .get(
    '/:id',
    describe({ tag, action: 'webhook.read', summary: 'Get a webhook', answers: { 200: Webhook }, problems: NOT_FOUND }),
    async (c) => c.json(presentWebhook(await requireWebhook(c, c.req.param('id')), c.var.deps.now())),
  )
  .patch(
    '/:id',
    describe({
      tag,
      action: 'webhook.update',
      summary: 'Change, pause or resume a webhook',
      description:
        'Pausing ends pending deliveries as `dropped`. New events are noted as dropped deliveries meanwhile. After resuming, redeliver what was dropped.',
      answers: { 200: Webhook },
      events: ['webhook.updated', 'webhook.paused', 'webhook.resumed'],
      problems: {
        404: ['webhook-not-found', 'project-not-found'],
        412: ['webhook-changed'],
        422: ['webhook-address-not-allowed', 'validation-failed'],
      },
    }),
    valid('header', WebhookHeaders),
    valid('json', WebhookChange),
    async (c) => {
      const { deps, principal } = c.var;
      const row = await requireWebhook(c, c.req.param('id'));
      const changed = await changeWebhook(deps, principal, row, c.req.valid('json'), c.req.valid('header')['if-match']);
      return c.json(presentWebhook(changed, deps.now()));
    },
  )
  .delete(
    '/:id',
    describe({
      tag,
      action: 'webhook.delete',
      summary: 'Delete a webhook and its deliveries',
      answers: { 204: 'The webhook is deleted.' },
      events: ['webhook.deleted'],
      problems: NOT_FOUND,
    }),
    async (c) => {
      const { deps, principal } = c.var;
      const row = await requireWebhook(c, c.req.param('id'));
      const event = webhookEvent(deps, actorOf(principal), 'webhook.deleted', row);
      await deleteWebhook(deps.db, row.workgroupId, row.id, [eventStatement(deps.db, row.workgroupId, event)]);
      return c.body(null, 204);
    },
  )
  .post(
    '/:id/rotate-secret',
    describe({
      tag,
      action: 'webhook.update',
      summary: 'Give a webhook a new secret',
      description:
        'Only this response contains the new secret. For 24 hours each attempt is signed with the new and the old secret; receivers accept a request if one of its signatures is valid.',
      answers: { 200: WebhookWithSecret },
      events: ['webhook.secret-rotated'],
      problems: { ...NOT_FOUND, 412: ['webhook-changed'] },
    }),
    async (c) => {
      const { deps, principal } = c.var;
      const { row, secret } = await rotateSecret(deps, principal, await requireWebhook(c, c.req.param('id')));
      return c.json({ ...presentWebhook(row, deps.now()), secret });
    },
  )
  .delete(
    '/:id/old-secret',
    describe({
      tag,
      action: 'webhook.update',
      summary: 'End the old secret of a rotation at once',
      answers: { 200: Webhook },
      events: ['webhook.old-secret-ended'],
      problems: { ...NOT_FOUND, 412: ['webhook-changed'] },
    }),
    async (c) => {
      const { deps, principal } = c.var;
      const row = await endOldSecret(deps, principal, await requireWebhook(c, c.req.param('id')));
      return c.json(presentWebhook(row, deps.now()));
    },
  );
