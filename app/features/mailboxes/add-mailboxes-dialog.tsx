import { useQueryClient } from '@tanstack/solid-query';
import type { JSX } from 'solid-js';
import { For, Show, createMemo, createSignal } from 'solid-js';
import { MAX_MAILBOXES_PER_REQUEST } from '../../../worker/lib/limits.ts';
import type { Mailbox, Problem, Project } from '../../api.ts';
import { api, problemIn, read } from '../../api.ts';
import { formatCount } from '../../lib/format.ts';
import type { PastedMailbox } from '../../lib/parse-mailboxes.ts';
import { parseMailboxes } from '../../lib/parse-mailboxes.ts';
import { keys } from '../../lib/query-keys.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { FileDrop } from '../../ui/file-drop.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Field } from '../../ui/field.tsx';
import { ProblemNotice } from '../../ui/parts.tsx';
import { button } from '../../ui/button.ts';
import listBox from '../../ui/list-box.module.css';
import formStyles from '../../ui/form.module.css';

/** As many lines as one looks at; those with an error come first. */
const PREVIEWED = 200;

/** Lines pasted from a mail or a spreadsheet, each shown as it will be before anything is added. */
export function AddMailboxesDialog(props: {
  project: Project;
  mailboxes: readonly Mailbox[];
  onClose: () => void;
}): JSX.Element {
  const client = useQueryClient();
  const [text, setText] = createSignal('');
  const [problem, setProblem] = createSignal<Problem>();
  const [isBusy, setBusy] = createSignal(false);
  const domain = () => props.project.destination.domains[0];
  const takenSources = createMemo(() => new Set(props.mailboxes.map((each) => each.sourceEmail.toLowerCase())));
  const takenDestinations = createMemo(
    () => new Set(props.mailboxes.map((each) => each.destinationEmail.toLowerCase())),
  );
  const lines = createMemo(() =>
    parseMailboxes(text(), {
      destinationDomain: domain(),
      takenSources: takenSources(),
      takenDestinations: takenDestinations(),
    }),
  );
  const good = () => lines().flatMap((line) => ('mailbox' in line ? [line.mailbox] : []));
  const bad = () => lines().filter((line) => 'problem' in line);
  const previewed = () => [...bad(), ...lines().filter((line) => 'mailbox' in line)].slice(0, PREVIEWED);

  const add = async () => {
    setBusy(true);
    setProblem();
    try {
      const mailboxes = good();
      for (let from = 0; from < mailboxes.length; from += MAX_MAILBOXES_PER_REQUEST)
        await read(
          api.projects[':id'].mailboxes.$post({
            param: { id: props.project.id },
            json: { mailboxes: mailboxes.slice(from, from + MAX_MAILBOXES_PER_REQUEST) },
          }),
        );
      props.onClose();
    } catch (error) {
      setProblem(problemIn(error));
    } finally {
      setBusy(false);
      void client.invalidateQueries({ queryKey: keys.mailboxes(props.project.id) });
      void client.invalidateQueries({ queryKey: keys.project(props.project.id) });
    }
  };

  return (
    <Dialog title="Add mailboxes" onClose={props.onClose}>
      <div class="stack">
        <Field
          label="Addresses, one mailbox per line"
          hint={
            domain()
              ? `Source address, destination address. Without a destination address, Mailferry uses the same name at ${domain()}. A CSV file with a header row can also contain logins and passwords.`
              : 'Source address, destination address, separated by a comma, a semicolon, a tab or an arrow. A CSV file with a header row can also contain logins and passwords.'
          }
        >
          {(control) => (
            <textarea
              {...control()}
              spellcheck={false}
              placeholder={'anna@old.example, anna@new.example\nben@old.example'}
              value={text()}
              onInput={(event) => setText(event.currentTarget.value)}
            />
          )}
        </Field>
        <FileDrop
          label="Or drop a CSV file here, or choose one"
          accept=".csv,.txt,text/csv,text/plain"
          onFile={(file) => void file.text().then(setText)}
        />
        <Show when={lines().length > 0}>
          <div class={listBox.box} aria-label="Preview" tabIndex={0}>
            <For each={previewed()}>
              {(line) => (
                <div>
                  <span class="faint">{line.line}</span>
                  {'mailbox' in line ? (
                    <span class="truncate">
                      {line.mailbox.sourceEmail} <span class="faint">→</span> {line.mailbox.destinationEmail}
                      <span class="faint">{signInOf(line.mailbox)}</span>
                    </span>
                  ) : (
                    <span class="tone-bad">{line.problem}</span>
                  )}
                </div>
              )}
            </For>
            <Show when={lines().length > PREVIEWED}>
              <div class="faint">and {formatCount(lines().length - PREVIEWED)} more</div>
            </Show>
          </div>
        </Show>
        <Show when={problem()}>{(value) => <ProblemNotice problem={value()} />}</Show>
        <div class={formStyles.actions}>
          <Show when={bad().length > 0}>
            <span class="tone-bad grow">
              {formatCount(bad().length)} {bad().length === 1 ? 'line is' : 'lines are'} left out
            </span>
          </Show>
          <button
            type="button"
            class={button('primary')}
            disabled={isBusy() || good().length === 0}
            onClick={() => void add()}
          >
            <Icon name="plus" /> Add {good().length > 0 ? formatCount(good().length) : ''}{' '}
            {good().length === 1 ? 'mailbox' : 'mailboxes'}
          </button>
        </div>
      </div>
    </Dialog>
  );
}

/** Which sides a line brings its own password for; the password itself is not shown. */
function signInOf({ sourcePassword, destinationPassword }: PastedMailbox): string {
  if (sourcePassword && destinationPassword) return ' · both passwords';
  if (sourcePassword) return ' · source password';
  return destinationPassword ? ' · destination password' : '';
}
