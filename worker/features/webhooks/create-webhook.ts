import type { z } from 'zod';
import { MAX_WEBHOOKS } from '../../lib/webhook-facts.ts';
import { actorOf } from '../events/event.ts';
import { eventStatement } from '../events/event-statement.ts';
import type { Deps } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import { requireProjects } from './change-webhook.ts';
import { problem } from './errors.ts';
import type { WebhookRequest } from './schema.ts';
import { sealSecret } from './sealed-secrets.ts';
import { makeSecret } from './signature.ts';
import { countWebhooks, createWebhook } from './store.ts';
import type { WebhookRow } from './table.ts';
import { webhookChanges, webhookEvent } from './webhook-events.ts';
import { requireWebhookUrl } from './webhook-url.ts';

/** Adds a webhook. Only here its secret is given out. */
export async function addWebhook(
  deps: Deps,
  principal: Principal,
  request: z.output<typeof WebhookRequest>,
): Promise<{ row: WebhookRow; secret: string }> {
  const { workgroupId } = principal;
  const url = requireWebhookUrl(request.url, deps.settings.addresses);
  await requireProjects(deps, workgroupId, request.projectIds);
  if ((await countWebhooks(deps.db, workgroupId)) >= MAX_WEBHOOKS) throw problem('too-many-webhooks');
  const id = deps.newId('whk');
  const secret = makeSecret(deps.random);
  const now = deps.now();
  const row: WebhookRow = {
    id,
    workgroupId,
    url,
    events: request.events,
    projectIds: request.projectIds ?? null,
    description: request.description || null,
    secretSealed: await sealSecret(deps.vault, id, secret),
    oldSecretSealed: null,
    oldSecretUntil: null,
    state: 'active',
    pauseReason: null,
    pausedAt: null,
    failingSince: null,
    failedAt: null,
    failures: 0,
    restUntil: null,
    deliveredAt: null,
    createdBy: principal.actorId,
    createdAt: now,
    updatedAt: now,
  };
  const { events, projectIds } = row;
  const changes = webhookChanges({}, { url, events, ...(projectIds && { projectIds }) });
  const event = webhookEvent(deps, actorOf(principal), 'webhook.created', row, { changes });
  await createWebhook(deps.db, row, [eventStatement(deps.db, workgroupId, event)]);
  return { row, secret };
}
