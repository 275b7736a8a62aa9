import { formatMoment } from '../../lib/dates.ts';
import type { JSX } from 'solid-js';
import { Show } from 'solid-js';
import { LANGUAGE_NAMES } from '../../../worker/lib/mail/languages.ts';
import type { CredentialRequest } from '../../api.ts';
import { formatCount } from '../../lib/format.ts';
import facts from '../../ui/facts.module.css';
import { Ago } from '../../ui/parts.tsx';

/** To whom a request went, and when what happened. */
export function RequestFacts(props: { request: CredentialRequest }): JSX.Element {
  const request = () => props.request;
  const sides = () => {
    const [first, second] = request().sides;
    if (second) return 'Source and destination';
    return first === 'source' ? 'Source' : 'Destination';
  };
  return (
    <dl class={facts.facts}>
      <dt>Asks for</dt>
      <dd>{sides()}</dd>
      <dt>Sent to</dt>
      <dd>{request().name ? `${request().name} (${request().to})` : request().to}</dd>
      <dt>Language</dt>
      <dd>{LANGUAGE_NAMES[request().language]}</dd>
      <dt>Sent</dt>
      <dd>
        <Ago at={request().sentAt} />
      </dd>
      <Show when={request().remindedAt}>
        {(at) => (
          <>
            <dt>Reminded</dt>
            <dd>
              {request().reminders > 1 ? `${formatCount(request().reminders)} times, last ` : ''}
              <Ago at={at()} />
            </dd>
          </>
        )}
      </Show>
      <dt>Opened</dt>
      <dd>
        <Ago at={request().openedAt} />
      </dd>
      <Show
        when={request().answeredAt}
        fallback={
          <>
            <dt>{request().state === 'expired' ? 'Expired' : 'Valid until'}</dt>
            <dd>{formatMoment(request().expiresAt)}</dd>
          </>
        }
      >
        {(at) => (
          <>
            <dt>Answered</dt>
            <dd>
              <Ago at={at()} />
            </dd>
          </>
        )}
      </Show>
    </dl>
  );
}
