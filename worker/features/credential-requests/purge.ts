import type { SQL } from 'drizzle-orm';
import { and, eq, sql } from 'drizzle-orm';
import { REQUEST_DEFAULTS } from '../../lib/credential-request-facts.ts';
import { DAY_MS } from '../../lib/units.ts';
import type { Actor } from '../events/event.ts';
import { SYSTEM } from '../events/event.ts';
import type { Db } from '../kernel/db.ts';
import { isAnyOf } from '../kernel/db.ts';
import type { CredentialReceipt, Deps } from '../kernel/deps.ts';
import { mailboxes } from '../mailboxes/table.ts';
import { OPEN_STATUSES } from '../passes/table.ts';
import { workgroupSettings } from '../workgroups/table.ts';
import { mailboxEvents } from './request-events.ts';
import { getRequestSettings } from './settings.ts';

/** Why credentials are deleted: an agent asked for it, or no pass has used them for long. */
type Reason = 'asked' | 'unused';

const BATCH_SIZE = 500;

const IS_GIVEN = sql`(${mailboxes.sourceGivenAt} IS NOT NULL OR ${mailboxes.destinationGivenAt} IS NOT NULL)`;
const IS_FREE = sql`NOT EXISTS (SELECT 1 FROM pass_mailboxes r WHERE r.mailbox_id = ${mailboxes.id} AND r.status IN (${OPEN_STATUSES}))`;

/**
 * Deletes the credentials that end users gave for these mailboxes, unless a pass uses them, with one event each: the
 * receipt. What agents entered stays.
 */
function purgeStatements(
  db: Db,
  workgroupId: string,
  mailboxIds: readonly string[],
  { actor, reason, now }: { actor: Actor; reason: Reason; now: number },
) {
  const kept = (column: SQL | { getSQL(): SQL }, givenAt: SQL | { getSQL(): SQL }) =>
    sql`iif(${givenAt} IS NULL, ${column}, NULL)`;
  return [
    mailboxEvents(db, workgroupId, {
      type: 'credentials.purged',
      id: sql`substr(m.id, 5) || 'p' || ${now}`,
      from: sql`mailboxes m`,
      where: sql`m.workgroup_id = ${workgroupId} AND m.id IN (SELECT ${mailboxes.id} FROM ${mailboxes}
        WHERE ${purgeable(workgroupId, mailboxIds)})`,
      data: sql`json_object('reason', ${reason}, 'sides', CASE WHEN m.source_given_at IS NULL THEN json_array('destination')
        WHEN m.destination_given_at IS NULL THEN json_array('source') ELSE json_array('source', 'destination') END)`,
      actor,
      now,
    }),
    db
      .update(mailboxes)
      .set({
        sourcePasswordSealed: kept(mailboxes.sourcePasswordSealed, mailboxes.sourceGivenAt),
        destinationPasswordSealed: kept(mailboxes.destinationPasswordSealed, mailboxes.destinationGivenAt),
        sourceGivenAt: null,
        destinationGivenAt: null,
      })
      .where(purgeable(workgroupId, mailboxIds))
      .returning({ id: mailboxes.id }),
  ] as const;
}

const purgeable = (workgroupId: string, mailboxIds: readonly string[]) =>
  and(eq(mailboxes.workgroupId, workgroupId), isAnyOf(mailboxes.id, mailboxIds), IS_GIVEN, IS_FREE);

/** Deletes what end users gave for mailboxes of a project; undefined: for all of them. */
export async function purgeCredentials(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  actor: Actor,
  { id, workgroupId }: { id: string; workgroupId: string },
  mailboxIds: readonly string[] | undefined,
): Promise<CredentialReceipt> {
  const rows = await db
    .select({ id: mailboxes.id, isFree: sql<number>`${IS_FREE}` })
    .from(mailboxes)
    .where(
      and(
        eq(mailboxes.workgroupId, workgroupId),
        eq(mailboxes.projectId, id),
        mailboxIds && isAnyOf(mailboxes.id, mailboxIds),
        IS_GIVEN,
      ),
    );
  const idsOf = (isFree: boolean) => rows.filter((row) => (row.isFree === 1) === isFree).map((row) => row.id);
  const at = now();
  const [, purged] = await db.batch(purgeStatements(db, workgroupId, idsOf(true), { actor, reason: 'asked', now: at }));
  return { purged: purged.map((row) => row.id), inUse: idsOf(false), at };
}

/** Since when nobody has used what an end user gave. */
const LAST_USED = sql`max(coalesce(${mailboxes.lastActivityAt}, 0), coalesce(${mailboxes.sourceGivenAt}, 0), coalesce(${mailboxes.destinationGivenAt}, 0))`;

/** Deletes what end users gave and no pass has used for as long as the workgroup has set, until `until`. */
export async function purgeUnused(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  workgroupId: string,
  until: number,
): Promise<void> {
  const { purgeAfterDays } = await getRequestSettings(db, workgroupId);
  if (purgeAfterDays === null) return;
  while (now() < until) {
    const rows = await db
      .select({ id: mailboxes.id })
      .from(mailboxes)
      .where(
        and(
          eq(mailboxes.workgroupId, workgroupId),
          IS_GIVEN,
          IS_FREE,
          sql`${LAST_USED} <= ${now() - purgeAfterDays * DAY_MS}`,
        ),
      )
      .limit(BATCH_SIZE);
    const ids = rows.map(({ id }) => id);
    if (ids.length > 0)
      await db.batch(purgeStatements(db, workgroupId, ids, { actor: SYSTEM, reason: 'unused', now: now() }));
    if (ids.length < BATCH_SIZE) return;
  }
}

/** Workgroups with credentials to delete. */
export async function listWorkgroupsToPurge(db: Db, now: number, limit: number): Promise<string[]> {
  const { workgroupId, purgeAfterDays } = workgroupSettings;
  const days = sql`CASE WHEN ${workgroupId} IS NULL THEN ${REQUEST_DEFAULTS.purgeAfterDays} ELSE ${purgeAfterDays} END`;
  const rows = await db
    .selectDistinct({ workgroupId: mailboxes.workgroupId })
    .from(mailboxes)
    .leftJoin(workgroupSettings, eq(workgroupId, mailboxes.workgroupId))
    .where(and(IS_GIVEN, IS_FREE, sql`${LAST_USED} <= ${now} - ${DAY_MS} * ${days}`))
    .limit(limit);
  return rows.map((row) => row.workgroupId);
}
