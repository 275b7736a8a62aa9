import type { CopyPath } from '../engine/model/item.ts';
import { kindOf } from '../engine/model/item.ts';
import type { LedgerChange } from '../engine/model/ledger.ts';
import type { Row, Sql, Value } from './sql.ts';

/** A version of an item that is to be copied. */
export type Next = Extract<LedgerChange, { kind: 'item' }> & { path: CopyPath };

const COLUMNS = [
  'id',
  'change_key',
  'item_class',
  'kind',
  'size',
  'match_key',
  'path',
  'state',
  'is_read',
  'told_read',
  'item_at',
  'subject',
  'modified_at',
  'is_strong',
  'destination_id',
  'destination_change_key',
];
/** One value is to stay well below what SQLite takes, subjects and long ids included. */
const ROWS_AT_ONCE = 200;

/** Adds items that the ledger does not know, in their order. Those whose copy stood there before are done. */
export function insertItems(sql: Sql, folder: Row, items: readonly Next[]): void {
  const read = COLUMNS.map((_, index) => `json_extract(value, '$[${index}]')`);
  for (let at = 0; at < items.length; at += ROWS_AT_ONCE) {
    const rows = items.slice(at, at + ROWS_AT_ONCE).map((item) => valuesOf(sql, folder, item));
    sql.run(
      `INSERT INTO items (folder, seen, ${COLUMNS.join(', ')}) SELECT ?, ?, ${read.join(', ')} FROM json_each(?)`,
      folder.no!,
      folder.listing!,
      JSON.stringify(rows),
    );
  }
}

function valuesOf(sql: Sql, folder: Row, item: Next): Value[] {
  const copy = folder.expects === 1 ? takePresent(sql, folder, item) : undefined;
  const isRead = item.isRead === undefined ? null : Number(item.isRead);
  return [
    item.id,
    item.changeKey,
    item.itemClass,
    kindOf(item.itemClass),
    item.sizeBytes,
    item.matchKey,
    item.path,
    copy ? 'done' : 'pending',
    isRead,
    copy ? isRead : null,
    item.itemAt ?? null,
    item.subject ?? null,
    item.modifiedAt ?? null,
    strengthOf(item),
    copy ? copy.destination_id! : null,
    copy ? copy.change_key! : null,
  ];
}

/**
 * A copy that an earlier tool, or an earlier life of this project, left in the destination folder. Each is taken once,
 * whichever of the folders that go there has its item.
 */
function takePresent(sql: Sql, folder: Row, item: Next): Row | undefined {
  const find = (column: string, key: string) =>
    sql.all(
      `SELECT destination_id, change_key FROM present WHERE folder = ? AND ${column} = ? ORDER BY destination_id LIMIT 1`,
      folder.no!,
      key,
    )[0];
  const copy = find('match_key', item.matchKey) ?? (item.looseKey ? find('loose_key', item.looseKey) : undefined);
  if (copy) sql.run(`DELETE FROM present WHERE destination_id = ?`, copy.destination_id!);
  return copy;
}

/**
 * How surely two items that look alike are one: 2 by a Message-ID or UID, 1 by a date to the second beside the class and
 * the subject, else 0.
 */
export function strengthOf(item: Next): 0 | 1 | 2 {
  if (item.looseKey !== undefined) return 2;
  return item.itemAt === undefined ? 0 : 1;
}
