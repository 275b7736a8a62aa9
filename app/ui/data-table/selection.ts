/** Rows that are selected, by id. */
export type Selection = ReadonlySet<string>;

/**
 * The selection after a row was picked. With `anchor`, the index of the row that was picked before: every row from
 * there on gets the new state of this one.
 */
export function pickRow(
  rows: readonly { id: string }[],
  selected: Selection,
  index: number,
  anchor: number = index,
): Selection {
  const id = rows[index]?.id;
  if (id === undefined) return selected;
  const isWanted = !selected.has(id);
  const next = new Set(selected);
  for (const row of rows.slice(Math.min(anchor, index), Math.max(anchor, index) + 1)) {
    if (isWanted) next.add(row.id);
    else next.delete(row.id);
  }
  return next;
}

/** Whether every row is selected, and there is one. */
export function isAllSelected(rows: readonly { id: string }[], selected: Selection): boolean {
  return rows.length > 0 && rows.every(({ id }) => selected.has(id));
}

/** The selection after all rows were picked, or none of them: what a filter hides stays selected. */
export function pickRows(rows: readonly { id: string }[], selected: Selection, isWanted: boolean): Selection {
  const next = new Set(selected);
  for (const { id } of rows)
    if (isWanted) next.add(id);
    else next.delete(id);
  return next;
}
