import type { JSX } from 'solid-js';
import { For, Show } from 'solid-js';
import type { Endpoint } from '../../api.ts';
import { can } from '../../../worker/lib/permissions.ts';
import { Badge } from '../../ui/badge.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import { createMeQuery } from '../session/queries.ts';
import { Fingerprint } from './certificate-facts.tsx';
import styles from './connection-line.module.css';
import { button } from '../../ui/button.ts';

type Connection = NonNullable<Endpoint['connection']>;

/** `TLS 1.0 by the gateway`, `by the company’s proxy`, `direct connection`. */
function wordsOf({ via, route, protocol }: Connection): string {
  if (via === 'direct') return 'direct connection';
  const version = /^TLSv1(?:\.(\d))?$/.exec(protocol ?? '');
  const name = version ? `TLS 1.${version[1] ?? '0'} ` : '';
  return `${name}by the gateway${route === 'proxy' ? ' and the company’s proxy' : ''}`;
}

/** How the server of an endpoint is reached, in a few words. */
export function ConnectionWords(props: { connection: Connection }): JSX.Element {
  const words = () => (
    <Tooltip words={props.connection.cipher ?? ''} isOff={props.connection.cipher === null}>
      {wordsOf(props.connection)}
    </Tooltip>
  );
  const isWeak = () => props.connection.why === 'old-tls' || props.connection.why === 'certificate';
  return (
    <Show when={isWeak()} fallback={<span class="muted">{words()}</span>}>
      <Badge tone="wait" icon="warning">
        {words()}
      </Badge>
    </Show>
  );
}

/** Where a connection to a host of an endpoint falls short of today's standard: how. */
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

/** The certificates that are trusted by their fingerprints, each with a button that ends that. */
export function TrustedCertificates(props: {
  endpoint: Endpoint;
  isBusy: boolean;
  onEnd: (host: string) => void;
}): JSX.Element {
  const me = createMeQuery();
  const mayEnd = () => me.data !== undefined && can(me.data.role, 'endpoint.trust');
  const hosts = () => Object.entries(props.endpoint.trustedCertificates);
  return (
    <For each={hosts()}>
      {([host, sha256]) => (
        <div class={styles.trusted}>
          <div class="grow">
            <div class="small">
              Exactly one certificate is trusted for <strong>{host}</strong>:
            </div>
            <Fingerprint sha256={sha256} />
          </div>
          <Show when={mayEnd()}>
            <button type="button" class={button('danger')} disabled={props.isBusy} onClick={() => props.onEnd(host)}>
              Stop trusting
            </button>
          </Show>
        </div>
      )}
    </For>
  );
}
