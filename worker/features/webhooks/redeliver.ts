import type { z } from 'zod';
import { firstIdAt } from '../../lib/ids.ts';
import { actorOf } from '../events/event.ts';
import { eventStatement } from '../events/event-statement.ts';
import type { Deps } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import { testBody } from './body.ts';
import { redeliverRangeStatement, redeliverStatement, testStatements } from './delivery-store.ts';
import { problem } from './errors.ts';
import type { RedeliverRequest } from './schema.ts';
import { endRestStatement } from './store.ts';
import type { DeliveryRow, WebhookRow } from './table.ts';
import { webhookEvent } from './webhook-events.ts';

/** Sends a test, once, also by a paused webhook. */
export async function sendTest(deps: Deps, principal: Principal, row: WebhookRow): Promise<DeliveryRow> {
  const { workgroupId } = row;
  const now = deps.now();
  const delivery: DeliveryRow = {
    id: deps.newId('dlv'),
    webhookId: row.id,
    workgroupId,
    messageId: deps.newId('msg'),
    type: 'webhook.test',
    state: 'pending',
    reason: null,
    isTest: true,
    tries: 0,
    dueAt: now,
    claim: null,
    attempts: [],
    createdAt: now,
  };
  const body = testBody(row.id, now, deps.settings.publicUrl);
  const event = webhookEvent(deps, actorOf(principal), 'webhook.tested', row);
  const [message, added] = testStatements(deps.db, delivery, body);
  await deps.db.batch([message, added, eventStatement(deps.db, workgroupId, event), endRestStatement(deps.db, row)]);
  await deps.outbox.wake(workgroupId);
  return delivery;
}

/** Sends one delivery again, with the message and the id that it had. */
export async function redeliver(
  deps: Deps,
  principal: Principal,
  row: WebhookRow,
  delivery: Pick<DeliveryRow, 'id' | 'isTest'>,
): Promise<void> {
  if (row.state === 'paused' && !delivery.isTest) throw problem('webhook-paused');
  const event = webhookEvent(deps, actorOf(principal), 'webhook.redelivered', row, {
    data: { count: 1, deliveryId: delivery.id },
  });
  await deps.db.batch([
    redeliverStatement(deps.db, row, delivery.id, deps.now()),
    eventStatement(deps.db, row.workgroupId, event),
    endRestStatement(deps.db, row),
  ]);
  await deps.outbox.wake(row.workgroupId);
}

/** Sends again what was created in a time range. Gives how many deliveries these are. */
export async function redeliverRange(
  deps: Deps,
  principal: Principal,
  row: WebhookRow,
  { from, until = deps.now() + 1, states }: z.output<typeof RedeliverRequest>,
): Promise<number> {
  if (row.state === 'paused') throw problem('webhook-paused');
  const range = { fromId: firstIdAt('dlv', from), untilId: firstIdAt('dlv', until), states };
  const event = webhookEvent(deps, actorOf(principal), 'webhook.redelivered', row, {
    data: { from: new Date(from).toISOString(), until: new Date(until).toISOString(), states: states.join(', ') },
  });
  const [changed] = await deps.db.batch([
    redeliverRangeStatement(deps.db, row, range, deps.now()),
    eventStatement(deps.db, row.workgroupId, event),
    endRestStatement(deps.db, row),
  ]);
  await deps.outbox.wake(row.workgroupId);
  return changed.length;
}
