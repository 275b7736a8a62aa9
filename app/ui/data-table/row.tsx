import type { Accessor, JSX } from 'solid-js';
import { For, Show } from 'solid-js';
import type { Column } from './column.ts';
import styles from './data-table.module.css';

/** One row of a data table, at its place; with `card`, all that there is to say of it in one cell. */
export function Row<T extends { id: string }>(props: {
  row: T;
  index: number;
  top: number;
  columns: readonly Column<T>[];
  card: ((row: Accessor<T>) => JSX.Element) | undefined;
  name: string;
  attributes: Record<string, string>;
  isAt: boolean;
  isOpen: boolean;
  isSelected: boolean;
  onPick: ((isRange: boolean) => void) | undefined;
  onOpen: () => void;
}): JSX.Element {
  const row = () => props.row;
  return (
    <div
      {...props.attributes}
      class={`${styles.row} ${props.card ? styles.card : ''}`}
      role="row"
      id={props.row.id}
      aria-rowindex={props.index + 2}
      aria-selected={props.onPick ? props.isSelected : undefined}
      classList={{ [styles.at!]: props.isAt, [styles.open!]: props.isOpen }}
      style={{ transform: `translateY(${props.top}px)` }}
      onClick={() => props.onOpen()}
    >
      <Show when={props.onPick}>
        <span role="gridcell">
          <label class={styles.pick} onClick={(event) => event.stopPropagation()}>
            <input
              type="checkbox"
              tabIndex={-1}
              aria-label={`Select ${props.name}`}
              checked={props.isSelected}
              onClick={(event) => props.onPick?.(event.shiftKey)}
            />
          </label>
        </span>
      </Show>
      <Show
        when={props.card}
        fallback={
          <For each={props.columns}>
            {(column) => (
              <span role="gridcell" class={column.isNumber ? styles.number : styles.cell}>
                {column.cell(row)}
              </span>
            )}
          </For>
        }
      >
        {(card) => (
          <span role="gridcell" class={styles.cell}>
            {card()(row)}
          </span>
        )}
      </Show>
    </div>
  );
}
