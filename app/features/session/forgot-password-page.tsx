import type { JSX } from 'solid-js';
import { Show, createSignal } from 'solid-js';
import { createTitle } from '../../lib/title.ts';
import { Form, createApiForm } from '../../ui/form.tsx';
import { Notice } from '../../ui/parts.tsx';
import { Harbour } from './harbour.tsx';
import { requestPasswordReset } from './queries.ts';
import { TextInput } from '../../ui/text-input.tsx';

/** Asks for a link to a new password. What it says does not depend on whether there is an account. */
export default function ForgotPasswordPage(): JSX.Element {
  const [sentTo, setSentTo] = createSignal<string>();
  createTitle(() => ['Forgot password']);
  const form = createApiForm({
    values: { email: '' },
    schema: async () => (await import('../../../worker/lib/account-requests.ts')).PasswordResetRequest,
    submit: async ({ email }) => {
      await requestPasswordReset(email.trim());
      setSentTo(email.trim());
    },
  });
  return (
    <Harbour title="Forgot your password?" about="You get a message with a link to choose a new one.">
      <Show
        when={sentTo()}
        fallback={
          <Form form={form} layout="wide" submitLabel="Send the link" busyLabel="Sending …">
            <TextInput
              label="E-mail"
              type="email"
              name="email"
              autocomplete="username"
              required
              autofocus
              value={form.values().email}
              wrong={form.wrong('email')}
              onChange={(value) => form.set('email', value)}
            />
          </Form>
        }
      >
        {(email) => (
          <Notice icon="send" role="status">
            <strong>Check your mail</strong>
            <span>If {email()} has an account, a message is on its way. The link in it works for an hour.</span>
            <span class="muted">
              Nothing arrived? Look in the spam folder, or ask an owner of your workgroup whether mail is set up.
            </span>
          </Notice>
        )}
      </Show>
      <a class="plain-link" href="/sign-in">
        Back to sign-in
      </a>
    </Harbour>
  );
}
