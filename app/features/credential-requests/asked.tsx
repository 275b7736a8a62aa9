import type { JSX } from 'solid-js';
import { Show, Suspense, createSignal, lazy } from 'solid-js';
import type { CredentialRequest, Mailbox } from '../../api.ts';
import { formatCount } from '../../lib/format.ts';
import { button } from '../../ui/button.ts';
import { Icon } from '../../ui/icon.tsx';
import { now } from '../../ui/now.ts';
import { Ago, Notice } from '../../ui/parts.tsx';
import { createIsArchived } from '../projects/queries.ts';
import { AskAgain } from './ask-again.tsx';
import { Bounced } from './bounced.tsx';
import type { RequestActions } from './queries.ts';
import { RequestBadge } from './request-badge.tsx';
import { RequestFacts } from './request-facts.tsx';
import {
  isOpen,
  isToBeAskedAgain,
  isToBeSentAgain,
  kindOfMailbox,
  kindOfRequest,
  wordsOfRequest,
} from './request-kinds.ts';

const LinkDialog = lazy(async () => ({ default: (await import('./link-dialog.tsx')).LinkDialog }));

/** The newest request to the user of a mailbox, with what can be done about it. */
export function Asked(props: { mailbox: Mailbox; request: CredentialRequest; actions: RequestActions }): JSX.Element {
  const [isLinking, setLinking] = createSignal(false);
  const isArchived = createIsArchived(() => props.mailbox.projectId);
  const request = () => props.request;
  const kind = () => kindOfMailbox(props.mailbox) ?? kindOfRequest(request());
  return (
    <>
      <div class="row spread">
        <RequestBadge kind={kind()} />
        <span class="small muted">{wordsOfRequest({ ...request(), lastFailure: null }, now())}</span>
      </div>
      <Show when={isOpen(request()) && request().lastFailure}>
        {(failure) => (
          <Notice tone="bad">
            <strong>
              {request().attempts === 1 ? '1 failed attempt' : `${formatCount(request().attempts)} failed attempts`} at
              the {failure().side}
            </strong>
            <span>{failure().sentence}</span>
            <span class="small muted">
              <Ago at={failure().at} />
            </span>
          </Notice>
        )}
      </Show>
      <Show when={request().state === 'bounced'}>
        <Bounced messageId={request().messageId} to={request().to} />
      </Show>
      <Show when={request().isChecking}>
        <Notice tone="wait" icon="clock">
          The user has answered, but the server cannot be reached. Mailferry keeps the answer sealed and checks it as
          soon as the server responds.
        </Notice>
      </Show>
      <div class="row wrap">
        <Show when={isToBeSentAgain(props.mailbox) && !isArchived()}>
          <button
            type="button"
            class={button('primary')}
            aria-disabled={props.actions.isBusy() || undefined}
            onClick={() => void props.actions.resend([props.mailbox.id])}
          >
            <Icon name="send" /> Send again
          </button>
        </Show>
        <Show when={isOpen(request())}>
          <button type="button" class={button()} onClick={() => setLinking(true)}>
            <Icon name="copy" /> Link or QR code
          </button>
        </Show>
        <Show when={isToBeAskedAgain(props.mailbox)}>
          <AskAgain mailbox={props.mailbox} actions={props.actions} />
        </Show>
        <a
          class={button()}
          href={`/api/credential-requests/${request().id}/preview?language=${request().language}`}
          target="_blank"
          rel="noreferrer"
        >
          <Icon name="account" /> What the user sees
        </a>
        <Show when={isOpen(request())}>
          <button
            type="button"
            class={button('danger')}
            aria-disabled={props.actions.isBusy() || undefined}
            onClick={() => void props.actions.revoke([props.mailbox.id])}
          >
            Revoke
          </button>
        </Show>
      </div>
      <RequestFacts request={request()} />
      <Show when={isLinking()}>
        <Suspense>
          <LinkDialog mailbox={props.mailbox} request={request()} onClose={() => setLinking(false)} />
        </Suspense>
      </Show>
    </>
  );
}
