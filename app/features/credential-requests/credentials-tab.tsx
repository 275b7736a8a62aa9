import type { JSX } from 'solid-js';
import { Show, createSignal } from 'solid-js';
import type { Mailbox, Problem } from '../../api.ts';
import { ProblemNotice } from '../../ui/parts.tsx';
import { AskAgain } from './ask-again.tsx';
import { Asked } from './asked.tsx';
import { Contact } from './contact.tsx';
import { EarlierRequests } from './earlier-requests.tsx';
import type { RequestActions } from './queries.ts';
import { createRequestActions } from './queries.ts';
import { isToBeAskedAgain } from './request-kinds.ts';
import { StoredPasswords } from './stored-passwords.tsx';

/** Whom Mailferry asks for the password of a mailbox, the result, and what can be done about it. */
export function CredentialsTab(props: { mailbox: Mailbox }): JSX.Element {
  const [problem, setProblem] = createSignal<Problem>();
  const actions = createRequestActions(() => props.mailbox.projectId, setProblem);
  return (
    <div class="stack">
      <Show when={props.mailbox.credentialRequest} fallback={<NeverAsked mailbox={props.mailbox} actions={actions} />}>
        {(request) => <Asked mailbox={props.mailbox} request={request()} actions={actions} />}
      </Show>
      <Show when={problem()}>{(value) => <ProblemNotice problem={value()} />}</Show>
      <Contact mailbox={props.mailbox} />
      <StoredPasswords mailbox={props.mailbox} actions={actions} />
      <EarlierRequests mailbox={props.mailbox} />
    </div>
  );
}

function NeverAsked(props: { mailbox: Mailbox; actions: RequestActions }): JSX.Element {
  const isMissing = () => isToBeAskedAgain(props.mailbox);
  return (
    <>
      <p class="muted">
        {isMissing()
          ? 'The password of this mailbox is not accepted. Its user can enter it again.'
          : 'The user has not been asked. Mailferry asks when a pass starts and a password is missing.'}
      </p>
      <Show when={isMissing()}>
        <div class="row wrap">
          <AskAgain mailbox={props.mailbox} actions={props.actions} />
        </div>
      </Show>
    </>
  );
}
