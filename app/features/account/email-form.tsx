import type { JSX } from 'solid-js';
import { Show, createSignal } from 'solid-js';
import { api, read } from '../../api.ts';
import { button } from '../../ui/button.ts';
import { Form, createApiForm } from '../../ui/form.tsx';
import { Notice } from '../../ui/parts.tsx';
import { TextInput } from '../../ui/text-input.tsx';
import type { Account } from './queries.ts';
import { createAccountRefresh } from './queries.ts';

/** The address, and how to change it: by a link to the new one. */
export function EmailForm(props: { account: Account }): JSX.Element {
  const refresh = createAccountRefresh();
  const [isOpen, setOpen] = createSignal(false);
  const form = createApiForm({
    values: { email: '', password: '' },
    schema: async () => (await import('../../../worker/lib/account-requests.ts')).EmailChange,
    submit: async (json) => {
      await read(api.account.email.$post({ json }));
      form.reset();
      setOpen(false);
      await refresh();
    },
  });
  return (
    <>
      <p>
        {props.account.email}{' '}
        <span class="muted">({props.account.isEmailConfirmed ? 'confirmed' : 'not confirmed'})</span>
      </p>
      <Show when={props.account.newEmail}>
        {(address) => (
          <Notice tone="wait" icon="send" role="status">
            <strong>{address()} waits for its confirmation</strong>
            <span>Open the link in the message that was sent there. It works for a day.</span>
          </Notice>
        )}
      </Show>
      <Show
        when={isOpen()}
        fallback={
          <div>
            <button type="button" class={button()} onClick={() => setOpen(true)}>
              {props.account.isEmailConfirmed ? 'Change address' : 'Confirm or change address'}
            </button>
          </div>
        }
      >
        <Form
          form={form}
          submitLabel="Send the link"
          busyLabel="Sending …"
          note={
            <button type="button" class={button('ghost')} onClick={() => setOpen(false)}>
              Cancel
            </button>
          }
        >
          <TextInput
            label="New e-mail"
            hint="A message with a link goes there. Your address changes once you open it."
            type="email"
            name="email"
            autocomplete="email"
            required
            value={form.values().email}
            wrong={form.wrong('email')}
            onChange={(value) => form.set('email', value)}
          />
          <TextInput
            label="Password"
            type="password"
            name="password"
            autocomplete="current-password"
            required
            value={form.values().password}
            wrong={form.wrong('password')}
            onChange={(value) => form.set('password', value)}
          />
        </Form>
      </Show>
    </>
  );
}
