import { and, inArray, lt, ne, sql } from 'drizzle-orm';
import { firstIdAt } from '../../lib/ids.ts';
import { DAY_MS } from '../../lib/units.ts';
import { DELIVERIES_KEPT_MS } from '../../lib/webhook-facts.ts';
import type { Db } from '../kernel/db.ts';
import { runBatch } from '../kernel/db.ts';
import { webhookDeliveries, webhookMessages, webhooks } from './table.ts';

/** What is redelivered on its last day may need its message until its last attempt. */
const MESSAGES_KEPT_MS = DELIVERIES_KEPT_MS + 15 * DAY_MS;

/** Drops what is no longer kept of all webhooks: old deliveries, their messages, and secrets that no longer sign. */
export async function dropOldDeliveries(db: Db, now: number): Promise<void> {
  await runBatch(db, [
    db.delete(webhookDeliveries).where(
      and(
        // So that the database looks into each webhook's part of the index, and nowhere else.
        inArray(webhookDeliveries.webhookId, db.select({ id: webhooks.id }).from(webhooks)),
        lt(webhookDeliveries.id, firstIdAt('dlv', now - DELIVERIES_KEPT_MS)),
        ne(sql`+${webhookDeliveries.state}`, 'pending'),
      ),
    ),
    db.delete(webhookMessages).where(lt(webhookMessages.createdAt, now - MESSAGES_KEPT_MS)),
    db.update(webhooks).set({ oldSecretSealed: null, oldSecretUntil: null }).where(lt(webhooks.oldSecretUntil, now)),
  ]);
}
