import type { Row, Sql } from './sql.ts';

/**
 * Pairs items that left one folder with items that came into another and look alike. A move is told by a server as a
 * deletion here and a new id there, in no certain order. Only what was certainly not edited on the way is moved; what
 * may have been, or looks the same for want of a finer clock, is copied in the older copy's stead. What has a copy of
 * its own already may as well be another item that looks alike: there a date is not enough, or the copy of an item that
 * was deleted would go with it.
 */
export function pairMoves(sql: Sql): number {
  if (sql.all(`SELECT 1 FROM items WHERE state = 'left' LIMIT 1`).length === 0) return 0;
  // The loop is over what came; what has left is found by its own small index.
  const pairs = sql.all(
    `SELECT n.no AS came, n.state AS state, l.no AS gone, l.id, l.destination_id, l.destination_change_key, l.told_read,
       n.size = l.size AND n.modified_at IS NOT NULL AND n.modified_at = l.modified_at
         AND l.is_older = 0 AND l.is_young = 0 AS is_same,
       n.folder = l.folder AS is_back
     FROM items n CROSS JOIN items l ON l.match_key = n.match_key AND l.state = 'left'
     WHERE n.state IN ('pending', 'done') AND n.replaces_id IS NULL AND n.moves_id IS NULL
       AND (n.folder <> l.folder OR n.state = 'pending') AND n.no > l.no
       AND CASE n.state
         WHEN 'pending' THEN n.size = l.size OR n.is_strong > 0
         ELSE (n.size = l.size AND n.modified_at IS l.modified_at) OR n.is_strong = 2 END
       AND l.destination_id IS NOT NULL
       AND n.folder IN (SELECT no FROM folders WHERE is_active = 1)
     ORDER BY n.state DESC, is_same DESC, n.no, l.no`,
  );
  const used = new Set<string>();
  let found = 0;
  for (const pair of pairs) {
    const keys = [`came ${pair.came}`, `gone ${pair.gone}`];
    if (keys.some((key) => used.has(key))) continue;
    for (const key of keys) used.add(key);
    pairUp(sql, pair);
    found += 1;
  }
  return found;
}

function pairUp(sql: Sql, pair: Row): void {
  if (pair.state === 'done')
    sql.run(
      `INSERT OR IGNORE INTO superseded (item, destination_id, change_key) VALUES (?, ?, ?)`,
      pair.id!,
      pair.destination_id!,
      pair.destination_change_key!,
    );
  // It went elsewhere and came back before anyone looked: its copy is where it belongs.
  else if (pair.is_same === 1 && pair.is_back === 1)
    sql.run(
      `UPDATE items SET state = 'done', destination_id = ?, destination_change_key = ?, told_read = ?, is_kept = 0,
         is_young = 0 WHERE no = ?`,
      pair.destination_id!,
      pair.destination_change_key!,
      pair.told_read!,
      pair.came!,
    );
  else if (pair.is_same === 1)
    sql.run(
      `UPDATE items SET moves_id = ?, moves_key = ?, moves_mark = ?, told_read = ?, attempts = 0,
         not_before = 0 WHERE no = ?`,
      pair.destination_id!,
      pair.destination_change_key!,
      pair.id!,
      pair.told_read!,
      pair.came!,
    );
  else
    sql.run(
      `UPDATE items SET replaces_id = ?, replaces_key = ? WHERE no = ?`,
      pair.destination_id!,
      pair.destination_change_key!,
      pair.came!,
    );
  sql.run(
    `UPDATE items SET state = 'gone', destination_id = NULL, destination_change_key = NULL WHERE no = ?`,
    pair.gone!,
  );
}
