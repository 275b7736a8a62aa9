import type { ItemOutcome } from '../engine/model/ledger.ts';
import type { Next } from './insert.ts';
import { become, leave, replaceCopy } from './record.ts';
import { noteItemLosses } from './settings.ts';
import type { Row, Sql } from './sql.ts';

/** Writes what became of items that were on their way, and what the source told of them meanwhile. */
export function settleItems(sql: Sql, outcomes: readonly ItemOutcome[]): void {
  const rows = sql.all(
    `SELECT no, id, is_gone, next, replaces_id, replaces_key FROM items
     WHERE state IN ('intent', 'doubt') AND id IN (SELECT value FROM json_each(?))`,
    JSON.stringify(outcomes.map(({ id }) => id)),
  );
  const open = new Map(rows.map((row) => [row.id, row]));
  for (const outcome of outcomes) {
    const row = open.get(outcome.id);
    open.delete(outcome.id);
    if (row) settleItem(sql, row, outcome);
  }
}

function settleItem(sql: Sql, row: Row, outcome: ItemOutcome): void {
  const no = row.no!;
  switch (outcome.to) {
    case 'doubt':
      sql.run(
        `UPDATE items SET state = 'doubt', attempts = MAX(attempts, ?), intent_at = coalesce(?, intent_at) WHERE no = ?`,
        outcome.attempts ?? 0,
        outcome.at ?? null,
        no,
      );
      return;
    case 'done':
      if (row.replaces_id !== null)
        sql.run(
          `INSERT OR IGNORE INTO superseded (item, destination_id, change_key) VALUES (?, ?, ?)`,
          row.id!,
          row.replaces_id!,
          row.replaces_key!,
        );
      sql.run(
        `UPDATE items SET state = 'done', destination_id = ?, destination_change_key = ?, replaces_id = NULL,
           replaces_key = NULL, moves_id = NULL, moves_key = NULL, moves_mark = NULL, fault = NULL, sight = 0
         WHERE no = ?`,
        outcome.destinationId,
        outcome.changeKey,
        no,
      );
      noteItemLosses(sql, String(row.id), outcome.losses ?? []);
      break;
    case 'pending':
      sql.run(
        `UPDATE items SET state = 'pending', attempts = ?, path = ?, not_before = ? WHERE no = ?`,
        outcome.attempts,
        outcome.path,
        outcome.notBeforeAt ?? 0,
        no,
      );
      if (outcome.copies)
        sql.run(
          `UPDATE items SET replaces_key = CASE WHEN replaces_id IS NULL THEN moves_key ELSE replaces_key END,
             replaces_id = COALESCE(replaces_id, moves_id), moves_id = NULL, moves_key = NULL, moves_mark = NULL
           WHERE no = ?`,
          no,
        );
      break;
    case 'failed':
      sql.run(
        `UPDATE items SET state = 'failed', fault = ?, is_listed = 0 WHERE no = ?`,
        JSON.stringify(outcome.fault),
        no,
      );
      break;
    case 'gone':
      sql.run(`UPDATE items SET state = 'pending', is_gone = 1 WHERE no = ?`, no);
      break;
  }
  if (row.is_gone === 1 || row.next !== null || outcome.to === 'gone') catchUp(sql, no as number);
}

/** The source told of a newer version, or that the item has left, while it was on its way. */
function catchUp(sql: Sql, no: number): void {
  const row = sql.all(
    `SELECT no, state, is_gone, next, destination_id, destination_change_key FROM items WHERE no = ?`,
    no,
  )[0];
  if (!row) return;
  if (row.is_gone === 1) {
    leave(sql, row);
    sql.run(`UPDATE items SET is_gone = 0, next = NULL WHERE no = ?`, no);
  } else if (row.next !== null) {
    if (row.state === 'done') replaceCopy(sql, row);
    become(sql, no, JSON.parse(String(row.next)) as Next);
  }
}
