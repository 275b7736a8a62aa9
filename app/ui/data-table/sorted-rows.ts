import type { ColumnDef } from '@tanstack/solid-table';
import { createSortedRowModel, createTable, rowSortingFeature, tableFeatures } from '@tanstack/solid-table';
import type { Accessor } from 'solid-js';
import { createMemo } from 'solid-js';
import { once } from '../../lib/once.ts';
import type { Column } from './column.ts';
import type { RowOrder } from './row-order.ts';

const collator = once(() => new Intl.Collator(undefined, { numeric: true }));

function compare(a: unknown, b: unknown): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : collator().compare(String(a), String(b));
}

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() });

/** Rows in the order that a person chose, else in their own. Sorting again the same way goes on: up, down, as it was. */
export function createSortedRows<T extends { id: string }>(
  rowsOf: Accessor<readonly T[]>,
  columns: readonly Column<T>[],
): RowOrder<T> {
  const defs: ColumnDef<typeof features, T>[] = columns.map(({ id, sortBy }) => ({
    id,
    enableSorting: sortBy !== undefined,
    sortUndefined: 'last',
    sortFn: (a, b, columnId) => compare(a.getValue(columnId), b.getValue(columnId)),
    accessorFn: (row: T) => sortBy?.(row),
  }));
  const table = createTable<typeof features, T>({
    features,
    columns: defs,
    get data() {
      return rowsOf() as T[];
    },
    getRowId: (row) => row.id,
    enableMultiSort: false,
    sortDescFirst: false,
  });
  const directionOf = (id: string) => {
    const sort = table.atoms.sorting.get().find((each) => each.id === id);
    return sort && (sort.desc ? 'descending' : 'ascending');
  };
  // Nothing is wrapped and sorted while the order is that of the rows themselves: ten thousand come twice a second.
  const rows = createMemo((): readonly T[] =>
    table.atoms.sorting.get().length === 0 ? rowsOf() : table.getRowModel().rows.map(({ original }) => original),
  );
  return {
    rows,
    directionOf,
    sort: async (id) => table.getColumn(id)?.toggleSorting(),
  };
}
