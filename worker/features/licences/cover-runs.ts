import type { SQL } from 'drizzle-orm';
import { and, eq, sql } from 'drizzle-orm';
import { LICENCE_LIMIT_REACHED, LICENSED_PASSES, NO_LICENCE_LEFT } from '../../lib/licence-facts.ts';
import { SYSTEM } from '../events/event.ts';
import type { Db, Statement } from '../kernel/db.ts';
import type { LicenceSettings } from '../kernel/deps.ts';
import { mailboxes } from '../mailboxes/table.ts';
import { passMailboxes } from '../passes/table.ts';
import { balanceOf } from './balance.ts';
import { coverByUser } from './cover-by-user.ts';
import { mailboxEvents, passEvent, RUNS } from './run-rows.ts';
import { isOnNow } from './switch-store.ts';
import { WAITS_AT_LIMIT, WAITS_FOR_LICENCE } from './run-failures.ts';
import { licenceEntries, mailboxLicences } from './table.ts';

/*
 * How runs get their licences. Each step is one statement over all runs that it concerns, and its condition is its guard:
 * D1 carries out one batch at a time, so of two runs that want the last licence one gets it and the other waits.
 */

const RESERVED_ID = sql.raw(`'lic_' || substr(r.id, 5) || 'r'`);

/** Reserved in this batch: the ledger does not have it yet. */
const IS_JUST_RESERVED = sql`l.run_id = r.id AND l.assignment_id IS NULL
  AND NOT EXISTS (SELECT 1 FROM licence_entries e WHERE e.id = ${RESERVED_ID})`;

const isWaiting = (workgroupId: string, passId: string): SQL =>
  sql`r.workgroup_id = ${workgroupId} AND r.pass_id = ${passId} AND r.licence = 'waiting'`;

export type LicenceRules = Pick<LicenceSettings, 'mailboxLimitBytes'>;

/** Runs of a pass that has just been written: those for which there is a licence keep their place, the others wait. */
export function coverNewRuns(
  db: Db,
  workgroupId: string,
  passId: string,
  rules: LicenceRules,
  now: number,
): Statement[] {
  // An owner may have turned licences off since the request was checked.
  const ofPass = sql`r.workgroup_id = ${workgroupId} AND r.pass_id = ${passId} AND r.status = 'queued' AND ${isOnNow(workgroupId)}`;
  const isUncovered = sql`workgroup_id = ${workgroupId} AND pass_id = ${passId} AND status = 'queued' AND licence IS NULL AND ${isOnNow(workgroupId)}`;
  return [
    ...coverByUser(db, workgroupId, ofPass, rules, now),
    reserve(db, workgroupId, ofPass, rules, now),
    passEvent(db, 'licence.reserved', sql`${ofPass} AND ${IS_JUST_RESERVED}`, workgroupId, now),
    noteReserved(db, workgroupId, ofPass, now),
    hold(db, workgroupId, ofPass, now),
    db.update(passMailboxes).set({ status: 'paused', licence: 'waiting', updatedAt: now }).where(isUncovered),
    passEvent(db, 'licence.missing', isWaiting(workgroupId, passId), workgroupId, now),
    ...pauseMailboxes(db, workgroupId, isWaiting(workgroupId, passId)),
  ];
}

/** Runs that wait for a licence, the longest waiting first. For the batch of whatever makes licences available. */
export function coverWaitingRuns(db: Db, workgroupId: string, rules: LicenceRules, now: number): Statement[] {
  const runs = sql`r.workgroup_id = ${workgroupId} AND r.licence = 'waiting' AND r.status = 'paused' AND r.waits_for IS NULL`;
  return [
    ...coverByUser(db, workgroupId, runs, rules, now),
    reserve(db, workgroupId, runs, rules, now),
    // Each mailbox has an event of its own: they belong to several passes.
    mailboxEvents(db, workgroupId, {
      type: 'licence.reserved',
      suffix: 'lr',
      runs: sql`${runs} AND ${IS_JUST_RESERVED}`,
      now,
    }),
    noteReserved(db, workgroupId, runs, now),
    hold(db, workgroupId, runs, now),
    resumeMailboxes(db, workgroupId, now),
  ];
}

/**
 * The run of a mailbox that was queued in this batch, after it had waited for its end user: it gets a licence, or waits
 * for one.
 */
export function admitRun(
  db: Db,
  workgroupId: string,
  mailboxId: string,
  rules: LicenceRules,
  now: number,
): Statement[] {
  const isUncovered = sql`workgroup_id = ${workgroupId} AND mailbox_id = ${mailboxId} AND status = 'queued' AND licence IS NULL AND updated_at = ${now}
    AND type IN (SELECT value FROM json_each(${JSON.stringify(LICENSED_PASSES)})) AND ${isOnNow(workgroupId)}`;
  const isWaiting = sql`r.workgroup_id = ${workgroupId} AND r.mailbox_id = ${mailboxId} AND r.licence = 'waiting' AND r.status = 'paused' AND r.waits_for IS NULL`;
  return [
    db.update(passMailboxes).set({ status: 'paused', licence: 'waiting', updatedAt: now }).where(isUncovered),
    ...pauseMailboxes(db, workgroupId, isWaiting),
    ...coverWaitingRuns(db, workgroupId, rules, now),
  ];
}

/** Takes licences out of the balance for mailboxes without one: as many as there are, and not one more. */
function reserve(db: Db, workgroupId: string, runs: SQL, { mailboxLimitBytes }: LicenceRules, now: number): Statement {
  return db.insert(mailboxLicences).select(
    sql`SELECT ${workgroupId}, m.source_key, m.destination_key, 'mailbox', 'reserved', NULL, ${mailboxLimitBytes}, NULL, 0, min(r.id), ${now}, NULL
      FROM ${RUNS} WHERE ${runs} AND l.state IS NULL
      GROUP BY m.source_key, m.destination_key ORDER BY min(r.id)
      LIMIT (SELECT max(0, ${balanceOf(workgroupId, 'mailbox')}))`,
  );
}

/** The entries of what was just reserved. */
function noteReserved(db: Db, workgroupId: string, runs: SQL, now: number): Statement {
  return db.insert(licenceEntries).select(
    sql`SELECT NULL, ${RESERVED_ID}, ${workgroupId}, ${now}, 'mailbox', 'reserved', -1, NULL, NULL, m.id, r.id,
      m.source_email, ${SYSTEM.kind}, NULL, ${SYSTEM.name}
      FROM ${RUNS} WHERE ${runs} AND ${IS_JUST_RESERVED}`,
  );
}

/** Lets runs whose mailbox has a licence go ahead, unless the licence is used up. */
function hold(db: Db, workgroupId: string, runs: SQL, now: number): Statement {
  const copied = sql`(SELECT items_done - items_adopted FROM mailboxes WHERE mailboxes.id = pass_mailboxes.mailbox_id)`;
  const limit = sql`(SELECT l.limit_bytes FROM mailboxes m JOIN mailbox_licences l ON l.workgroup_id = m.workgroup_id
    AND l.source_key = m.source_key AND l.destination_key = m.destination_key WHERE m.id = pass_mailboxes.mailbox_id)`;
  return db
    .update(passMailboxes)
    .set({
      licence: 'held',
      status: 'queued',
      notBeforeAt: null,
      licenceLimitBytes: limit,
      itemsBefore: copied,
      updatedAt: now,
    })
    .where(
      and(
        eq(passMailboxes.workgroupId, workgroupId),
        sql`${passMailboxes.id} IN (SELECT r.id FROM ${RUNS} WHERE ${runs} AND l.state IS NOT NULL AND l.over_at IS NULL)`,
      ),
    );
}

function pauseMailboxes(db: Db, workgroupId: string, runs: SQL): Statement[] {
  const waiting = (isOver: SQL) =>
    sql`${mailboxes.id} IN (SELECT r.mailbox_id FROM ${RUNS} WHERE ${runs} AND ${isOver})`;
  const pause = (failure: typeof WAITS_AT_LIMIT, isOver: SQL) =>
    db
      .update(mailboxes)
      .set({ statusCode: 'paused', statusDetail: failure.title, failure })
      .where(and(eq(mailboxes.workgroupId, workgroupId), waiting(isOver)));
  return [pause(WAITS_FOR_LICENCE, sql`l.over_at IS NULL`), pause(WAITS_AT_LIMIT, sql`l.over_at IS NOT NULL`)];
}

/** Mailboxes whose run no longer waits for a licence are queued again. */
export function resumeMailboxes(db: Db, workgroupId: string, now: number): Statement {
  return db
    .update(mailboxes)
    .set({ statusCode: 'queued', statusDetail: null, failure: null, lastActivityAt: now })
    .where(
      and(
        eq(mailboxes.workgroupId, workgroupId),
        eq(mailboxes.statusCode, 'paused'),
        sql`json_extract(${mailboxes.failure}, '$.code') IN (${NO_LICENCE_LEFT}, ${LICENCE_LIMIT_REACHED})`,
        sql`EXISTS (SELECT 1 FROM pass_mailboxes r WHERE r.mailbox_id = ${mailboxes.id} AND r.status = 'queued')`,
      ),
    );
}
