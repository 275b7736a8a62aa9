import type { JSX } from 'solid-js';
import { For, Index, Show, createSignal, createUniqueId } from 'solid-js';
import { counted } from '../../../lib/counted.ts';
import { formatCount } from '../../../lib/format.ts';
import { Icon } from '../../../ui/icon.tsx';
import { showToast } from '../../../ui/toast.tsx';
import type { Row } from './options-draft.ts';
import { readRows } from './read-rows.ts';
import styles from './rows-editor.module.css';
import inputStyles from '../../../ui/input.module.css';
import { button } from '../../../ui/button.ts';

/** So many rows are drawn at first; a pasted file may have thousands. */
const SHOWN = 50;

type Column = { label: string; placeholder: string };

/** A table of one or two columns that takes what is pasted: from a mail, a spreadsheet, a file. */
export function RowsEditor(props: {
  columns: readonly Column[];
  rows: readonly Row[];
  onRows: (rows: readonly Row[]) => void;
  /** What is wrong with a row. */
  wrong: (row: number) => string | undefined;
  /** Note below a row. */
  note?: (row: Row) => JSX.Element;
  addLabel: string;
}): JSX.Element {
  let table!: HTMLDivElement;
  let addButton!: HTMLButtonElement;
  const id = createUniqueId();
  const [shown, setShown] = createSignal(SHOWN);
  const [isPasting, setPasting] = createSignal(false);
  const [text, setText] = createSignal('');
  const pasted = () => readRows(text(), props.columns.length);
  const empty = () => props.columns.map(() => '');
  const visible = () => props.rows.slice(0, shown());

  const put = (at: number, row: Row) => props.onRows(props.rows.map((each, index) => (index === at ? row : each)));
  const focusRow = (at: number) =>
    queueMicrotask(() => {
      const inputs = table.querySelectorAll<HTMLInputElement>(`[data-row="${at}"] input`);
      (inputs[0] ?? addButton).focus();
    });
  const add = () => {
    const at = props.rows.length;
    setShown((count) => Math.max(count, at + 1));
    props.onRows([...props.rows, empty()]);
    focusRow(at);
  };
  const remove = (at: number) => {
    props.onRows(props.rows.filter((_, index) => index !== at));
    focusRow(Math.min(at, props.rows.length - 1));
  };
  const removeAll = () => {
    const { rows } = props;
    props.onRows([]);
    showToast(`${formatCount(rows.length)} lines have been removed.`, () => props.onRows(rows));
  };
  /** Several lines, or several cells, pasted into one field become rows from there on. */
  const onPaste = (event: ClipboardEvent, at: number) => {
    const words = event.clipboardData?.getData('text/plain') ?? '';
    const isSeveral = words.trim().includes('\n') || (props.columns.length > 1 && words.includes('\t'));
    if (!isSeveral) return;
    event.preventDefault();
    const isBlank = props.rows[at]?.every((cell) => cell === '');
    const before = props.rows.slice(0, isBlank ? at : at + 1);
    props.onRows([...before, ...readRows(words, props.columns.length), ...props.rows.slice(at + 1)]);
  };

  return (
    <div class={styles.rows} ref={table}>
      <Index each={visible()}>
        {(row, at) => (
          <div data-row={at}>
            <div class={styles.row} classList={{ [styles.pair!]: props.columns.length > 1 }}>
              <For each={props.columns}>
                {(column, cell) => (
                  <>
                    <Show when={cell() > 0}>
                      <Icon name="arrow" class="faint" />
                    </Show>
                    <input
                      class={inputStyles.input}
                      aria-label={`${column.label}, row ${at + 1}`}
                      aria-invalid={props.wrong(at) === undefined ? undefined : true}
                      aria-describedby={props.wrong(at) === undefined ? undefined : `${id}-wrong-${at}`}
                      autocapitalize="none"
                      autocomplete="off"
                      spellcheck={false}
                      placeholder={column.placeholder}
                      value={row()[cell()] ?? ''}
                      onPaste={(event) => onPaste(event, at)}
                      onKeyDown={(event) => {
                        if (event.key !== 'Enter' || event.isComposing) return;
                        event.preventDefault();
                        add();
                      }}
                      onInput={(event) => put(at, row().with(cell(), event.currentTarget.value))}
                    />
                  </>
                )}
              </For>
              <button
                type="button"
                class={button('ghost', 'icon')}
                aria-label={`Remove row ${at + 1}`}
                onClick={() => remove(at)}
              >
                <Icon name="close" />
              </button>
            </div>
            <Show when={props.wrong(at)} fallback={props.note?.(row())}>
              {(words) => (
                <span class={styles.wrong} id={`${id}-wrong-${at}`} data-wrong>
                  {words()}
                </span>
              )}
            </Show>
          </div>
        )}
      </Index>
      <Show when={props.rows.length > shown()}>
        <button type="button" class={button('ghost')} onClick={() => setShown((count) => count * 4)}>
          {formatCount(props.rows.length - shown())} more
        </button>
      </Show>
      <Show when={isPasting()}>
        <textarea
          class={`${inputStyles.input} ${styles.paste}`}
          aria-label="Lines to add"
          spellcheck={false}
          ref={(element) => queueMicrotask(() => element.focus())}
          placeholder={props.columns.map(({ placeholder }) => placeholder).join(', ')}
          value={text()}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </Show>
      <div class="row wrap">
        <Show
          when={isPasting()}
          fallback={
            <>
              <button type="button" ref={addButton} class={button()} onClick={add}>
                <Icon name="plus" /> {props.addLabel}
              </button>
              <button type="button" class={button('ghost')} onClick={() => setPasting(true)}>
                Paste lines
              </button>
              <Show when={props.rows.length > SHOWN}>
                <button type="button" class={button('ghost', 'danger')} onClick={removeAll}>
                  Remove all {formatCount(props.rows.length)}
                </button>
              </Show>
            </>
          }
        >
          <button
            type="button"
            class={button()}
            disabled={pasted().length === 0}
            onClick={() => {
              props.onRows([...props.rows.filter((row) => row.some((cell) => cell !== '')), ...pasted()]);
              setText('');
              setPasting(false);
            }}
          >
            <Icon name="plus" /> Add {counted(pasted().length, 'line', 'lines')}
          </button>
          <button type="button" class={button('ghost')} onClick={() => setPasting(false)}>
            Cancel
          </button>
        </Show>
      </div>
    </div>
  );
}
