import type { ItemOutcome } from '../engine/model/ledger-facts.ts';
import type { Sql } from './database/sql.ts';
import type { ItemRow } from './item-row.ts';
import { LOADED_TO_SETTLE, loadRows, workOn } from './rows.ts';
import { noteItemOmissions } from './settings.ts';
import { isOnItsWay } from './transition.ts';

/** Writes the outcomes of items in flight, and what the source reported of them meanwhile. */
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

/** An item's omissions, if its outcome has them. An unconfirmed item's were stored before it was found to have arrived. */
function omissionsOf({ state }: Pick<ItemRow, 'state'>, outcome: ItemOutcome): readonly string[] | undefined {
  if (outcome.to === 'doubt') return outcome.omissions;
  if (outcome.to !== 'done') return undefined;
  return outcome.omissions ?? (state === 'doubt' ? undefined : []);
}
