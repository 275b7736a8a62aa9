import type { CopyPath } from '../engine/model/item.ts';
import { kindOf } from '../engine/model/item.ts';
import type { LedgerChange, PageEnd, Recorded, Selection } from '../engine/model/ledger.ts';
import { NOTHING } from '../engine/model/tally.ts';
import { conditionOf } from './claim.ts';
import { requireFolder } from './folders.ts';
import { insertItems, strengthOf, type Next } from './insert.ts';
import type { Row, Sql } from './sql.ts';

const COLUMNS = `no, id, state, size, change_key, is_gone, next, destination_id, destination_change_key,
  replaces_id, replaces_key, moves_id, moves_key, is_older`;

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
  const leaving = end.isLast ? endReading(sql, folder) : [];
  for (let at = 0; at < leaving.length; at += LEAVING_AT_ONCE) {
    const rows = leaving.slice(at, at + LEAVING_AT_ONCE);
    counted(
      rows.map((row) => String(row.id)),
      () => rows.forEach((row) => leave(sql, row)),
    );
  }
  return sums;
}

/** The source has the folder no more: it is as if it had been read from nothing, and nothing was in it. */
export function endFolder(sql: Sql, folderId: string, selection: Selection): Recorded {
  sql.run(`UPDATE folders SET is_gone = 1, listing = listing + 1, is_listing = 1 WHERE source_id = ?`, folderId);
  return recordChanges(sql, folderId, [], {}, { isLast: true }, selection);
}

/** What the ledger does not know, which is nearly all of a first reading, goes in together. */
function apply(
  sql: Sql,
  folder: Row,
  changes: readonly LedgerChange[],
  paths: Readonly<Record<string, CopyPath>>,
): void {
  const asked = JSON.stringify(changes.map(({ id }) => id));
  const rows = new Map(
    sql
      .all(`SELECT ${COLUMNS} FROM items WHERE id IN (SELECT value FROM json_each(?))`, asked)
      .map((row) => [String(row.id), row]),
  );
  const fresh = new Map<string, Next>();
  const told = new Set<string>();
  for (const change of changes) {
    const { id } = change;
    if (told.has(id)) {
      // What the earlier one said is in the ledger before the later one is heard.
      insertItems(sql, folder, [...fresh.values()]);
      fresh.clear();
      const row = sql.all(`SELECT ${COLUMNS} FROM items WHERE id = ?`, id)[0];
      if (row) rows.set(id, row);
    }
    told.add(id);
    const row = rows.get(id);
    if (change.kind === 'read-flag') noteRead(sql, change);
    else if (change.kind === 'item') {
      const item = { ...change, path: paths[change.itemClass] ?? 'typed' };
      if (row) update(sql, row, item, folder);
      else fresh.set(id, item);
    } else if (row) leave(sql, row);
  }
  insertItems(sql, folder, [...fresh.values()]);
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

function noteRead(sql: Sql, change: Extract<LedgerChange, { kind: 'read-flag' }>): void {
  sql.run(
    `UPDATE items SET is_read = ?, change_key = coalesce(?, change_key) WHERE id = ?`,
    change.isRead ? 1 : 0,
    change.changeKey ?? null,
    change.id,
  );
}

/** The item is no longer in its folder at the source. What has a copy stays known by it. */
export function leave(sql: Sql, row: Row): void {
  if (row.state === 'intent' || row.state === 'doubt') sql.run(`UPDATE items SET is_gone = 1 WHERE no = ?`, row.no!);
  else if (row.state === 'done') sql.run(`UPDATE items SET state = 'left' WHERE no = ?`, row.no!);
  else if (row.state === 'pending' || row.state === 'failed')
    sql.run(
      `UPDATE items SET state = CASE WHEN coalesce(replaces_id, moves_id) IS NULL THEN 'gone' ELSE 'left' END,
         is_older = replaces_id IS NOT NULL,
         destination_id = coalesce(replaces_id, moves_id), destination_change_key = coalesce(replaces_key, moves_key),
         replaces_id = NULL, replaces_key = NULL, moves_id = NULL, moves_key = NULL, is_gone = 0 WHERE no = ?`,
      row.no!,
    );
}

/** An item that the ledger knows. What has a copy is copied anew, and the new copy takes the older one's place. */
function update(sql: Sql, row: Row, item: Next, folder: Row): void {
  if (folder.is_listing === 1) sql.run(`UPDATE items SET seen = ? WHERE no = ?`, folder.listing!, row.no!);
  const isSame = row.change_key === item.changeKey;
  if (row.state === 'intent' || row.state === 'doubt') {
    sql.run(`UPDATE items SET is_gone = 0 WHERE no = ?`, row.no!);
    if (!isSame)
      sql.run(
        `UPDATE items SET change_key = ?, is_read = ?, next = ? WHERE no = ?`,
        item.changeKey,
        item.isRead === undefined ? null : Number(item.isRead),
        JSON.stringify(item),
        row.no!,
      );
  } else if (isSame && row.state === 'left' && row.is_older !== 1)
    sql.run(`UPDATE items SET state = 'done', is_kept = 0 WHERE no = ?`, row.no!);
  else if (!isSame || row.state === 'gone' || row.state === 'left') {
    if (row.state === 'done' || row.state === 'left') replaceCopy(sql, row);
    become(sql, row.no as number, item);
  }
}

/** Its copy becomes the one that is to be replaced. */
export function replaceCopy(sql: Sql, row: Row): void {
  sql.run(
    `UPDATE items SET replaces_id = destination_id, replaces_key = destination_change_key, destination_id = NULL,
       destination_change_key = NULL, is_kept = 0 WHERE no = ?`,
    row.no!,
  );
}

/** Makes the row pending work for this version. A copy that was to be moved holds an older one: it is to be replaced. */
export function become(sql: Sql, no: number, item: Next): void {
  sql.run(
    `UPDATE items SET change_key = ?, item_class = ?, kind = ?, size = ?, match_key = ?, path = ?, state = 'pending',
       attempts = 0, not_before = 0, is_read = ?, item_at = ?, subject = ?, modified_at = ?, is_strong = ?,
       fault = NULL, next = NULL, is_older = 0,
       replaces_id = coalesce(replaces_id, moves_id), replaces_key = coalesce(replaces_key, moves_key),
       moves_id = NULL, moves_key = NULL, moves_mark = NULL WHERE no = ?`,
    item.changeKey,
    item.itemClass,
    kindOf(item.itemClass),
    item.sizeBytes,
    item.matchKey,
    item.path,
    item.isRead === undefined ? null : Number(item.isRead),
    item.itemAt ?? null,
    item.subject ?? null,
    item.modifiedAt ?? null,
    strengthOf(item),
    no,
  );
}

/**
 * The folder has been read to its end, and no earlier copy is waited for any more. Returns what a reading from nothing
 * did not bring: it has left.
 */
function endReading(sql: Sql, folder: Row): Row[] {
  if (folder.expects === 1) {
    sql.run(`DELETE FROM present WHERE folder = ?`, folder.no!);
    sql.run(`UPDATE folders SET expects = 0 WHERE no = ?`, folder.no!);
  }
  if (folder.is_listing !== 1) return [];
  sql.run(`UPDATE folders SET is_listing = 0 WHERE no = ?`, folder.no!);
  return sql.all(
    `SELECT ${COLUMNS} FROM items WHERE folder = ? AND seen < ? AND state NOT IN ('gone', 'left')`,
    folder.no!,
    folder.listing!,
  );
}
