import { and, asc, eq, inArray, lte, sql } from 'drizzle-orm';
import type { Db, Statement } from '../kernel/db.ts';
import { runBatch } from '../kernel/db.ts';
import { isOfWorkgroup } from '../kernel/group-patches.ts';
import type { Decision, Health } from './decide-attempt.ts';
import { dropStatement } from './delivery-store.ts';
import type { Attempt, WebhookRow } from './table.ts';
import { webhookDeliveries, webhookMessages, webhooks } from './table.ts';

/** A webhook with something to send, and when that is due. */
export type Lane = Pick<WebhookRow, 'id' | 'restUntil' | 'failures' | 'deliveredAt'> & { dueAt: number };

/** What waits to be sent, by webhook: one look at an index each, however much waits. */
export async function listLanes(db: Db, workgroupId: string): Promise<Lane[]> {
  // By plain names: drizzle leaves out whose column it is where it selects from one table.
  const dueAt = sql<number | null>`(SELECT min(d.due_at) FROM webhook_deliveries d
    WHERE d.webhook_id = webhooks.id AND d.state = 'pending')`;
  const { id, restUntil, failures, deliveredAt } = webhooks;
  const rows = await db
    .select({ id, restUntil, failures, deliveredAt, dueAt })
    .from(webhooks)
    .where(eq(webhooks.workgroupId, workgroupId));
  return rows.flatMap((row) => (row.dueAt === null ? [] : [{ ...row, dueAt: row.dueAt }]));
}

/** Workgroups with something due, for the schedule. */
export async function listWorkgroupsWithDue(db: Db, now: number, limit: number): Promise<string[]> {
  const due = sql`EXISTS (SELECT 1 FROM ${webhookDeliveries} WHERE ${webhookDeliveries.webhookId} = ${webhooks.id}
    AND ${webhookDeliveries.state} = 'pending' AND ${webhookDeliveries.dueAt} <= ${now})`;
  const rows = await db.selectDistinct({ id: webhooks.workgroupId }).from(webhooks).where(due).limit(limit);
  return rows.map(({ id }) => id);
}

export type Claimed = { id: string; messageId: string; type: string; tries: number; isTest: boolean; body: string };

/**
 * Takes the next deliveries that are due, for `leaseMs`: an attempt that is lost with its process is repeated then. Reads
 * the webhook in the same batch, so that its address, state and secrets are those of now. A paused one gives only tests.
 */
export async function claimDeliveries(
  db: Db,
  workgroupId: string,
  webhookId: string,
  how: { claim: string; now: number; leaseMs: number; limit: number },
): Promise<{ webhook: WebhookRow; deliveries: Claimed[] } | undefined> {
  const { claim, now, leaseMs, limit } = how;
  const isActive = sql`EXISTS (SELECT 1 FROM ${webhooks} WHERE ${webhooks.id} = ${webhookId} AND ${webhooks.state} = 'active')`;
  const due = db
    .select({ id: webhookDeliveries.id })
    .from(webhookDeliveries)
    .where(
      and(
        eq(webhookDeliveries.webhookId, webhookId),
        // As the index has it.
        sql`${webhookDeliveries.state} = 'pending'`,
        lte(webhookDeliveries.dueAt, now),
        sql`(${webhookDeliveries.isTest} OR ${isActive})`,
      ),
    )
    .orderBy(asc(webhookDeliveries.dueAt), asc(webhookDeliveries.id))
    .limit(limit);
  const [found, deliveries] = await db.batch([
    db
      .select()
      .from(webhooks)
      .where(and(eq(webhooks.workgroupId, workgroupId), eq(webhooks.id, webhookId))),
    db
      .update(webhookDeliveries)
      .set({ claim, dueAt: now + leaseMs, tries: sql`${webhookDeliveries.tries} + 1` })
      .where(
        and(
          eq(webhookDeliveries.webhookId, webhookId),
          isOfWorkgroup(webhookDeliveries.workgroupId, workgroupId),
          inArray(webhookDeliveries.id, due),
        ),
      )
      .returning({
        id: webhookDeliveries.id,
        messageId: webhookDeliveries.messageId,
        type: webhookDeliveries.type,
        tries: webhookDeliveries.tries,
        isTest: webhookDeliveries.isTest,
        body: sql<string>`(SELECT ${webhookMessages.body} FROM ${webhookMessages} WHERE ${webhookMessages.id} = message_id)`,
      }),
  ]);
  const [webhook] = found;
  return webhook && { webhook, deliveries };
}

/** `attempt` is undefined for what was claimed and not sent after all. */
export type Result = { id: string; attempt: Attempt | undefined; decision: Decision };

/**
 * A statement that records what came of claimed deliveries, of any number. What was dropped or redelivered meanwhile
 * stays so.
 */
function resultStatement(db: Db, { id, workgroupId }: WebhookRow, claim: string, results: readonly Result[]) {
  const byId = JSON.stringify(
    Object.fromEntries(
      results.map(({ id: deliveryId, attempt, decision: { state, dueAt } }) => [
        deliveryId,
        { state, dueAt, attempts: attempt ? [attempt] : [] },
      ]),
    ),
  );
  const of = (path: string) => sql`json_extract(${byId}, '$.' || ${webhookDeliveries.id} || ${path})`;
  const stays = sql`(${webhookDeliveries.state} = 'dropped' AND ${of('.state')} <> 'delivered')`;
  const isSent = sql`${of('.attempts[0]')} IS NOT NULL`;
  return db
    .update(webhookDeliveries)
    .set({
      state: sql`CASE WHEN ${stays} THEN 'dropped' ELSE ${of('.state')} END`,
      reason: sql`CASE WHEN ${stays} THEN ${webhookDeliveries.reason} END`,
      dueAt: sql`CASE WHEN ${stays} THEN NULL ELSE ${of('.dueAt')} END`,
      claim: null,
      tries: sql`CASE WHEN ${isSent} THEN ${webhookDeliveries.tries} ELSE ${webhookDeliveries.tries} - 1 END`,
      attempts: sql`CASE WHEN ${isSent} THEN json_insert(${webhookDeliveries.attempts}, '$[#]', ${of('.attempts[0]')})
        ELSE ${webhookDeliveries.attempts} END`,
    })
    .where(
      and(
        eq(webhookDeliveries.webhookId, id),
        isOfWorkgroup(webhookDeliveries.workgroupId, workgroupId),
        sql`${webhookDeliveries.id} IN (SELECT key FROM json_each(${byId}))`,
        eq(webhookDeliveries.claim, claim),
      ),
    );
}

/** What a round of attempts changes of its webhook; `pause` where nothing more is to be sent. */
export type WebhookChange = Partial<Health & Pick<WebhookRow, 'deliveredAt'>>;

/** Writes the outcome of a round: all or nothing. `pause` ends what is pending; `after` follows it in the batch. */
export async function recordRound(
  db: Db,
  webhook: WebhookRow,
  claim: string,
  results: readonly Result[],
  change: WebhookChange,
  pause?: { change: Partial<WebhookRow>; after: readonly Statement[] },
): Promise<void> {
  // What the receiver at one address answered says nothing of the one that a person has entered meanwhile.
  const isAsItWas = and(
    eq(webhooks.workgroupId, webhook.workgroupId),
    eq(webhooks.id, webhook.id),
    eq(webhooks.state, 'active'),
    eq(webhooks.url, webhook.url),
  );
  await runBatch(db, [
    resultStatement(db, webhook, claim, results),
    ...(Object.keys(change).length === 0 ? [] : [db.update(webhooks).set(change).where(isAsItWas)]),
    ...(pause
      ? [db.update(webhooks).set(pause.change).where(isAsItWas), ...pause.after, dropStatement(db, webhook)]
      : []),
  ]);
}

/** Drops what a paused webhook has pending: a reader may have added it while the webhook was being paused. */
export async function dropPending(db: Db, webhook: WebhookRow): Promise<void> {
  await runBatch(db, [dropStatement(db, webhook)]);
}
