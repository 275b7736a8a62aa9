import type { Accessor } from 'solid-js';
import { createSignal, getOwner, onCleanup, runWithOwner } from 'solid-js';
import { onDemand } from '../on-demand.ts';
import type { Column } from './column.ts';

const part = onDemand(async () => (await import('./sorted-rows.ts')).createSortedRows);

export type RowOrder<T> = {
  rows: Accessor<readonly T[]>;
  /** As `aria-sort` says it; undefined for a column that the rows are not sorted by. */
  directionOf: (id: string) => 'ascending' | 'descending' | undefined;
  /** Sorts by a column, the other way round, or no more. */
  sort: (id: string) => Promise<void>;
};

/** Rows in their own order, until a person sorts them: only then does the library come that does it. */
export function createRowOrder<T extends { id: string }>(
  rowsOf: Accessor<readonly T[]>,
  columns: readonly Column<T>[],
): RowOrder<T> & { prepare: () => void } {
  const owner = getOwner();
  const [sorted, setSorted] = createSignal<RowOrder<T>>();
  let isGone = false;
  onCleanup(() => (isGone = true));
  return {
    rows: () => sorted()?.rows() ?? rowsOf(),
    directionOf: (id) => sorted()?.directionOf(id),
    prepare: () => void part.want(),
    sort: async (id) => {
      if (!(await part.want()) || isGone) return;
      if (!sorted()) setSorted(runWithOwner(owner, () => part.get()!(rowsOf, columns)));
      await sorted()?.sort(id);
    },
  };
}
