import type { CopyPath } from '../lib/copy-paths.ts';
import type { LedgerChange, PageEnd, Recorded, Selection } from '../engine/model/ledger.ts';
import { NOTHING } from '../engine/model/tally.ts';
import { conditionOf } from './claim.ts';
import { requireFolder } from './folders.ts';
import type { Next } from './item-row.ts';
import { newRow } from './item-row.ts';
import { takePresent } from './present.ts';
import { itemRowsOf, LOADED_TO_RECORD, loadRows, workOn } from './rows.ts';
import type { Row, Sql } from './database/sql.ts';

/** A folder read from nothing may bring as many that have left as it had. */
const LEAVING_AT_ONCE = 500;

/** `paths` tells the path of each item class that occurs in `changes`. */
export function recordChanges(
  sql: Sql,
  folderId: string,
  changes: readonly LedgerChange[],
  paths: Readonly<Record<string, CopyPath>>,
  end: Omit<PageEnd, 'readTo'> & Partial<PageEnd>,
  selection: Selection,
): Recorded {
  const folder = requireFolder(sql, folderId);
  const sums: Recorded = { waiting: { ...NOTHING }, copied: { ...NOTHING }, failed: { ...NOTHING } };
  const counted = (ids: readonly string[], work: () => void) => {
    count(sql, ids, selection, sums, -1);
    work();
    count(sql, ids, selection, sums, 1);
  };
  counted(
    changes.flatMap((change) => (change.kind === 'read-flag' ? [] : [change.id])),
    () => apply(sql, folder, changes, paths),
  );
  sql.run(`UPDATE folders SET read_to = ? WHERE no = ?`, end.readTo ?? null, folder.no!);
  if (end.isLast) endReading(sql, folder, counted);
  return sums;
}

/** The source has the folder no more: it is as if it had been read from nothing, and nothing was in it. */
export function endFolder(sql: Sql, folderId: string, selection: Selection): Recorded {
  sql.run(`UPDATE folders SET is_gone = 1, listing = listing + 1, is_listing = 1 WHERE source_id = ?`, folderId);
  return recordChanges(sql, folderId, [], {}, { isLast: true }, selection);
}

function apply(
  sql: Sql,
  folder: Row,
  changes: readonly LedgerChange[],
  paths: Readonly<Record<string, CopyPath>>,
): void {
  const listing = folder.is_listing === 1 ? { listing: Number(folder.listing) } : {};
  const ids = changes.map(({ id }) => id);
  const work = workOn(sql, loadRows(sql, ids, LOADED_TO_RECORD));
  for (const change of changes) {
    const { id, kind } = change;
    if (kind === 'delete') work.apply(id, { type: 'left' });
    else if (kind === 'read-flag')
      work.apply(id, {
        type: 'read',
        isRead: change.isRead,
        ...(change.changeKey !== undefined && { changeKey: change.changeKey }),
      });
    else {
      const item: Next = { ...change, path: paths[change.itemClass] ?? 'typed' };
      if (work.row(id)) work.apply(id, { type: 'listed', item, ...listing });
      else work.add(newRow(Number(folder.no), Number(folder.listing), item, takePresent(sql, folder, item)));
    }
  }
  work.save();
}

/** Adds to the sums what these items are counted as, or takes it from them. */
function count(sql: Sql, ids: readonly string[], selection: Selection, sums: Recorded, sign: 1 | -1): void {
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

/**
 * The folder has been read to its end, and no earlier copy is waited for any more. What a reading from nothing did not
 * bring has left.
 */
function endReading(sql: Sql, folder: Row, counted: (ids: readonly string[], work: () => void) => void): void {
  if (folder.expects === 1) {
    sql.run(`DELETE FROM present WHERE folder = ?`, folder.no!);
    sql.run(`UPDATE folders SET expects = 0 WHERE no = ?`, folder.no!);
  }
  if (folder.is_listing !== 1) return;
  sql.run(`UPDATE folders SET is_listing = 0 WHERE no = ?`, folder.no!);
  for (let after = 0; ;) {
    const rows = itemRowsOf(
      sql.all(
        `SELECT ${LOADED_TO_RECORD} FROM items
         WHERE folder = ? AND no > ? AND seen < ? AND state NOT IN ('gone', 'left') ORDER BY no LIMIT ?`,
        folder.no!,
        after,
        folder.listing!,
        LEAVING_AT_ONCE,
      ),
    );
    const ids = rows.map(({ id }) => id);
    counted(ids, () => {
      const work = workOn(sql, rows);
      for (const id of ids) work.apply(id, { type: 'left' });
      work.save();
    });
    if (rows.length < LEAVING_AT_ONCE) return;
    after = rows.at(-1)!.no;
  }
}
