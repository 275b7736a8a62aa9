import type { Row, Sql } from './database/sql.ts';
import { loadRows, workOn } from './rows.ts';

/** Whole folders may have been emptied into another: their rows are not held all at once. */
const PAIR_BATCH_SIZE = 500;

/**
 * Pairs items that left one folder with items that came into another and look alike. Servers report a move as a deletion
 * here and a new id there, in either order. A copy is moved only if the item was certainly not edited meanwhile; if it
 * may have been, or the clock is too coarse to tell, it is copied again and replaces the older copy. An item that already
 * has a copy may be a different one that looks alike: there a date is not enough, or a deleted item's copy could go too.
 */
export function pairMoves(sql: Sql): number {
  if (sql.all(`SELECT 1 FROM items WHERE state = 'left' LIMIT 1`).length === 0) return 0;
  // The loop is over what came; what has left is found by its own small index.
  const pairs = sql.all(
    `SELECT n.id AS came, l.id AS gone,
       n.size = l.size AND n.modified_at IS NOT NULL AND n.modified_at = l.modified_at
         AND l.is_older = 0 AND l.is_young = 0 AS is_same
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
  for (let at = 0; at < pairs.length; at += PAIR_BATCH_SIZE)
    found += pairUp(sql, pairs.slice(at, at + PAIR_BATCH_SIZE), used);
  return found;
}

/** Each item is paired once; `used` has those that are. */
function pairUp(sql: Sql, pairs: readonly Row[], used: Set<string>): number {
  const ids = [...new Set(pairs.flatMap(({ came, gone }) => [came!, gone!]))];
  const work = workOn(sql, loadRows(sql, ids));
  let found = 0;
  for (const pair of pairs) {
    const [came, gone] = [String(pair.came), String(pair.gone)];
    if (used.has(came) || used.has(gone)) continue;
    used.add(came).add(gone);
    found += 1;
    if (work.row(came)!.state === 'done') work.apply(gone, { type: 'copied-elsewhere' });
    else {
      work.apply(came, { type: 'paired', with: work.row(gone)!, isSame: pair.is_same === 1 });
      work.apply(gone, { type: 'copy-taken' });
    }
  }
  work.save();
  return found;
}
