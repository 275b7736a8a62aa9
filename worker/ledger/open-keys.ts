import type { Sql, Value } from './database/sql.ts';

/** Match keys of items from any folder that may be in flight to this folder's destination. */
export function openKeysInto(sql: Sql, folderNo: Value): Set<string> {
  const rows = sql.all(
    `SELECT match_key FROM items WHERE state IN ('intent', 'doubt') AND folder IN
       (SELECT no FROM folders WHERE destination_id = (SELECT destination_id FROM folders WHERE no = ?))`,
    folderNo,
  );
  return new Set(rows.map((row) => String(row.match_key)));
}
