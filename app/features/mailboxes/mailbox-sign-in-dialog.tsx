import { useQueryClient } from '@tanstack/solid-query';
import type { JSX } from 'solid-js';
import { For } from 'solid-js';
import type { Mailbox } from '../../api.ts';
import { api, read } from '../../api.ts';
import { keys } from '../../lib/query-keys.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Form, createApiForm } from '../../ui/form.tsx';
import { SIDES } from './sides.ts';

/** The user name and password of one mailbox, for each side. */
export function SignInDialog(props: { mailbox: Mailbox; onClose: () => void }): JSX.Element {
  const client = useQueryClient();
  const { id, projectId, sourceLogin, destinationLogin } = props.mailbox;
  const form = createApiForm({
    values: {
      sourceLogin: sourceLogin ?? '',
      sourcePassword: '',
      destinationLogin: destinationLogin ?? '',
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
                    : 'Leave empty to sign in with the endpoint’s administrator account.'
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
            </>
          )}
        </For>
      </Form>
    </Dialog>
  );
}

type SignInName = 'sourceLogin' | 'destinationLogin' | 'sourcePassword' | 'destinationPassword';

/** What of the form differs from the mailbox. A password is sent as it was typed. */
function changeIn(values: Readonly<Record<SignInName, string>>, mailbox: Mailbox) {
  const change: { [Name in 'sourceLogin' | 'destinationLogin']?: string | null } & {
    [Name in 'sourcePassword' | 'destinationPassword']?: string;
  } = {};
  for (const { side } of SIDES) {
    const login = values[`${side}Login`].trim() || null;
    if (login !== mailbox[`${side}Login`]) change[`${side}Login`] = login;
    const password = values[`${side}Password`];
    if (password !== '') change[`${side}Password`] = password;
  }
  return change;
}
