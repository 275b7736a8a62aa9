import type { JSX } from 'solid-js';
import { For, Show } from 'solid-js';
import { ENCODINGS } from '../../../../worker/lib/csv/decode.ts';
import type { ListField } from '../../../../worker/lib/mailbox-list/fields.ts';
import { LIST_FIELDS } from '../../../../worker/lib/mailbox-list/fields.ts';
import { formatCount } from '../../../lib/format.ts';
import { Check } from '../../../ui/check.tsx';
import { Field } from '../../../ui/field.tsx';
import { Notice } from '../../../ui/parts.tsx';
import { Select } from '../../../ui/select.tsx';
import styles from './bulk-add.module.css';
import { fieldLabel } from './field-label.ts';
import type { Choices, ListView } from './list-session.ts';

const UNUSED = '';
const FIELD_OPTIONS = [
  { value: UNUSED, label: 'Not used' },
  ...LIST_FIELDS.map((field) => ({ value: field as string, label: fieldLabel(field) })),
];
const ENCODING_LABELS: Record<string, string> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16',
  'utf-16be': 'UTF-16 (big-endian)',
  'windows-1252': 'Windows-1252 (Western)',
};
const DELIMITERS = [
  [',', 'Comma'],
  [';', 'Semicolon'],
  ['\t', 'Tab'],
  ['|', 'Vertical bar'],
] as const;

/** As many names as fit into a line. */
const MOST_NAMED = 6;
const named = (titles: readonly string[]): string => {
  const names = titles.slice(0, MOST_NAMED);
  const others = titles.length - names.length;
  return `${names.join(', ')}${others > 0 ? ` and ${formatCount(others)} more` : ''}`;
};

/** How the file was understood: its encoding and delimiter, its columns and what each is used for. */
export function ColumnsForm(props: { view: ListView; onChoose: (choices: Choices) => void }): JSX.Element {
  /** What the list has and Mailferry does not use, by name. */
  const unused = () =>
    props.view.columns.flatMap(({ title, field, filled, note }, index) =>
      field === null && filled > 0 && note !== null ? [title || `Column ${String(index + 1)}`] : [],
    );
  const map = (at: number, field: ListField | null) =>
    props.onChoose({ mapping: props.view.columns.map((column, index) => (index === at ? field : column.field)) });
  const delimiters = () => {
    const known = DELIMITERS.map(([value, label]) => ({ value: value as string, label }));
    const { delimiter } = props.view;
    return known.some(({ value }) => value === delimiter) ? known : [...known, { value: delimiter, label: delimiter }];
  };
  const isUnclear = () => !props.view.columns.some(({ field }) => field === 'sourceEmail');
  return (
    <details class={`card pad ${styles.columns}`} open={props.view.isDamaged || isUnclear()}>
      <summary>
        <h2>Columns</h2>
        <span class="small muted">
          {formatCount(props.view.columns.length)} in the list
          {unused().length > 0 ? `; not used: ${named(unused())}` : ''}
        </span>
      </summary>
      <Show when={props.view.isDamaged}>
        <Notice tone="wait">
          Some characters do not fit this encoding and are shown as �. Choose another encoding.
        </Notice>
      </Show>
      <div class={styles.reading}>
        <Show when={props.view.encoding}>
          {(encoding) => (
            <Field label="Encoding">
              {(control) => (
                <Select
                  {...control()}
                  value={encoding()}
                  options={ENCODINGS.map((value) => ({
                    value: value as string,
                    label: ENCODING_LABELS[value] ?? value,
                  }))}
                  onChange={(value) => props.onChoose({ encoding: ENCODINGS.find((each) => each === value) })}
                />
              )}
            </Field>
          )}
        </Show>
        <Field label="Delimiter">
          {(control) => (
            <Select
              {...control()}
              value={props.view.delimiter}
              options={delimiters()}
              onChange={(delimiter) => props.onChoose({ delimiter, mapping: undefined })}
            />
          )}
        </Field>
        <Check
          checked={props.view.hasHeading}
          onChange={(hasHeading) => props.onChoose({ hasHeading, mapping: undefined })}
        >
          The first row has the names of the columns
        </Check>
      </div>
      <ul class={styles.mapping}>
        <For each={props.view.columns}>
          {(column, index) => (
            <li>
              <Field
                label={column.title || `Column ${String(index() + 1)}`}
                hint={column.note ?? `${formatCount(column.filled)} filled`}
              >
                {(control) => (
                  <Select
                    {...control()}
                    value={column.field ?? UNUSED}
                    options={FIELD_OPTIONS}
                    onChange={(value) => map(index(), LIST_FIELDS.find((field) => field === value) ?? null)}
                  />
                )}
              </Field>
            </li>
          )}
        </For>
      </ul>
    </details>
  );
}
