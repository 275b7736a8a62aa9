import type { CopyPath } from '../../engine/item.ts';
import { kindOf } from '../../engine/item.ts';
import type { LedgerChange, Recorded, Selection } from '../../engine/ledger.ts';
import { NOTHING } from '../../engine/tally.ts';
import { conditionOf } from './claim.ts';
import { requireFolder } from './folders.ts';
import type { Row, Sql, Value } from './tables.ts';

type ItemChange = Extract<LedgerChange, { kind: 'item' }>;
/** A newer version of an item that is on its way. */
export type Next = ItemChange & { path: CopyPath };

const COLUMNS = `no, id, state, size, change_key, is_gone, next, destination_id, destination_change_key,
  replaces_id, replaces_key, moves_id, moves_key`;

type Count = (row: Row | undefined, sign: 1 | -1) => void;

/** `paths` tells the path of each item class that occurs in `changes`. */
export function recordChanges(
  sql: Sql,
  folderId: string,
  changes: readonly LedgerChange[],
  paths: Readonly<Record<string, CopyPath>>,
  isLast: boolean,
  selection: Selection,
): Recorded {
  const folder = requireFolder(sql, folderId);
  const { where, values } = conditionOf(selection);
  const counted = (id: Value) =>
    sql.all(`SELECT state, size, (1${where}) AS is_selected FROM items WHERE id = ?`, ...values, id)[0];
  const sums: Recorded = { waiting: { ...NOTHING }, copied: { ...NOTHING }, failed: { ...NOTHING } };
  const count: Count = (row, sign) => {
    const column = row && COLUMN_OF[String(row.state)];
    if (!row || !column || (row.state === 'pending' && row.is_selected !== 1)) return;
    sums[column].count += sign;
    sums[column].bytes += sign * Number(row.size);
  };
  for (const change of changes) {
    const row = sql.all(`SELECT ${COLUMNS} FROM items WHERE id = ?`, change.id)[0];
    if (change.kind === 'read-flag') {
      noteRead(sql, change);
      continue;
    }
    if (row) count(counted(change.id), -1);
    if (change.kind === 'item') {
      const item = { ...change, path: paths[change.itemClass] ?? 'typed' };
      if (row) update(sql, row, item, folder);
      else insert(sql, folder, item);
    } else if (row) leave(sql, row);
    count(counted(change.id), 1);
  }
  if (isLast)
    for (const row of endReading(sql, folder)) {
      count(counted(row.id!), -1);
      leave(sql, row);
      count(counted(row.id!), 1);
    }
  return sums;
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
         destination_id = coalesce(replaces_id, moves_id), destination_change_key = coalesce(replaces_key, moves_key),
         replaces_id = NULL, replaces_key = NULL, moves_id = NULL, moves_key = NULL, is_gone = 0 WHERE no = ?`,
      row.no!,
    );
}

function insert(sql: Sql, folder: Row, item: Next): void {
  const copy = folder.expects === 1 ? takePresent(sql, folder, item) : undefined;
  sql.run(
    `INSERT INTO items (id, folder, change_key, item_class, kind, size, match_key, path, state, is_read, told_read,
       item_at, subject, modified_at, is_strong, seen, destination_id, destination_change_key)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    item.id,
    folder.no!,
    item.changeKey,
    item.itemClass,
    kindOf(item.itemClass),
    item.sizeBytes,
    item.matchKey,
    item.path,
    copy ? 'done' : 'pending',
    item.isRead === undefined ? null : Number(item.isRead),
    copy && item.isRead !== undefined ? Number(item.isRead) : null,
    item.itemAt ?? null,
    item.subject ?? null,
    item.modifiedAt ?? null,
    strengthOf(item),
    folder.listing!,
    copy ? copy.destination_id! : null,
    copy ? copy.change_key! : null,
  );
}

/** A copy that an earlier tool, or an earlier life of this project, left in the destination folder. Each is taken once. */
function takePresent(sql: Sql, folder: Row, item: Next): Row | undefined {
  const find = (column: string, key: string) =>
    sql.all(
      `SELECT destination_id, change_key FROM present WHERE folder = ? AND ${column} = ? ORDER BY destination_id LIMIT 1`,
      folder.no!,
      key,
    )[0];
  const copy = find('match_key', item.matchKey) ?? (item.looseKey ? find('loose_key', item.looseKey) : undefined);
  if (copy) sql.run(`DELETE FROM present WHERE folder = ? AND destination_id = ?`, folder.no!, copy.destination_id!);
  return copy;
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
  } else if (isSame && row.state === 'left')
    sql.run(`UPDATE items SET state = 'done', is_kept = 0 WHERE no = ?`, row.no!);
  else if (!isSame || row.state === 'gone') {
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

/**
 * How surely two items that look alike are one: 2 by a Message-ID or UID, 1 by a date to the second beside the class and
 * the subject, else 0.
 */
function strengthOf(item: Next): 0 | 1 | 2 {
  if (item.looseKey !== undefined) return 2;
  return item.itemAt === undefined ? 0 : 1;
}

/** Makes the row pending work for this version. A copy that was to be moved holds an older one: it is to be replaced. */
export function become(sql: Sql, no: number, item: Next): void {
  sql.run(
    `UPDATE items SET change_key = ?, item_class = ?, kind = ?, size = ?, match_key = ?, path = ?, state = 'pending',
       attempts = 0, not_before = 0, is_read = ?, item_at = ?, subject = ?, modified_at = ?, is_strong = ?,
       fault = NULL, next = NULL,
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
