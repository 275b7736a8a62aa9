import type { ItemOutcome } from '../engine/model/ledger.ts';
import type { Sql } from './database/sql.ts';
import type { ItemRow } from './item-row.ts';
import { LOADED_TO_SETTLE, loadRows, workOn } from './rows.ts';
import { noteItemOmissions } from './settings.ts';
import { isOnItsWay } from './transition.ts';

/** Writes what became of items that were on their way, and what the source told of them meanwhile. */
export function settleItems(sql: Sql, outcomes: readonly ItemOutcome[]): void {
  const ids = outcomes.map(({ id }) => id);
  const work = workOn(sql, loadRows(sql, ids, LOADED_TO_SETTLE));
  const lost = new Map<string, readonly string[]>();
  for (const outcome of outcomes) {
    const row = work.row(outcome.id);
    const omissions = row && isOnItsWay(row) ? omissionsOf(row, outcome) : undefined;
    if (omissions) lost.set(outcome.id, omissions);
    work.apply(outcome.id, { type: 'settled', outcome });
  }
  work.save();
  noteItemOmissions(sql, lost);
}

/** What an item lost, as far as its outcome says so. Of one that was unconfirmed it was said before it was known to be there. */
function omissionsOf({ state }: Pick<ItemRow, 'state'>, outcome: ItemOutcome): readonly string[] | undefined {
  if (outcome.to === 'doubt') return outcome.omissions;
  if (outcome.to !== 'done') return undefined;
  return outcome.omissions ?? (state === 'doubt' ? undefined : []);
}
