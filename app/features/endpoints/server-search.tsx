import './endpoints.css';
import type { JSX } from 'solid-js';
import { For, Show } from 'solid-js';
import type { Discovery } from '../../api.ts';
import { Icon } from '../../ui/icon.tsx';
import { ConnectionProblem, type Trust } from './connection-problem.tsx';

const WHAT = {
  soap: 'Autodiscover, SOAP',
  pox: 'Autodiscover, XML',
  http: 'Reference by http',
  dns: 'DNS record',
  ews: 'EWS itself',
} as const;

/** How a server was found, in words. */
function foundInWords(foundBy: Discovery['foundBy'], foundFrom: string | null): string {
  if (foundFrom === null) return 'As it was given.';
  return foundBy === 'convention'
    ? `Found where the servers of ${foundFrom} usually are.`
    : `Autodiscover tells it for ${foundFrom}.`;
}

/** What a search found, whom it would trust with the password, and everything that it tried. */
export function ServerSearch(props: {
  search: Discovery;
  consents: readonly string[];
  onConsent: (host: string, isGiven: boolean) => void;
  isBusy: boolean;
  onTrust: (trust: Trust) => void;
}): JSX.Element {
  return (
    <div class="stack" data-search>
      <Show when={props.search.ewsUrl}>
        {(url) => (
          <div class="notice">
            <Icon name="check-circle" class="tone-ok" />
            <div>
              <strong>{url()}</strong>
              <span class="muted">
                {foundInWords(props.search.foundBy, props.search.foundFrom)}
                <Show when={props.search.displayName}>{(name) => <> The mailbox is {name()}’s.</>}</Show>
              </span>
            </div>
          </div>
        )}
      </Show>
      <Show when={props.search.problem}>
        {(problem) => (
          <ConnectionProblem
            problem={{ ...problem(), status: 422 }}
            tone={props.search.consentHosts.length > 0 ? 'wait' : 'bad'}
            isBusy={props.isBusy}
            onTrust={(trust) => props.onTrust(trust)}
          />
        )}
      </Show>
      <For each={props.search.consentHosts}>
        {(host) => (
          <label class="check">
            <input
              type="checkbox"
              checked={props.consents.includes(host)}
              onChange={(event) => props.onConsent(host, event.currentTarget.checked)}
            />
            <span>
              {host} is the provider’s
              <span class="small muted line">It may be given the user name and password.</span>
            </span>
          </label>
        )}
      </For>
      <Show when={props.search.attempts.length > 0}>
        <details class="tried" open={props.search.ewsUrl === null && props.search.consentHosts.length === 0}>
          <summary>What was tried ({props.search.attempts.length})</summary>
          <ol>
            <For each={props.search.attempts}>
              {(attempt) => (
                <li>
                  <span class="what">{WHAT[attempt.what]}</span>
                  <span class="url">{attempt.url}</span>
                  <span class={attempt.outcome === 'found' ? 'tone-ok' : 'muted'}>
                    <Show when={attempt.problem}>{(problem) => <strong>{problem().title}. </strong>}</Show>
                    {attempt.said}
                  </span>
                </li>
              )}
            </For>
          </ol>
        </details>
      </Show>
    </div>
  );
}
