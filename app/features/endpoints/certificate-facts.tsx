import { formatDate, formatMoment } from '../../lib/dates.ts';
import type { JSX } from 'solid-js';
import { For, Show } from 'solid-js';
import type { Problem } from '../../api.ts';
import facts from '../../ui/facts.module.css';
import { Tooltip } from '../../ui/tooltip.tsx';
import styles from './certificate-facts.module.css';

type Certificate = NonNullable<Problem['certificate']>;

/** More than these are counted. */
const SHOWN_NAMES = 8;

const REASONS: Readonly<Record<NonNullable<Problem['reason']>, string>> = {
  'self-signed': 'self-signed',
  'unknown-issuer': 'issued by an unknown authority',
  'incomplete-chain': 'chain incomplete',
  expired: 'expired',
  'not-yet-valid': 'not valid yet',
  'wrong-name': 'for other names',
  weak: 'too weak',
};

/** A fingerprint in groups of four, as one compares it. */
export function Fingerprint(props: { sha256: string }): JSX.Element {
  const groups = () => props.sha256.toUpperCase().match(/.{1,4}/g) ?? [];
  return (
    <code class={styles.fingerprint}>
      <For each={groups()}>{(group) => <span>{group} </span>}</For>
    </code>
  );
}

/** What a server's certificate says. */
export function CertificateFacts(props: {
  certificate: Certificate;
  host?: string | undefined;
  reasons?: Problem['reasons'];
}): JSX.Element {
  const names = () => props.certificate.names.slice(0, SHOWN_NAMES);
  const more = () => props.certificate.names.length - names().length;
  return (
    <dl class={`${facts.facts} ${styles.certificate}`}>
      <Show when={props.host}>
        {(host) => (
          <>
            <dt>Host</dt>
            <dd>{host()}</dd>
          </>
        )}
      </Show>
      <Show when={(props.reasons?.length ?? 0) > 1}>
        <dt>Problems</dt>
        <dd>{props.reasons?.map((reason) => REASONS[reason]).join(', ')}</dd>
      </Show>
      <dt>Issued to</dt>
      <dd>{props.certificate.subject || '—'}</dd>
      <dt>Issued by</dt>
      <dd>{props.certificate.issuer || '—'}</dd>
      <dt>Names</dt>
      <dd>
        {names().join(', ') || '—'}
        <Show when={more() > 0}> and {more()} more</Show>
      </dd>
      <dt>Valid</dt>
      <dd>
        <Day at={props.certificate.notBefore} /> to <Day at={props.certificate.notAfter} />
      </dd>
      <dt>SHA-256</dt>
      <dd>
        <Fingerprint sha256={props.certificate.sha256} />
      </dd>
    </dl>
  );
}

function Day(props: { at: string }): JSX.Element {
  const date = () => new Date(props.at);
  return (
    <Show when={!Number.isNaN(date().getTime())} fallback="—">
      <Tooltip words={`${formatMoment(date(), 'second')} (${props.at})`}>
        <time dateTime={props.at}>{formatDate(date())}</time>
      </Tooltip>
    </Show>
  );
}
