import { createVirtualizer, elementScroll } from '@tanstack/solid-virtual';
import type { Accessor, JSX } from 'solid-js';
import { For, Show, createEffect, createMemo, createSignal, on, onMount } from 'solid-js';
import { formatCount } from '../../lib/format.ts';
import { createIsPhone } from '../../lib/is-phone.ts';
import { Icon } from '../icon.tsx';
import { createGrowth, createLater } from '../later.tsx';
import { createShortcut } from '../shortcuts.ts';
import type { Column } from './column.ts';
import { fittingColumns, tracksOf } from './column.ts';
import styles from './data-table.module.css';
import { createRowOrder } from './row-order.ts';
import { Row } from './row.tsx';
import type { Selection } from './selection.ts';
import { isAllSelected, pickRow, pickRows } from './selection.ts';

const ROW_PX = 50;
const CARD_PX = 132;
/** One more line of text. */
const LINE_PX = 18;
/** The heading stays above the rows, which scroll below it; cards have none. */
const HEAD_PX = 36;
const PAGE_ROWS = 12;
/** Rows that are drawn above and below those in sight. At first none, so that what is in sight is drawn soon. */
const OVERSCAN = 6;
/** Rows that are drawn in one task when a table appears. */
const ROWS_A_TASK = 3;

/**
 * Rows, as many as there are: only those in sight exist. Arrows move, Enter opens, Space selects, headings sort. On a
 * phone each row is a card.
 */
export function DataTable<T extends { id: string }>(props: {
  /** What the rows are, in the plural. */
  name: string;
  /** The id of the grid, for what hands the focus on to it. */
  gridId?: string;
  rows: readonly T[];
  columns: readonly Column<T>[];
  card: (row: Accessor<T>) => JSX.Element;
  /** What a row is called in the label of its checkbox. */
  nameOf: (row: T) => string;
  openId?: string | undefined;
  onOpen?: (id?: string) => void;
  selected?: Selection;
  onSelect?: (ids: Selection) => void;
  /** What stands where no row is. */
  empty: string;
  /** Rows have a line more. */
  isTall?: boolean;
  /** `data-` attributes of a row. */
  attributesOf?: (row: T) => Record<`data-${string}`, string>;
}): JSX.Element {
  let element!: HTMLDivElement;
  const [grid, setGrid] = createSignal<HTMLDivElement>();
  const [width, setWidth] = createSignal(Infinity);
  const isPhone = createIsPhone();
  const [at, setAt] = createSignal(-1);
  const order = createRowOrder(() => props.rows, props.columns);
  const { rows } = order;
  const columns = createMemo(() => fittingColumns(props.columns, width()));
  const selected = () => props.selected ?? new Set<string>();
  const isLater = createLater();
  const rowPx = () => (isPhone() ? CARD_PX : ROW_PX) + (props.isTall ? LINE_PX : 0);
  let isPlaced = false;
  const virtual = createVirtualizer({
    get count() {
      return rows().length;
    },
    getScrollElement: () => grid() ?? null,
    estimateSize: rowPx,
    get scrollPaddingEnd() {
      return isPhone() ? 0 : HEAD_PX;
    },
    get overscan() {
      return isLater() ? OVERSCAN : 0;
    },
    // A new table is where it begins: to scroll it there, a browser would have to lay out the page in the middle of
    // drawing it.
    scrollToFn: (offset, options, instance) => {
      if (isPlaced || offset !== 0) elementScroll(offset, options, instance);
      isPlaced = true;
    },
    // Asked for its size at once, a browser would have to lay out the page in the middle of drawing it.
    observeElementRect: (_, onSize) => {
      const observer = new ResizeObserver(([entry]) => {
        const { width, height } = entry!.contentRect;
        setWidth(width);
        onSize({ width: Math.round(width), height: Math.round(height) });
      });
      observer.observe(element);
      return () => observer.disconnect();
    },
  });
  const grown = createGrowth(ROWS_A_TASK, () => virtual.getVirtualItems().length);
  onMount(() => {
    // Not by `ref`: an element that is not in the page yet belongs to no window, and can't be measured.
    setGrid(element);
  });
  createEffect(on(isPhone, () => virtual.measure(), { defer: true }));
  createEffect(
    on(
      () => rows().length,
      (count) => setAt((index) => Math.min(index, count - 1)),
    ),
  );

  let anchor = -1;
  const pick = (index: number, isRange = false) => {
    props.onSelect?.(pickRow(rows(), selected(), index, isRange && anchor >= 0 ? anchor : index));
    anchor = index;
  };
  const pickAll = (isWanted: boolean) => props.onSelect?.(pickRows(rows(), selected(), isWanted));
  const move = (step: number) => {
    const next = Math.min(rows().length - 1, Math.max(0, at() + step));
    setAt(next);
    virtual.scrollToIndex(next);
    // A panel that is open follows the eye.
    if (props.openId) props.onOpen?.(rows()[next]?.id);
  };
  /** The row that the keys are at, unless it has been scrolled away. */
  const drawnId = () => (virtual.getVirtualItems().some(({ index }) => index === at()) ? rows()[at()]?.id : undefined);
  const onKey = (event: KeyboardEvent) => {
    // What is typed in a cell is not for the table.
    if ((event.target as HTMLElement).matches('button, input:not([type=checkbox])')) return;
    const current = rows()[at()];
    if (event.key === 'ArrowDown') move(1);
    else if (event.key === 'ArrowUp') move(-1);
    else if (event.key === 'PageDown') move(PAGE_ROWS);
    else if (event.key === 'PageUp') move(-PAGE_ROWS);
    else if (event.key === 'Enter' && current) props.onOpen?.(current.id);
    else if (event.key === 'Home') move(-Infinity);
    else if (event.key === 'End') move(Infinity);
    else if (event.key === ' ' && current) pick(at(), event.shiftKey);
    else if (event.key === 'a' && (event.ctrlKey || event.metaKey)) pickAll(!isAllSelected(rows(), selected()));
    else if (event.key === 'Escape' && props.openId) props.onOpen?.();
    else return;
    event.preventDefault();
  };

  /** On a phone there is no heading: a grid without rows would be none. */
  const isGrid = () => !isPhone() || rows().length > 0;

  /** From wherever the focus is. */
  const step = (by: number) => {
    element.focus();
    move(by);
  };
  createShortcut('next', () => step(1));
  createShortcut('previous', () => step(-1));

  return (
    <div
      class={`card ${styles.table}`}
      id={props.gridId}
      ref={element}
      role={isGrid() ? 'grid' : 'group'}
      tabIndex={0}
      onKeyDown={onKey}
      aria-label={isGrid() ? `${props.name}, arrow keys move` : props.name}
      aria-multiselectable={isGrid() ? props.onSelect !== undefined : undefined}
      aria-rowcount={isGrid() ? rows().length + 1 : undefined}
      aria-activedescendant={drawnId()}
      style={{ '--tracks': tracksOf(columns(), props.onSelect !== undefined), '--row': `${String(rowPx())}px` }}
    >
      <Show when={!isPhone()}>
        <div class={`${styles.row} ${styles.head}`} role="row">
          <Show when={props.onSelect}>
            <span class={styles.pick} role="columnheader">
              <input
                type="checkbox"
                aria-label="Select all"
                checked={isAllSelected(rows(), selected())}
                onChange={(event) => pickAll(event.currentTarget.checked)}
              />
            </span>
          </Show>
          <For each={columns()}>
            {(column, index) => (
              <span
                role="columnheader"
                class={column.isNumber ? styles.number : ''}
                aria-sort={order.directionOf(column.id)}
              >
                <Show when={column.sortBy} fallback={column.title}>
                  <button
                    type="button"
                    class={styles.sort}
                    onPointerEnter={order.prepare}
                    onFocus={order.prepare}
                    onClick={() => void order.sort(column.id)}
                  >
                    <span class="truncate">
                      {index() === 0 && selected().size > 0 ? `${formatCount(selected().size)} selected` : column.title}
                    </span>
                    <Show when={order.directionOf(column.id)}>
                      {(direction) => <Icon name="down" class={direction() === 'ascending' ? styles.up : ''} />}
                    </Show>
                  </button>
                </Show>
              </span>
            )}
          </For>
        </div>
      </Show>
      <div
        class={styles.body}
        role={isGrid() ? 'rowgroup' : undefined}
        style={{ height: `${virtual.getTotalSize()}px` }}
      >
        <For each={virtual.getVirtualItems().slice(0, grown())}>
          {(item) => (
            <Show when={rows()[item.index]}>
              {(row) => (
                <Row
                  row={row()}
                  index={item.index}
                  top={item.start}
                  columns={columns()}
                  card={isPhone() ? props.card : undefined}
                  name={props.nameOf(row())}
                  attributes={props.attributesOf?.(row()) ?? {}}
                  isAt={item.index === at()}
                  isOpen={row().id === props.openId}
                  isSelected={selected().has(row().id)}
                  onPick={props.onSelect && ((isRange) => pick(item.index, isRange))}
                  onOpen={() => {
                    setAt(item.index);
                    props.onOpen?.(row().id);
                  }}
                />
              )}
            </Show>
          )}
        </For>
      </div>
      <Show when={rows().length === 0}>
        <p class={`muted ${styles.none}`}>{props.empty}</p>
      </Show>
    </div>
  );
}
