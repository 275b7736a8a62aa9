import type { SQL } from 'drizzle-orm';
import { sql } from 'drizzle-orm';
import { SYSTEM } from '../events/event.ts';
import type { Db, Statement } from '../kernel/db.ts';
import type { LicensedEnds } from '../kernel/deps.ts';
import type { LicenceRules } from './cover-runs.ts';
import { coverWaitingRuns } from './cover-runs.ts';
import { mailboxEvents } from './run-rows.ts';
import { licenceEntries, mailboxLicences } from './table.ts';

/** A licence, the mailbox that has it, and a run on that mailbox. */
const HELD = sql.raw(`pass_mailboxes r JOIN mailboxes m ON m.id = r.mailbox_id
  JOIN mailbox_licences l ON l.workgroup_id = r.workgroup_id AND l.source_key = m.source_key AND l.destination_key = m.destination_key`);

/** True of the licences of the mailboxes of these runs. */
const isOf = (runs: SQL): SQL =>
  sql`(workgroup_id, source_key, destination_key) IN (SELECT l.workgroup_id, l.source_key, l.destination_key FROM ${HELD} WHERE ${runs})`;

/** What the ends of runs with a licence mean for it. For the batch that ends them, after the statements that do. */
export function settleRuns(
  db: Db,
  workgroupId: string,
  { completed, broken, atLimit }: LicensedEnds,
  rules: LicenceRules,
  now: number,
): Statement[] {
  return [
    ...(completed.length > 0 ? consume(db, workgroupId, among(workgroupId, completed), now) : []),
    ...(broken.length > 0 ? giveBack(db, workgroupId, among(workgroupId, broken), now) : []),
    ...(atLimit.length > 0 ? endAtLimit(db, workgroupId, among(workgroupId, atLimit), now) : []),
    ...(broken.length + atLimit.length > 0 ? coverWaitingRuns(db, workgroupId, rules, now) : []),
  ];
}

function among(workgroupId: string, runIds: readonly string[]): SQL {
  return sql`+r.workgroup_id = ${workgroupId} AND r.id IN (SELECT value FROM json_each(${JSON.stringify(runIds)}))`;
}

/** The first pass that completes consumes the licence; it was taken out of the balance when it was reserved. */
function consume(db: Db, workgroupId: string, runs: SQL, now: number): Statement[] {
  const first = sql`${runs} AND r.status = 'completed' AND l.state = 'reserved'`;
  return [
    mailboxEvents(db, workgroupId, { type: 'licence.consumed', suffix: 'lc', runs: first, now }),
    entries(db, workgroupId, { type: 'consumed', amount: 0, suffix: 'c', runs: first, now }),
    change(db, { state: 'consumed', consumedAt: now, hasCopied: true }, first),
  ];
}

/** What has copied nothing gives its licence back, unless another run on the same mailbox still goes by it. */
function giveBack(db: Db, workgroupId: string, runs: SQL, now: number): Statement[] {
  const unused = sql`${runs} AND r.status IN ('failed', 'stopped') AND l.state = 'reserved' AND NOT l.has_copied
    AND NOT EXISTS (SELECT 1 FROM pass_mailboxes o JOIN mailboxes n ON n.id = o.mailbox_id
      WHERE o.workgroup_id = r.workgroup_id AND o.licence = 'held' AND o.status IN ('queued', 'running', 'stopping')
      AND n.source_key = m.source_key AND n.destination_key = m.destination_key)`;
  const hasCopied = sql`${runs} AND m.items_done - m.items_adopted > coalesce(r.items_before, 0)`;
  return [
    change(db, { hasCopied: true }, hasCopied),
    mailboxEvents(db, workgroupId, { type: 'licence.returned', suffix: 'lb', runs: unused, now }),
    entries(db, workgroupId, { type: 'returned', amount: 1, suffix: 'b', runs: unused, now }),
    db.delete(mailboxLicences).where(isOf(unused)),
  ];
}

function endAtLimit(db: Db, workgroupId: string, runs: SQL, now: number): Statement[] {
  const first = sql`${runs} AND l.over_at IS NULL`;
  return [
    mailboxEvents(db, workgroupId, { type: 'licence.limit-reached', suffix: 'll', runs: first, now }),
    change(db, { overAt: now, hasCopied: true }, first),
  ];
}

function change(db: Db, to: Partial<typeof mailboxLicences.$inferInsert>, runs: SQL): Statement {
  return db.update(mailboxLicences).set(to).where(isOf(runs));
}

/**
 * Entries of these runs. What a customer user has is not part of the balance any more: only its first use is noted, and
 * what is not used is not returned.
 */
function entries(
  db: Db,
  workgroupId: string,
  what: { type: 'consumed' | 'returned'; amount: 0 | 1; suffix: string; runs: SQL; now: number },
): Statement {
  const { type, amount, suffix, runs, now } = what;
  return db.insert(licenceEntries).select(
    sql`SELECT NULL, 'lic_' || substr(r.id, 5) || ${suffix}, ${workgroupId}, ${now}, l.kind, ${type}, ${amount}, NULL, l.assignment_id, m.id, r.id,
      m.source_email, ${SYSTEM.kind}, NULL, ${SYSTEM.name}
      FROM ${HELD} WHERE ${runs} AND (l.assignment_id IS NULL OR (${amount} = 0 AND NOT EXISTS (
        SELECT 1 FROM mailbox_licences other WHERE other.assignment_id = l.assignment_id AND other.state = 'consumed')))
      GROUP BY coalesce(l.assignment_id, r.id)`,
  );
}
