import type { Accessor, JSX } from 'solid-js';

/** A column of a data table, as data. */
export type Column<T> = {
  id: string;
  title: string;
  /** A track of a CSS grid: `80px`, `minmax(180px, 2fr)`. */
  track: string;
  cell: (row: Accessor<T>) => JSX.Element;
  /** The value that rows are sorted by; without it the column cannot be sorted. */
  sortBy?: (row: T) => string | number | undefined;
  /** Numbers stand at the end of their column. */
  isNumber?: boolean;
  /** Shown where the table is at least this wide, in px. Default: always. */
  from?: number;
};

/** The columns that have room in a table of this width, in px. */
export function fittingColumns<T>(columns: readonly Column<T>[], width: number): Column<T>[] {
  return columns.filter(({ from = 0 }) => width >= from);
}

/** The grid of a row: a track for its checkbox, where it has one, then those of the columns. */
export function tracksOf<T>(columns: readonly Column<T>[], hasCheckbox: boolean): string {
  return [...(hasCheckbox ? ['36px'] : []), ...columns.map(({ track }) => track)].join(' ');
}
