import { useQueryClient } from '@tanstack/solid-query';
import type { JSX } from 'solid-js';
import { For, Show } from 'solid-js';
import { UNKNOWN_LOGIN, isUnknownLogin } from '../../../worker/lib/credential-request-facts.ts';
import type { Mailbox } from '../../api.ts';
import { api, problemIn, read } from '../../api.ts';
import { keys } from '../../lib/query-keys.ts';
import { Check } from '../../ui/check.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Form, createApiForm } from '../../ui/form.tsx';
import { showToast } from '../../ui/toast.tsx';
import { SIDES } from './sides.ts';

const shownLogin = (login: string | null): string => (isUnknownLogin(login) ? '' : (login ?? ''));

/** The user name and password of one mailbox, for each side. */
export function SignInDialog(props: { mailbox: Mailbox; onClose: () => void }): JSX.Element {
  const client = useQueryClient();
  // As it was: undo leads back there.
  const before = props.mailbox;
  const { id, projectId, sourceLogin, destinationLogin } = before;
  const form = createApiForm({
    values: {
      sourceIsUnknown: isUnknownLogin(sourceLogin),
      sourceLogin: shownLogin(sourceLogin),
      sourcePassword: '',
      destinationIsUnknown: isUnknownLogin(destinationLogin),
      destinationLogin: shownLogin(destinationLogin),
      destinationPassword: '',
    },
    submit: async (values) => {
      const change = changeIn(values, before);
      await send(change);
      const back = undoOf(change, before);
      const words = `The sign-in of ${before.sourceEmail} is changed.`;
      showToast(words, Object.keys(back).length > 0 ? () => void undo(back) : undefined);
      props.onClose();
    },
  });
  const send = async (json: SignInChange) => {
    await read(api.mailboxes[':id'].$patch({ param: { id }, json }));
    void client.invalidateQueries({ queryKey: keys.mailboxes(projectId) });
  };
  const undo = async (back: SignInChange) => {
    try {
      await send(back);
      showToast('The change is undone.');
    } catch (error) {
      showToast(`The change could not be undone: ${problemIn(error).title}`);
    }
  };
  /** Stored passwords that nobody can bring back afterwards. */
  const losing = () =>
    SIDES.filter(({ side }) => hasPassword(before, side) && isPasswordLost(form.values(), side)).map(
      ({ side }) => `The stored ${side} password is ${form.values()[`${side}IsUnknown`] ? 'removed' : 'replaced'}.`,
    );
  return (
    <Dialog title={`Sign-in of ${props.mailbox.sourceEmail}`} onClose={props.onClose}>
      <Form
        form={form}
        submitLabel="Save"
        busyLabel="Saving …"
        note={
          <Show when={losing().length > 0} fallback={<span class="grow" />}>
            <span class="small tone-wait grow">
              {losing().join(' ')} Undo cannot restore {losing().length === 1 ? 'it' : 'them'}.
            </span>
          </Show>
        }
      >
        <For each={SIDES}>
          {({ side, title }) => (
            <>
              <Check
                checked={form.values()[`${side}IsUnknown`]}
                onChange={(isChecked) => form.set(`${side}IsUnknown`, isChecked)}
                hint={
                  form.values()[`${side}IsUnknown`] &&
                  'Mailferry sends the user a link and asks for login and password when a pass starts.'
                }
              >
                I don’t know the {side} login
              </Check>
              <Show when={!form.values()[`${side}IsUnknown`]}>
                <Field
                  label={`${title} login`}
                  hint={`Leave empty to use ${props.mailbox[`${side}Email`]}.`}
                  wrong={form.wrong(`${side}Login`)}
                >
                  {(control) => (
                    <input
                      {...control()}
                      name={`${side}Login`}
                      autocomplete="off"
                      autocapitalize="none"
                      spellcheck={false}
                      value={form.values()[`${side}Login`]}
                      onInput={(event) => form.set(`${side}Login`, event.currentTarget.value)}
                    />
                  )}
                </Field>
                <Field
                  label={`${title} password`}
                  hint={
                    hasPassword(props.mailbox, side)
                      ? 'Leave empty to keep the stored password.'
                      : 'Leave empty to sign in with the endpoint’s administrator account. If it has none, the user is asked.'
                  }
                  wrong={form.wrong(`${side}Password`)}
                >
                  {(control) => (
                    <input
                      {...control()}
                      name={`${side}Password`}
                      type="password"
                      autocomplete="off"
                      value={form.values()[`${side}Password`]}
                      onInput={(event) => form.set(`${side}Password`, event.currentTarget.value)}
                    />
                  )}
                </Field>
              </Show>
            </>
          )}
        </For>
      </Form>
    </Dialog>
  );
}

type Side = 'source' | 'destination';
type Values = Readonly<Record<`${Side}Login` | `${Side}Password`, string> & Record<`${Side}IsUnknown`, boolean>>;
type SignInChange = { [Name in `${Side}Login` | `${Side}Password`]?: string | null };

const hasPassword = (mailbox: Mailbox, side: Side): boolean =>
  mailbox[side === 'source' ? 'hasSourcePassword' : 'hasDestinationPassword'];

/** An unknown login takes its password along. */
const isPasswordLost = (values: Values, side: Side): boolean =>
  values[`${side}IsUnknown`] || values[`${side}Password`] !== '';

/** What of the form differs from the mailbox. A password is sent as it was typed. */
function changeIn(values: Values, mailbox: Mailbox): SignInChange {
  const change: SignInChange = {};
  for (const { side } of SIDES) {
    const isUnknown = values[`${side}IsUnknown`];
    const login = isUnknown ? UNKNOWN_LOGIN : values[`${side}Login`].trim() || null;
    if (login !== mailbox[`${side}Login`]) change[`${side}Login`] = login;
    if (isUnknown) continue;
    const password = values[`${side}Password`];
    if (password !== '') change[`${side}Password`] = password;
  }
  return change;
}

/** The way back to the mailbox as it was, but for passwords that it had: those are gone. */
function undoOf(change: SignInChange, before: Mailbox): SignInChange {
  const back: SignInChange = {};
  for (const { side } of SIDES) {
    const login = before[`${side}Login`];
    if (change[`${side}Login`] !== undefined) back[`${side}Login`] = login;
    // With an unknown login, its password goes by itself.
    if (typeof change[`${side}Password`] === 'string' && !hasPassword(before, side) && !isUnknownLogin(login))
      back[`${side}Password`] = null;
  }
  return back;
}
