import type { JSX } from 'solid-js';
import { For, Show, Suspense, createSignal, lazy } from 'solid-js';
import type { Mailbox } from '../../api.ts';
import { Notice } from '../../ui/parts.tsx';
import { button } from '../../ui/button.ts';
import { SIDES } from './sides.ts';

// With the code of forms, which the project's page can do without.
const SignInDialog = lazy(async () => ({ default: (await import('./mailbox-sign-in-dialog.tsx')).SignInDialog }));

/** Passwords that no longer work, and the form to enter them again. */
export function MailboxSignIn(props: { mailbox: Mailbox }): JSX.Element {
  const [isOpen, setOpen] = createSignal(false);
  const issues = () =>
    SIDES.flatMap(({ side, title }) => {
      const issue = props.mailbox[`${side}PasswordIssue`];
      return issue === null ? [] : [`${title}: ${issue}`];
    });
  return (
    <>
      <For each={issues()}>
        {(issue) => (
          <Notice tone="wait" role="alert">
            {issue}
          </Notice>
        )}
      </For>
      <div>
        <button type="button" class={button()} onClick={() => setOpen(true)}>
          Change login and password
        </button>
      </div>
      <Show when={isOpen()}>
        <Suspense>
          <SignInDialog mailbox={props.mailbox} onClose={() => setOpen(false)} />
        </Suspense>
      </Show>
    </>
  );
}
