import type { JSX } from 'solid-js';
import { For, Show } from 'solid-js';
import type { Discovery } from '../../api.ts';
import { Check } from '../../ui/check.tsx';
import { Notice } from '../../ui/parts.tsx';
import { ConnectionProblem, type Trust } from './connection-problem.tsx';
import styles from './server-search.module.css';

const WHAT = {
  soap: 'Autodiscover, SOAP',
  pox: 'Autodiscover, XML',
  http: 'HTTP redirect',
  dns: 'DNS record',
  ews: 'EWS',
} as const;

/** How a server was found, in words. */
function foundInWords(foundBy: Discovery['foundBy'], foundFrom: string | null): string {
  if (foundFrom === null) return 'The address that you entered.';
  return foundBy === 'convention'
    ? `Found at the usual address for ${foundFrom}.`
    : `Found by Autodiscover for ${foundFrom}.`;
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
          <Notice icon="check-circle" iconClass="tone-ok">
            <strong>{url()}</strong>
            <span class="muted">
              {foundInWords(props.search.foundBy, props.search.foundFrom)}
              <Show when={props.search.displayName}>{(name) => <> The mailbox belongs to {name()}.</>}</Show>
            </span>
          </Notice>
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
          <Check
            checked={props.consents.includes(host)}
            onChange={(isGiven) => props.onConsent(host, isGiven)}
            hint="Mailferry may send the user name and the password to it."
          >
            {host} is the provider’s server
          </Check>
        )}
      </For>
      <Show when={props.search.attempts.length > 0}>
        <details class={styles.tried} open={props.search.ewsUrl === null && props.search.consentHosts.length === 0}>
          <summary>What was tried ({props.search.attempts.length})</summary>
          <ol>
            <For each={props.search.attempts}>
              {(attempt) => (
                <li>
                  <span class={styles.what}>{WHAT[attempt.what]}</span>
                  <span>{attempt.url}</span>
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
