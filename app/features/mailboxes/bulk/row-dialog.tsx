import type { JSX } from 'solid-js';
import { For, Show } from 'solid-js';
import type { ListField } from '../../../../worker/lib/mailbox-list/fields.ts';
import { formatCount } from '../../../lib/format.ts';
import { button } from '../../../ui/button.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { Form, createApiForm } from '../../../ui/form.tsx';
import { TextInput } from '../../../ui/text-input.tsx';
import styles from './bulk-add.module.css';
import type { ShownRow } from './list-session.ts';

const FIELDS = [
  ['sourceEmail', 'Source address'],
  ['destinationEmail', 'Destination address'],
  ['sourceLogin', 'Source login'],
  ['destinationLogin', 'Destination login'],
  ['sourcePassword', 'Source password'],
  ['destinationPassword', 'Destination password'],
  ['contactEmail', 'Contact address'],
  ['contactName', 'Contact name'],
  ['tags', 'Tags'],
  ['wave', 'Wave'],
] as const satisfies (readonly [ListField, string])[];

/** Every value of a row of the list, and what is wrong with it. */
export function RowDialog(props: {
  row: ShownRow;
  onSave: (values: Partial<Record<ListField, string>>) => void;
  onRemove: () => void;
  onClose: () => void;
}): JSX.Element {
  const initial = Object.fromEntries(
    FIELDS.map(([field]) => [
      field,
      field === 'sourcePassword' || field === 'destinationPassword' ? '' : (props.row[field] ?? ''),
    ]),
  ) as Record<(typeof FIELDS)[number][0], string>;
  const form = createApiForm({
    values: initial,
    submit: async (values) => {
      // What was not touched stays as it is in the list: a password is not shown, and not emptied either.
      const changed = FIELDS.filter(([field]) => values[field] !== initial[field]).map(([field]) => [
        field,
        values[field],
      ]);
      props.onSave(Object.fromEntries(changed) as Partial<Record<ListField, string>>);
      props.onClose();
    },
  });
  const has = (field: ListField) =>
    (field === 'sourcePassword' && props.row.hasSourcePassword) ||
    (field === 'destinationPassword' && props.row.hasDestinationPassword);
  const wrongOf = (field: ListField) => props.row.problems.find((problem) => problem.field === field)?.message;
  return (
    <Dialog title={`Row ${formatCount(props.row.line)}`} onClose={props.onClose}>
      <Form
        form={form}
        submitLabel="Change row"
        busyLabel="Changing …"
        note={
          <button type="button" class={`${button()} grow`} onClick={() => props.onRemove()}>
            Remove row
          </button>
        }
      >
        <div class={styles.fields}>
          <For each={FIELDS}>
            {([field, label]) => (
              <TextInput
                label={label}
                name={`row-${field}`}
                type={field.endsWith('Password') ? 'password' : 'text'}
                autocomplete={field.endsWith('Password') ? 'new-password' : 'off'}
                autocapitalize="off"
                spellcheck={false}
                hint={has(field) ? 'The list has one. Leave it empty to keep that.' : undefined}
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
