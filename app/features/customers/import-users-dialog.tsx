import type { JSX } from 'solid-js';
import { For, Show, createMemo, createSignal } from 'solid-js';
import { MAX_USERS_PER_IMPORT } from '../../../worker/lib/new-customer-user.ts';
import type { Customer } from '../../api.ts';
import { api, read } from '../../api.ts';
import { counted } from '../../lib/counted.ts';
import { formatCount } from '../../lib/format.ts';
import type { ParsedUser } from '../../lib/parse-users.ts';
import { parseUsers } from '../../lib/parse-users.ts';
import { decodeText } from '../../../worker/lib/csv/decode.ts';
import { button } from '../../ui/button.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { FileDrop } from '../../ui/file-drop.tsx';
import { Form, createApiForm } from '../../ui/form.tsx';
import listBox from '../../ui/list-box.module.css';
import { showToast } from '../../ui/toast.tsx';
import styles from './customers.module.css';

/** As many rows as one looks at; those with an error come first. */
const PREVIEWED = 200;

/** Users from a CSV file, or from pasted lines, each shown as it will be before anything is added. */
export function ImportUsersDialog(props: { customer: Customer; onDone: () => void; onClose: () => void }): JSX.Element {
  // A long file is not put into a text field: it would take the page's breath.
  const [file, setFile] = createSignal<{ name: string; text: string }>();
  const form = createApiForm({ values: { lines: '' }, submit: (): Promise<void> => add(good()) });
  const parsed = createMemo(() => parseUsers(file()?.text ?? form.values().lines));
  const good = createMemo(() => parsed().lines.flatMap((line) => ('user' in line ? [line.user] : [])));
  const bad = createMemo(() => parsed().lines.filter((line) => 'problem' in line));
  const previewed = () => [...bad(), ...parsed().lines.filter((line) => 'user' in line)].slice(0, PREVIEWED);

  const readFile = async (chosen: File) =>
    setFile({ name: chosen.name, text: decodeText(new Uint8Array(await chosen.arrayBuffer())).text });

  const add = async (users: readonly ParsedUser[]) => {
    const sum = { added: 0, completed: 0, unchanged: 0 };
    for (let from = 0; from < users.length; from += MAX_USERS_PER_IMPORT) {
      const json = { users: users.slice(from, from + MAX_USERS_PER_IMPORT) };
      const done = await read(api.customers[':id'].users.import.$post({ param: { id: props.customer.id }, json }));
      sum.added += done.added;
      sum.completed += done.completed;
      sum.unchanged += done.unchanged;
    }
    const known = sum.completed + sum.unchanged;
    showToast(
      `${counted(sum.added, 'user', 'users')} added${known > 0 ? `, ${formatCount(known)} known already` : ''}.`,
    );
    props.onDone();
  };
  const count = () => (good().length > 0 ? `${formatCount(good().length)} ` : '');
  return (
    <Dialog title="Import users" onClose={props.onClose}>
      <Form
        form={form}
        submitLabel={`Import ${count()}${good().length === 1 ? 'user' : 'users'}`}
        busyLabel="Importing …"
        isEmpty={good().length === 0}
        note={
          <Show when={bad().length > 0}>
            <span class="tone-bad grow">{counted(bad().length, 'row is', 'rows are')} left out</span>
          </Show>
        }
      >
        <FileDrop
          label={file()?.name ?? 'Drop a CSV file here, or choose one'}
          hint="With the columns Name and Email, in any order. Further columns with addresses are read too."
          accept=".csv,.txt,.tsv,text/csv,text/plain"
          onFile={(chosen) => void readFile(chosen)}
        />
        <Show
          when={file()}
          fallback={
            <Field label="Or paste lines here">
              {(control) => (
                <textarea
                  {...control()}
                  class={`${control().class} ${styles.area}`}
                  rows={4}
                  spellcheck={false}
                  placeholder={`Name, Email\nAnna Lind, anna@${props.customer.primaryDomain}`}
                  value={form.values().lines}
                  onInput={(event) => form.set('lines', event.currentTarget.value)}
                />
              )}
            </Field>
          }
        >
          <span>
            <button type="button" class={button()} onClick={() => setFile()}>
              Remove the file
            </button>
          </span>
        </Show>
        <Show when={parsed().ignored.length > 0}>
          <p class="small muted">These columns are not used: {parsed().ignored.slice(0, 10).join(', ')}.</p>
        </Show>
        <Show when={parsed().lines.length > 0}>
          <div class={listBox.box} aria-label="Preview" tabIndex={0}>
            <For each={previewed()}>
              {(line) => (
                <div>
                  <span class="faint">{line.line}</span>
                  {'user' in line ? (
                    <span class="truncate">
                      {line.user.name ? `${line.user.name} · ` : ''}
                      {line.user.addresses.join(', ')}
                    </span>
                  ) : (
                    <span class="tone-bad">{line.problem}</span>
                  )}
                </div>
              )}
            </For>
            <Show when={parsed().lines.length > PREVIEWED}>
              <div class="faint">and {formatCount(parsed().lines.length - PREVIEWED)} more</div>
            </Show>
          </div>
        </Show>
      </Form>
    </Dialog>
  );
}
