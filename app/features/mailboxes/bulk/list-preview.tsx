import type { JSX } from 'solid-js';
import { Show, createMemo, createSignal, onMount } from 'solid-js';
import type { ListRules } from '../../../../worker/lib/mailbox-list/judge-list.ts';
import type { Verdict } from '../../../../worker/lib/mailbox-list/verdicts.ts';
import { counted } from '../../../lib/counted.ts';
import { formatCount } from '../../../lib/format.ts';
import { button } from '../../../ui/button.ts';
import { DataTable } from '../../../ui/data-table/data-table.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { keepFocus } from '../../../ui/keep-focus.ts';
import { Notice } from '../../../ui/parts.tsx';
import { showToast } from '../../../ui/toast.tsx';
import styles from './bulk-add.module.css';
import { ColumnsForm } from './columns-form.tsx';
import { ListRulesForm } from './list-rules-form.tsx';
import type { ListCommand, ListView } from './list-session.ts';
import { RowCard, rowColumns } from './row-columns.tsx';
import { RowDialog } from './row-dialog.tsx';
import { VerdictStrip } from './verdict-strip.tsx';

const rowsWords = (count: number) => counted(count, 'row', 'rows');

/** As many names as one reads at a glance. */
const MOST_NAMED = 8;
const namesOf = (names: readonly string[]): string => {
  const more = names.length - MOST_NAMED;
  return `${names.slice(0, MOST_NAMED).join(', ')}${more > 0 ? ` and ${formatCount(more)} more` : ''}`;
};

/** A list as it was read: its columns, how destination addresses are made, and its rows, each with its verdict. */
export function ListPreview(props: {
  view: ListView;
  rules: ListRules;
  filter: Verdict | undefined;
  onFilter: (verdict: Verdict | undefined) => void;
  onRules: (rules: ListRules) => void;
  onChange: (command: ListCommand) => void;
  /** It has come, and is on the page. */
  onShown: () => void;
}): JSX.Element {
  const [selected, setSelected] = createSignal<ReadonlySet<string>>(new Set<string>());
  const [openId, setOpenId] = createSignal<string>();
  const shown = createMemo(() => {
    const rows = props.view.rows;
    return props.filter ? rows.filter(({ verdict }) => verdict === props.filter) : rows;
  });
  // Behind its code, it is put on the page after this.
  onMount(() => setTimeout(() => props.onShown()));
  const opened = () => props.view.rows.find(({ id }) => id === openId());
  const remove = (lines: number[]) => {
    setSelected(new Set<string>());
    setOpenId();
    props.onChange({ type: 'remove', lines });
    showToast(`${rowsWords(lines.length)} removed.`, () => props.onChange({ type: 'restore', lines }));
  };
  const columns = rowColumns({
    edit: (line, values) => props.onChange({ type: 'edit', line, values }),
    open: setOpenId,
  });

  return (
    <>
      <ColumnsForm view={props.view} onChoose={(choices) => props.onChange({ type: 'choose', choices })} />
      <ListRulesForm rules={props.rules} onChange={props.onRules} />
      <Show when={props.view.newWaves.length > 0}>
        <Notice icon="clock" iconClass="faint" role="status">
          <strong>Creates {counted(props.view.newWaves.length, 'wave', 'waves')}</strong>
          <span>{namesOf(props.view.newWaves)}. Set the dates on the project’s Waves page.</span>
        </Notice>
      </Show>
      <div class={styles.work} ref={(box) => keepFocus(box, 'near')}>
        <div class={styles.bar}>
          <VerdictStrip view={props.view} filter={props.filter} onFilter={props.onFilter} />
          <Show when={selected().size > 0}>
            <button
              type="button"
              class={button()}
              onClick={() => remove(props.view.rows.flatMap(({ id, line }) => (selected().has(id) ? [line] : [])))}
            >
              <Icon name="close" /> Remove {rowsWords(selected().size)}
            </button>
          </Show>
        </div>
        <DataTable
          name="Rows of the list"
          rows={shown()}
          columns={columns}
          card={(row) => <RowCard row={row()} />}
          nameOf={({ line }) => `row ${formatCount(line)}`}
          openId={undefined}
          onOpen={(id) => setOpenId(id)}
          selected={selected()}
          onSelect={setSelected}
          isTall
          empty="No row has this verdict."
          attributesOf={({ verdict }) => ({ 'data-verdict': verdict })}
        />
      </div>
      <Show when={opened()} keyed={false}>
        {(row) => (
          <RowDialog
            row={row()}
            onSave={(values) => props.onChange({ type: 'edit', line: row().line, values })}
            onRemove={() => remove([row().line])}
            onClose={() => setOpenId()}
          />
        )}
      </Show>
    </>
  );
}
