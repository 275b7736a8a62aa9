import type { JSX } from 'solid-js';
import { For, Show, createSignal } from 'solid-js';
import type { Endpoint } from '../../api.ts';
import { Icon } from '../../ui/icon.tsx';
import { createMeQuery } from '../session/queries.ts';
import { Fingerprint } from './certificate-facts.tsx';

type Connection = NonNullable<Endpoint['connection']>;

/** `TLS 1.0 by the gateway`, `by the company’s proxy`, `direct`. */
function wordsOf({ via, route, protocol }: Connection): string {
  if (via === 'direct') return 'direct';
  const version = /^TLSv1(?:\.(\d))?$/.exec(protocol ?? '');
  const name = version ? `TLS 1.${version[1] ?? '0'} ` : '';
  return `${name}by the gateway${route === 'proxy' ? ' and the company’s proxy' : ''}`;
}

/** How the server of an endpoint is reached, in a few words. */
export function ConnectionWords(props: { connection: Connection }): JSX.Element {
  const isWeak = () => props.connection.why === 'old-tls' || props.connection.why === 'certificate';
  return (
    <span class={isWeak() ? 'badge tone-wait' : 'muted'} title={props.connection.cipher ?? undefined} data-connection>
      <Show when={isWeak()}>
        <Icon name="warning" />
      </Show>
      {wordsOf(props.connection)}
    </span>
  );
}

/** What one should know of the ways to an endpoint's hosts, where it is not today's standard. */
export function ConnectionNotes(props: { endpoint: Endpoint }): JSX.Element {
  const notes = () => {
    const { connection, origins, url } = props.endpoint;
    const own = connection?.message ? [{ host: undefined, message: connection.message }] : [];
    const others = origins.flatMap(({ origin, message }) =>
      message && origin !== new URL(url).origin ? [{ host: new URL(origin).host, message }] : [],
    );
    return [...own, ...others];
  };
  return (
    <For each={notes()}>
      {({ host, message }) => (
        <p class="small muted">
          <Show when={host}>{(name) => <strong>{name()}: </strong>}</Show>
          {message}
        </p>
      )}
    </For>
  );
}

/** The certificates that are trusted by their fingerprints, each with a way to end that. */
export function TrustedCertificates(props: {
  endpoint: Endpoint;
  isBusy: boolean;
  onEnd: (host: string) => void;
}): JSX.Element {
  const me = createMeQuery();
  const [ending, setEnding] = createSignal<string>();
  const mayEnd = () => me.data?.role === 'owner' || me.data?.role === 'manager';
  const hosts = () => Object.entries(props.endpoint.trustedCertificates);
  return (
    <For each={hosts()}>
      {([host, sha256]) => (
        <div class="trusted">
          <div class="grow">
            <div class="small">
              Exactly one certificate is trusted for <strong>{host}</strong>:
            </div>
            <Fingerprint sha256={sha256} />
          </div>
          <Show when={mayEnd()}>
            <button
              type="button"
              class="button danger"
              disabled={props.isBusy}
              onClick={() => (ending() === host ? props.onEnd(host) : setEnding(host))}
            >
              {ending() === host ? 'Really stop trusting?' : 'Stop trusting'}
            </button>
          </Show>
        </div>
      )}
    </For>
  );
}
