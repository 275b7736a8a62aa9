import type { JSX } from 'solid-js';
import { For, Show } from 'solid-js';
import type { ListField } from '../../../../worker/lib/mailbox-list/fields.ts';
import { formatCount } from '../../../lib/format.ts';
import { button } from '../../../ui/button.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { Form, createApiForm } from '../../../ui/form.tsx';
import { TextInput } from '../../../ui/text-input.tsx';
import styles from './bulk-add.module.css';
import { fieldLabel } from './field-label.ts';
import type { ShownRow } from './list-session.ts';

const FIELDS = [
  'sourceEmail',
  'destinationEmail',
  'sourceLogin',
  'destinationLogin',
  'sourcePassword',
  'destinationPassword',
  'contactEmail',
  'contactName',
  'tags',
  'wave',
] as const satisfies ListField[];

/** Every value of a row of the list, and what is wrong with it. */
export function RowDialog(props: {
  row: ShownRow;
  onSave: (values: Partial<Record<ListField, string>>) => void;
  onRemove: () => void;
  onClose: () => void;
}): JSX.Element {
  const initial = Object.fromEntries(
    FIELDS.map((field) => [
      field,
      field === 'sourcePassword' || field === 'destinationPassword' ? '' : (props.row[field] ?? ''),
    ]),
  ) as Record<(typeof FIELDS)[number], string>;
  const form = createApiForm({
    values: initial,
    submit: async (values) => {
      // What was not touched stays as it is in the list: a password is not shown, and not emptied either.
      const changed = FIELDS.filter((field) => values[field] !== initial[field]).map((field) => [field, values[field]]);
      props.onSave(Object.fromEntries(changed) as Partial<Record<ListField, string>>);
      props.onClose();
    },
  });
  const has = (field: ListField) =>
    (field === 'sourcePassword' && props.row.hasSourcePassword) ||
    (field === 'destinationPassword' && props.row.hasDestinationPassword);
  const problemOf = (field: ListField) => props.row.problems.find((problem) => problem.field === field);
  const wrongOf = (field: ListField) => (problemOf(field)?.verdict === null ? undefined : problemOf(field)?.message);
  /** A note without a verdict refuses nothing. */
  const hintOf = (field: ListField) => {
    if (has(field)) return 'The list has one. Leave it empty to keep that.';
    return problemOf(field)?.verdict === null ? problemOf(field)?.message : undefined;
  };
  return (
    <Dialog title={`Row ${formatCount(props.row.line)}`} onClose={props.onClose}>
      <Form
        form={form}
        submitLabel="Change row"
        busyLabel="Changing …"
        note={
          <span class="grow">
            <button type="button" class={button()} onClick={() => props.onRemove()}>
              Remove row
            </button>
          </span>
        }
      >
        <div class={styles.fields}>
          <For each={FIELDS}>
            {(field) => (
              <TextInput
                label={fieldLabel(field)}
                name={`row-${field}`}
                type={field.endsWith('Password') ? 'password' : 'text'}
                autocomplete={field.endsWith('Password') ? 'new-password' : 'off'}
                autocapitalize="off"
                spellcheck={false}
                hint={form.values()[field] === initial[field] ? hintOf(field) : undefined}
                wrong={form.values()[field] === initial[field] ? wrongOf(field) : undefined}
                value={form.values()[field]}
                onChange={(value) => form.set(field, value)}
              />
            )}
          </For>
        </div>
        <Show when={props.row.problems.find(({ field }) => field === null)}>
          {(problem) => <p class="small tone-bad">{problem().message}</p>}
        </Show>
      </Form>
    </Dialog>
  );
}
