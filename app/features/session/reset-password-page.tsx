import { useQueryClient } from '@tanstack/solid-query';
import type { JSX } from 'solid-js';
import { Show, createSignal } from 'solid-js';
import { createTitle } from '../../lib/title.ts';
import { button } from '../../ui/button.ts';
import { Form, createApiForm } from '../../ui/form.tsx';
import { Notice } from '../../ui/parts.tsx';
import { EndedLink, endOf } from './ended-link.tsx';
import { Harbour } from './harbour.tsx';
import { takeToken } from './link-token.ts';
import { resetPassword } from './queries.ts';
import { TextInput } from '../../ui/text-input.tsx';

/** Where the link of a message leads: a new password. It signs nobody in. */
export default function ResetPasswordPage(): JSX.Element {
  const client = useQueryClient();
  const token = takeToken();
  const [isDone, setDone] = createSignal(false);
  createTitle(() => ['New password']);
  const form = createApiForm({
    values: { password: '' },
    schema: async () => (await import('../../../worker/lib/account-requests.ts')).NewPassword,
    submit: async ({ password }) => {
      await resetPassword(token, password);
      // The session that this device may have had has ended.
      client.clear();
      setDone(true);
    },
  });
  const ended = () => endOf(token, form.problem());
  return (
    <Harbour title="Choose a new password" about="All devices that are signed in to your account are signed out.">
      <Show when={!ended()} fallback={<EndedLink problem={ended()!} href="/forgot-password" />}>
        <Show
          when={isDone()}
          fallback={
            <Form form={form} layout="wide" submitLabel="Set the password" busyLabel="Setting …">
              <TextInput
                label="New password"
                hint="At least ten characters."
                type="password"
                name="password"
                autocomplete="new-password"
                required
                autofocus
                value={form.values().password}
                wrong={form.wrong('password')}
                onChange={(value) => form.set('password', value)}
              />
            </Form>
          }
        >
          <Notice icon="check-circle" role="status">
            <strong>Your password is changed</strong>
            <span>Sign in with it. If you have two-factor sign-in, you need a code as before.</span>
          </Notice>
          <a class={button('primary')} href="/sign-in">
            Sign in
          </a>
        </Show>
      </Show>
      <Show when={!isDone() && !ended()}>
        <a class="plain-link" href="/forgot-password">
          Ask for a new link
        </a>
      </Show>
    </Harbour>
  );
}
