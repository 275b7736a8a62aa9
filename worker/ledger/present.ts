import type { Copy } from '../engine/model/ledger.ts';
import type { Row, Sql } from './database/sql.ts';
import type { Next } from './item-row.ts';

/**
 * The copy of an item that stood in the destination folder before us: of an earlier tool, or of an earlier life of this
 * project. Each is taken once, whichever of the folders that go there has its item.
 */
export function takePresent(sql: Sql, folder: Row, item: Next): Copy | undefined {
  if (folder.expects !== 1) return undefined;
  const find = (column: string, key: string) =>
    sql.all(
      `SELECT destination_id, change_key FROM present WHERE folder = ? AND ${column} = ? ORDER BY destination_id LIMIT 1`,
      folder.no!,
      key,
    )[0];
  const copy = find('match_key', item.matchKey) ?? (item.looseKey ? find('loose_key', item.looseKey) : undefined);
  if (!copy) return undefined;
  sql.run(`DELETE FROM present WHERE destination_id = ?`, copy.destination_id!);
  return { destinationId: String(copy.destination_id), changeKey: String(copy.change_key) };
}
