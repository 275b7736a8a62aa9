import { useQueryClient } from '@tanstack/solid-query';
import type { JSX } from 'solid-js';
import { For, Show, createMemo } from 'solid-js';
import { UNKNOWN_LOGIN, isUnknownLogin } from '../../../worker/lib/credential-request-facts.ts';
import { MAX_MAILBOXES_PER_REQUEST } from '../../../worker/lib/limits.ts';
import { isOutsideDomains } from '../../../worker/lib/own-domains.ts';
import type { Mailbox, Project } from '../../api.ts';
import { api, read } from '../../api.ts';
import { counted } from '../../lib/counted.ts';
import { formatCount } from '../../lib/format.ts';
import type { PastedMailbox } from '../../lib/parse-mailboxes.ts';
import { parseMailboxes } from '../../lib/parse-mailboxes.ts';
import { keys } from '../../lib/query-keys.ts';
import { Check } from '../../ui/check.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FileDrop } from '../../ui/file-drop.tsx';
import { Field } from '../../ui/field.tsx';
import { Form, createApiForm } from '../../ui/form.tsx';
import listBox from '../../ui/list-box.module.css';
import styles from './add-mailboxes-dialog.module.css';
import { SIDES } from './sides.ts';

/** As many lines as one looks at; those with an error come first. */
const PREVIEWED = 200;

const ASKED = [
  { side: 'source', asks: 'asksSource' },
  { side: 'destination', asks: 'asksDestination' },
] as const;

/** Lines pasted from a mail or a spreadsheet, each shown as it will be before anything is added. */
export function AddMailboxesDialog(props: {
  project: Project;
  mailboxes: readonly Mailbox[];
  onClose: () => void;
}): JSX.Element {
  const client = useQueryClient();
  const form = createApiForm({
    values: { lines: '', asksSource: false, asksDestination: false },
    submit: (): Promise<void> => add(good()),
  });
  const domain = () => props.project.destination.domains[0];
  const takenSources = createMemo(() => new Set(props.mailboxes.map((each) => each.sourceEmail.toLowerCase())));
  const takenDestinations = createMemo(
    () => new Set(props.mailboxes.map((each) => each.destinationEmail.toLowerCase())),
  );
  const lines = createMemo(() =>
    parseMailboxes(form.values().lines, {
      destinationDomain: domain(),
      takenSources: takenSources(),
      takenDestinations: takenDestinations(),
    }),
  );
  /** Whose user is asked at a side: not who has a login or a password in the list. */
  const withAsked = (mailbox: PastedMailbox): PastedMailbox => {
    const asked = { ...mailbox };
    for (const { side, asks } of ASKED)
      if (form.values()[asks] && !mailbox[`${side}Login`] && !mailbox[`${side}Password`])
        asked[`${side}Login`] = UNKNOWN_LOGIN;
    return asked;
  };
  const good = (): PastedMailbox[] => lines().flatMap((line) => ('mailbox' in line ? [withAsked(line.mailbox)] : []));
  /** Sides at which the endpoint lists mail domains, and the address is in none of them. */
  const outsideOf = (mailbox: PastedMailbox) =>
    SIDES.filter(({ side }) => isOutsideDomains(props.project[side].domains, mailbox[`${side}Email`]));
  const outside = createMemo(() => good().filter((mailbox) => outsideOf(mailbox).length > 0).length);
  const bad = () => lines().filter((line) => 'problem' in line);
  const previewed = () => [...bad(), ...lines().filter((line) => 'mailbox' in line)].slice(0, PREVIEWED);

  const add = async (mailboxes: readonly PastedMailbox[]) => {
    try {
      for (let from = 0; from < mailboxes.length; from += MAX_MAILBOXES_PER_REQUEST)
        await read(
          api.projects[':id'].mailboxes.$post({
            param: { id: props.project.id },
            json: { mailboxes: mailboxes.slice(from, from + MAX_MAILBOXES_PER_REQUEST) },
          }),
        );
      props.onClose();
    } finally {
      // Those before the one that was refused have been added.
      void client.invalidateQueries({ queryKey: keys.mailboxes(props.project.id) });
      void client.invalidateQueries({ queryKey: keys.project(props.project.id) });
    }
  };
  const count = () => (good().length > 0 ? `${formatCount(good().length)} ` : '');

  return (
    <Dialog title="Add mailboxes" onClose={props.onClose}>
      <Form
        form={form}
        submitLabel={`Add ${count()}${good().length === 1 ? 'mailbox' : 'mailboxes'}`}
        busyLabel="Adding …"
        isEmpty={good().length === 0}
        note={
          <>
            <Show when={bad().length > 0}>
              <span class="tone-bad">{counted(bad().length, 'line is', 'lines are')} left out</span>
            </Show>
            <Show when={outside() > 0}>
              <span class="tone-wait">{formatCount(outside())} outside the mail domains of the endpoints</span>
            </Show>
            <span class="grow" />
          </>
        }
      >
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
              value={form.values().lines}
              onInput={(event) => form.set('lines', event.currentTarget.value)}
            />
          )}
        </Field>
        <FileDrop
          label="Or drop a CSV file here, or choose one"
          accept=".csv,.txt,text/csv,text/plain"
          onFile={(file) => void file.text().then((text) => form.set('lines', text))}
        />
        <fieldset class={styles.asked}>
          <legend>Sign-in</legend>
          <For each={ASKED}>
            {({ side, asks }) => (
              <Check checked={form.values()[asks]} onChange={(isChecked) => form.set(asks, isChecked)}>
                I don’t know the {side} logins
              </Check>
            )}
          </For>
          <p class="small muted">
            {form.values().asksSource || form.values().asksDestination
              ? 'When a pass starts, Mailferry sends each user a link to enter login and password. Their mailboxes wait until then; lines with a login or password of their own do not.'
              : 'Without a login and password of its own, a mailbox uses the administrator account of the endpoint. If the endpoint has none, Mailferry asks the user.'}
          </p>
        </fieldset>
        <Show when={lines().length > 0}>
          <div class={listBox.box} aria-label="Preview" tabIndex={0}>
            <For each={previewed()}>
              {(line) => (
                <div>
                  <span class="faint">{line.line}</span>
                  {'mailbox' in line ? (
                    <span class="truncate">
                      {line.mailbox.sourceEmail} <span class="faint">→</span> {line.mailbox.destinationEmail}
                      <span class="faint">{signInOf(withAsked(line.mailbox))}</span>
                      <For each={outsideOf(line.mailbox)}>
                        {({ side }) => (
                          <span class="tone-wait"> · {side} address outside the domains of the endpoint</span>
                        )}
                      </For>
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
      </Form>
    </Dialog>
  );
}

/** Which sides a line brings its own password for, and which its user is asked for; no password itself is shown. */
function signInOf(mailbox: PastedMailbox): string {
  const { sourcePassword, destinationPassword } = mailbox;
  const asked = SIDES.filter(({ side }) => isUnknownLogin(mailbox[`${side}Login`]));
  const words = asked.length === 0 ? '' : ` · asks the user (${asked.map(({ side }) => side).join(' and ')})`;
  if (sourcePassword && destinationPassword) return ' · both passwords';
  if (sourcePassword) return ` · source password${words}`;
  return `${destinationPassword ? ' · destination password' : ''}${words}`;
}
