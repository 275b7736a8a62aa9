import type { SQL } from 'drizzle-orm';
import { sql } from 'drizzle-orm';
import { SYSTEM } from '../events/event.ts';
import type { Db, Statement } from '../kernel/db.ts';
import type { LicenceRules } from './cover-runs.ts';
import { mailboxEvents, RUNS } from './run-rows.ts';
import { licenceEntries, mailboxLicences } from './table.ts';

/** The User Bundle of the user whose mailbox `m` is. */
const BUNDLE = sql.raw(
  `(SELECT a.id FROM licence_assignments a WHERE a.customer_user_id = m.customer_user_id AND a.kind = 'user-bundle')`,
);

/**
 * Gives runs the licences that were applied to their users. A User Bundle covers all mailboxes of the user: it takes the
 * place of a Mailbox licence that is reserved, which is returned, and of one whose data limit is reached. A Mailbox licence
 * covers the first mailbox that needs it.
 */
export function coverByUser(
  db: Db,
  workgroupId: string,
  runs: SQL,
  { mailboxLimitBytes }: LicenceRules,
  now: number,
): Statement[] {
  const isReplaced = sql`${runs} AND l.state = 'reserved' AND l.assignment_id IS NULL AND ${BUNDLE} IS NOT NULL`;
  return [
    mailboxEvents(db, workgroupId, { type: 'licence.returned', suffix: 'lx', runs: isReplaced, now }),
    db.insert(licenceEntries).select(
      sql`SELECT NULL, 'lic_' || substr(r.id, 5) || 'x', ${workgroupId}, ${now}, l.kind, 'returned', 1, NULL, NULL, m.id, r.id,
        m.source_email, ${SYSTEM.kind}, NULL, ${SYSTEM.name} FROM ${RUNS} WHERE ${isReplaced}`,
    ),
    db
      .insert(mailboxLicences)
      .select(
        sql`SELECT ${workgroupId}, m.source_key, m.destination_key, 'user-bundle', 'reserved', ${BUNDLE}, NULL, NULL,
          coalesce(l.has_copied, 0), min(r.id), ${now}, NULL FROM ${RUNS}
          WHERE ${runs} AND ${BUNDLE} IS NOT NULL
          AND (l.state IS NULL OR (l.kind = 'mailbox' AND (l.state = 'reserved' OR l.over_at IS NOT NULL)))
          GROUP BY m.source_key, m.destination_key ORDER BY min(r.id)`,
      )
      .onConflictDoUpdate({
        target: [mailboxLicences.workgroupId, mailboxLicences.sourceKey, mailboxLicences.destinationKey],
        set: {
          kind: sql`excluded.kind`,
          state: sql`excluded.state`,
          assignmentId: sql`excluded.assignment_id`,
          limitBytes: null,
          overAt: null,
          runId: sql`excluded.run_id`,
          reservedAt: now,
          consumedAt: null,
        },
      }),
    db
      .insert(mailboxLicences)
      .select(
        sql`SELECT ${workgroupId}, m.source_key, m.destination_key, 'mailbox', 'reserved', a.id, ${mailboxLimitBytes}, NULL,
          0, min(r.id), ${now}, NULL FROM ${RUNS}
          JOIN licence_assignments a ON a.customer_user_id = m.customer_user_id AND a.kind = 'mailbox'
          WHERE ${runs} AND l.state IS NULL
          AND NOT EXISTS (SELECT 1 FROM mailbox_licences other WHERE other.assignment_id = a.id)
          GROUP BY a.id ORDER BY min(r.id)`,
      )
      .onConflictDoNothing(),
  ];
}
