import type { PauseReason } from '../../lib/webhook-facts.ts';
import { SYSTEM } from '../events/event.ts';
import { eventStatement, HAS_CHANGED } from '../events/event-statement.ts';
import type { Statement } from '../kernel/db.ts';
import type { Deps } from '../kernel/deps.ts';
import { messagesIf } from '../messages/message-statement.ts';
import { listOwners } from '../workgroups/store.ts';
import type { WebhookRow } from './table.ts';
import { nameOf, webhookEvent } from './webhook-events.ts';

/**
 * What is written when Mailferry itself pauses a webhook, directly after the pause in its batch: the event, and a message
 * to each owner. Where a person was faster, neither.
 */
export async function pauseReport(
  { db, newId, now, publicUrl }: Pick<Deps, 'db' | 'newId' | 'now'> & { publicUrl: string },
  webhook: WebhookRow,
  reason: PauseReason,
): Promise<Statement[]> {
  const { workgroupId } = webhook;
  const event = webhookEvent({ newId, now }, SYSTEM, 'webhook.paused', webhook, {
    changes: [{ field: 'state', from: 'active', to: 'paused' }],
    data: { reason },
  });
  const variables = {
    webhookName: nameOf(webhook),
    // Its path may be a secret of the receiver.
    webhookUrl: new URL(webhook.url).origin,
    reason,
    settingsUrl: `${publicUrl}/settings/webhooks/${webhook.id}`,
  };
  const owners = await listOwners(db, workgroupId);
  return [
    eventStatement(db, workgroupId, event),
    ...messagesIf(
      db,
      owners.map(({ agentEmail, language, timeZone }) => ({
        workgroupId,
        message: {
          id: newId('msg'),
          kind: 'webhook-paused' as const,
          recipient: agentEmail,
          language: language ?? 'en',
          ...(timeZone !== null && { timeZone }),
          variables,
          now: now(),
        },
      })),
      HAS_CHANGED,
    ),
  ];
}
