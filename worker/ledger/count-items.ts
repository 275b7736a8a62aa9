import type { Recorded, Selection } from '../engine/model/ledger-facts.ts';
import { conditionOf } from './claim.ts';
import type { Sql } from './database/sql.ts';

/** Adds to the sums what these items are counted as, or takes it from them. */
export function countItems(sql: Sql, ids: readonly string[], selection: Selection, sums: Recorded, sign: 1 | -1): void {
  if (ids.length === 0) return;
  const { where, values } = conditionOf(selection);
  const rows = sql.all(
    `SELECT state, COUNT(*) AS count, SUM(size) AS bytes FROM items
     WHERE id IN (SELECT value FROM json_each(?)) AND (state <> 'pending' OR (1${where})) GROUP BY state`,
    JSON.stringify(ids),
    ...values,
  );
  for (const row of rows) {
    const column = COLUMN_OF[String(row.state)];
    if (!column) continue;
    sums[column].count += sign * Number(row.count);
    sums[column].bytes += sign * Number(row.bytes);
  }
}

/** Which sum of the summary an item is counted in. */
const COLUMN_OF: Record<string, keyof Recorded | undefined> = {
  pending: 'waiting',
  intent: 'waiting',
  doubt: 'waiting',
  done: 'copied',
  left: 'copied',
  failed: 'failed',
};
