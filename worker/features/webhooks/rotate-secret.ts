import { OLD_SECRET_MS } from '../../lib/webhook-facts.ts';
import { actorOf } from '../events/event.ts';
import { eventStatement } from '../events/event-statement.ts';
import type { Deps } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import { problem } from './errors.ts';
import { sealSecret } from './sealed-secrets.ts';
import { makeSecret } from './signature.ts';
import { updateWebhook } from './store.ts';
import type { WebhookRow } from './table.ts';
import { webhookEvent } from './webhook-events.ts';

/** Gives a webhook a new secret. The one before it signs too for a day; one that is older ends at once. */
export async function rotateSecret(
  deps: Deps,
  principal: Principal,
  row: WebhookRow,
): Promise<{ row: WebhookRow; secret: string }> {
  const secret = makeSecret(deps.random);
  const now = deps.now();
  const changes = {
    secretSealed: await sealSecret(deps.vault, row.id, secret),
    oldSecretSealed: row.secretSealed,
    oldSecretUntil: now + OLD_SECRET_MS,
    updatedAt: Math.max(now, row.updatedAt + 1),
  };
  await change(deps, principal, row, changes, 'changed');
  return { row: { ...row, ...changes }, secret };
}

/** Ends the secret before the last rotation at once. */
export async function endOldSecret(deps: Deps, principal: Principal, row: WebhookRow): Promise<WebhookRow> {
  if (row.oldSecretSealed === null) return row;
  const updatedAt = Math.max(deps.now(), row.updatedAt + 1);
  const changes = { oldSecretSealed: null, oldSecretUntil: null, updatedAt };
  await change(deps, principal, row, changes, 'removed');
  return { ...row, ...changes };
}

async function change(
  deps: Deps,
  principal: Principal,
  row: WebhookRow,
  changes: Partial<WebhookRow>,
  to: 'changed' | 'removed',
): Promise<void> {
  const field = to === 'changed' ? 'secret' : 'oldSecret';
  const type = to === 'changed' ? 'webhook.secret-rotated' : 'webhook.old-secret-ended';
  const event = webhookEvent(deps, actorOf(principal), type, row, { changes: [{ field, from: 'set', to }] });
  const isChanged = await updateWebhook(deps.db, row, changes, [eventStatement(deps.db, row.workgroupId, event)]);
  if (!isChanged) throw problem('webhook-changed');
}
