import type { CopyMethod } from '../lib/copy-methods.ts';
import type { LedgerChange, PageEnd, Recorded, Selection } from '../engine/model/ledger-facts.ts';
import { NOTHING } from '../engine/model/tally.ts';
import { countItems } from './count-items.ts';
import { requireFolder } from './folders.ts';
import type { Next } from './item-row.ts';
import { newRow } from './item-row.ts';
import { takePresent } from './present.ts';
import { itemRowsOf, LOADED_TO_RECORD, loadRows, workOn } from './rows.ts';
import type { Row, Sql } from './database/sql.ts';

/** A full reading may find that every item of the folder has left. */
const LEAVING_BATCH_SIZE = 500;

/** `methods` has the method of each item class that occurs in `changes`. */
export function recordChanges(
  sql: Sql,
  folderId: string,
  changes: readonly LedgerChange[],
  methods: Readonly<Record<string, CopyMethod>>,
  end: Omit<PageEnd, 'readTo'> & Partial<PageEnd>,
  selection: Selection,
): Recorded {
  const folder = requireFolder(sql, folderId);
  const sums: Recorded = { waiting: { ...NOTHING }, copied: { ...NOTHING }, failed: { ...NOTHING } };
  const counted = (ids: readonly string[], work: () => void) => {
    countItems(sql, ids, selection, sums, -1);
    work();
    countItems(sql, ids, selection, sums, 1);
  };
  counted(
    changes.flatMap((change) => (change.kind === 'read-flag' ? [] : [change.id])),
    () => apply(sql, folder, changes, methods, end.seeks === true),
  );
  sql.run(`UPDATE folders SET read_to = ? WHERE no = ?`, end.readTo ?? null, folder.no!);
  if (end.isLast) endReading(sql, folder, end.forgetBefore, counted);
  return sums;
}

/** The folder is gone at the source: treat it as fully read and empty. */
export function endFolder(sql: Sql, folderId: string, selection: Selection): Recorded {
  sql.run(`UPDATE folders SET is_gone = 1, listing = listing + 1, is_listing = 1 WHERE source_id = ?`, folderId);
  return recordChanges(sql, folderId, [], {}, { isLast: true }, selection);
}

function apply(
  sql: Sql,
  folder: Row,
  changes: readonly LedgerChange[],
  methods: Readonly<Record<string, CopyMethod>>,
  seeks: boolean,
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
      const item: Next = { ...change, path: methods[change.itemClass] ?? 'typed' };
      if (work.row(id)) work.apply(id, { type: 'listed', item, ...listing });
      else {
        const row = newRow(Number(folder.no), Number(folder.listing), item, takePresent(sql, folder, item));
        const isSought = seeks && row.state === 'pending' && row.wide_key !== null && row.replaces_id === null;
        work.add(isSought ? { ...row, seeks: 1 } : row);
      }
    }
  }
  work.save();
}

/**
 * The folder has been fully read: stop waiting for earlier copies, except recent arrivals at the destination, which may
 * have been forwarded and may still come to the source. Items that a full reading did not report have left.
 */
function endReading(
  sql: Sql,
  folder: Row,
  forgetBefore: string | undefined,
  counted: (ids: readonly string[], work: () => void) => void,
): void {
  if (folder.expects === 1) {
    sql.run(
      `DELETE FROM present WHERE folder = ? AND (came_at IS NULL OR came_at < ? OR wide_key IS NULL)`,
      folder.no!,
      forgetBefore ?? '9',
    );
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
        LEAVING_BATCH_SIZE,
      ),
    );
    const ids = rows.map(({ id }) => id);
    counted(ids, () => {
      const work = workOn(sql, rows);
      for (const id of ids) work.apply(id, { type: 'left' });
      work.save();
    });
    if (rows.length < LEAVING_BATCH_SIZE) return;
    after = rows.at(-1)!.no;
  }
}
