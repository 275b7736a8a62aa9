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
import { confirmEmail } from './queries.ts';

/** Where the link to a new address leads. It takes a press of a button: programs that check mail open links too. */
export default function ConfirmEmailPage(): JSX.Element {
  const client = useQueryClient();
  const token = takeToken();
  const [email, setEmail] = createSignal<string>();
  createTitle(() => ['Confirm e-mail address']);
  const form = createApiForm({
    values: {},
    submit: async () => {
      setEmail((await confirmEmail(token)).email);
      await client.invalidateQueries();
    },
  });
  const ended = () => endOf(token, form.problem());
  return (
    <Harbour title="Confirm your e-mail address" about="Then you sign in with it.">
      <Show when={!ended()} fallback={<EndedLink problem={ended()!} href="/settings/profile" />}>
        <Show
          when={email()}
          fallback={
            <Form form={form} layout="wide" submitLabel="Confirm the address" busyLabel="Confirming …">
              {null}
            </Form>
          }
        >
          {(confirmed) => (
            <>
              <Notice icon="check-circle" role="status">
                <strong>{confirmed()} is confirmed</strong>
                <span>From now on, you sign in with this address.</span>
              </Notice>
              <a class={button('primary')} href="/projects">
                Go to Mailferry
              </a>
            </>
          )}
        </Show>
      </Show>
    </Harbour>
  );
}
