import type { ItemOutcome } from '../engine/model/ledger.ts';
import type { Sql } from './database/sql.ts';
import { LOADED_TO_SETTLE, loadRows, workOn } from './rows.ts';
import { noteItemLosses } from './settings.ts';
import { isOnItsWay } from './transition.ts';

/** Writes what became of items that were on their way, and what the source told of them meanwhile. */
export function settleItems(sql: Sql, outcomes: readonly ItemOutcome[]): void {
  const ids = outcomes.map(({ id }) => id);
  const work = workOn(sql, loadRows(sql, ids, LOADED_TO_SETTLE));
  const arrived = new Map<string, readonly string[]>();
  for (const outcome of outcomes) {
    const row = work.row(outcome.id);
    if (row && isOnItsWay(row) && outcome.to === 'done') arrived.set(outcome.id, outcome.losses ?? []);
    work.apply(outcome.id, { type: 'settled', outcome });
  }
  work.save();
  noteItemLosses(sql, arrived);
}
