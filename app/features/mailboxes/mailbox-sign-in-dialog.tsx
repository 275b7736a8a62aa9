import { useQueryClient } from '@tanstack/solid-query';
import type { JSX } from 'solid-js';
import { For, Show } from 'solid-js';
import { UNKNOWN_LOGIN, isUnknownLogin } from '../../../worker/lib/credential-request-facts.ts';
import type { Mailbox } from '../../api.ts';
import { api, read } from '../../api.ts';
import { keys } from '../../lib/query-keys.ts';
import { Check } from '../../ui/check.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Form, createApiForm } from '../../ui/form.tsx';
import { SIDES } from './sides.ts';

const shownLogin = (login: string | null): string => (isUnknownLogin(login) ? '' : (login ?? ''));

/** The user name and password of one mailbox, for each side. */
export function SignInDialog(props: { mailbox: Mailbox; onClose: () => void }): JSX.Element {
  const client = useQueryClient();
  const { id, projectId, sourceLogin, destinationLogin } = props.mailbox;
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
      await read(api.mailboxes[':id'].$patch({ param: { id }, json: changeIn(values, props.mailbox) }));
      void client.invalidateQueries({ queryKey: keys.mailboxes(projectId) });
      props.onClose();
    },
  });
  return (
    <Dialog title={`Sign-in of ${props.mailbox.sourceEmail}`} onClose={props.onClose}>
      <Form form={form} submitLabel="Save" busyLabel="Saving …">
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
                    props.mailbox[side === 'source' ? 'hasSourcePassword' : 'hasDestinationPassword']
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

type SignInName = 'sourceLogin' | 'destinationLogin' | 'sourcePassword' | 'destinationPassword';
type Unknown = 'sourceIsUnknown' | 'destinationIsUnknown';

/** What of the form differs from the mailbox. A password is sent as it was typed. */
function changeIn(values: Readonly<Record<SignInName, string> & Record<Unknown, boolean>>, mailbox: Mailbox) {
  const change: { [Name in 'sourceLogin' | 'destinationLogin']?: string | null } & {
    [Name in 'sourcePassword' | 'destinationPassword']?: string;
  } = {};
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
