import { sql } from 'drizzle-orm';
import type { Db } from '../kernel/db.ts';
import type { LicenceForecast } from '../kernel/deps.ts';
import { balanceOf } from './balance.ts';
import { isOn } from './switch-store.ts';

type Row = {
  id: string;
  has: 'bundle' | 'held' | 'over' | null;
  /** A Mailbox licence of the user that no mailbox uses yet. */
  assignmentId: string | null;
  isReturned: number;
  free: number;
};

/**
 * Which licences a pass over these mailboxes would find, as `coverNewRuns` gives them out; null where the workgroup uses
 * none. A promise to nobody: another pass may take them first.
 */
export async function forecastLicences(
  db: Db,
  workgroupId: string,
  mailboxIds: readonly string[],
): Promise<LicenceForecast | null> {
  if (!(await isOn(db, workgroupId))) return null;
  const bundle = sql`EXISTS (SELECT 1 FROM licence_assignments a WHERE a.customer_user_id = m.customer_user_id AND a.kind = 'user-bundle')`;
  const rows = await db.all<Row>(sql`SELECT m.id,
      CASE WHEN ${bundle} AND (l.state IS NULL OR l.kind = 'mailbox') THEN 'bundle'
        WHEN l.state IS NOT NULL AND l.over_at IS NULL THEN 'held' WHEN l.state IS NOT NULL THEN 'over' END AS has,
      (SELECT a.id FROM licence_assignments a WHERE a.customer_user_id = m.customer_user_id AND a.kind = 'mailbox'
        AND NOT EXISTS (SELECT 1 FROM mailbox_licences other WHERE other.assignment_id = a.id)) AS assignmentId,
      (l.state = 'reserved' AND l.assignment_id IS NULL AND ${bundle}) AS isReturned,
      ${balanceOf(workgroupId, 'mailbox')} AS free
    FROM mailboxes m LEFT JOIN mailbox_licences l ON l.workgroup_id = m.workgroup_id
      AND l.source_key = m.source_key AND l.destination_key = m.destination_key
    WHERE m.workgroup_id = ${workgroupId} AND m.id IN (SELECT value FROM json_each(${JSON.stringify(mailboxIds)}))`);
  const idsOf = (wanted: (row: Row) => boolean) => new Set(rows.filter(wanted).map(({ id }) => id));
  return {
    free: Math.max(0, rows[0]?.free ?? 0) + rows.filter(({ isReturned }) => isReturned === 1).length,
    covered: idsOf(({ has }) => has === 'bundle' || has === 'held'),
    usedUp: idsOf(({ has }) => has === 'over'),
    assigned: new Map(
      rows.flatMap(({ id, has, assignmentId }) => (has === null && assignmentId !== null ? [[id, assignmentId]] : [])),
    ),
  };
}
