import type { JSX } from 'solid-js';
import { For, Show, Suspense, createSignal, lazy } from 'solid-js';
import type { Mailbox, Problem } from '../../api.ts';
import { button } from '../../ui/button.ts';
import { Notice, ProblemNotice } from '../../ui/parts.tsx';
import { AskAgain } from '../credential-requests/ask-again.tsx';
import { createRequestActions } from '../credential-requests/queries.ts';
import { isToBeAskedAgain } from '../credential-requests/request-kinds.ts';
import { SIDES } from './sides.ts';

// With the code of forms, which the project's page can do without.
const SignInDialog = lazy(async () => ({ default: (await import('./mailbox-sign-in-dialog.tsx')).SignInDialog }));

/** Passwords that no longer work; the form to enter them again, and one press to have the user enter them. */
export function MailboxSignIn(props: { mailbox: Mailbox }): JSX.Element {
  const [isOpen, setOpen] = createSignal(false);
  const [problem, setProblem] = createSignal<Problem>();
  const requests = createRequestActions(() => props.mailbox.projectId, setProblem);
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
      <For each={SIDES.filter(({ side }) => props.mailbox.outsideDomains.includes(side))}>
        {({ side, title }) => (
          <Notice tone="wait">
            {title}: {props.mailbox[`${side}Email`]} is outside the mail domains that the endpoint lists. If the address
            is right, add its domain to the endpoint.
          </Notice>
        )}
      </For>
      <div class="row wrap">
        <button type="button" class={button()} onClick={() => setOpen(true)}>
          Change login and password
        </button>
        <Show when={isToBeAskedAgain(props.mailbox)}>
          <AskAgain mailbox={props.mailbox} actions={requests} />
        </Show>
      </div>
      <Show when={problem()}>{(value) => <ProblemNotice problem={value()} />}</Show>
      <Show when={isOpen()}>
        <Suspense>
          <SignInDialog mailbox={props.mailbox} onClose={() => setOpen(false)} />
        </Suspense>
      </Show>
    </>
  );
}
