import type { JSX } from 'solid-js';
import { Show } from 'solid-js';
import type { ApiKey } from '../../api.ts';
import { Badge } from '../../ui/badge.tsx';
import { button } from '../../ui/button.ts';
import { CutText } from '../../ui/cut-text.tsx';
import { now } from '../../ui/now.ts';
import { Ago } from '../../ui/parts.tsx';
import { ROLE_WORDS, SCOPE_WORDS, stateOf } from './api-key-words.ts';

/** One key: what it may do, until when, and when and from where it was last used. */
export function ApiKeyCard(props: { apiKey: ApiKey; onRevoke: () => void }): JSX.Element {
  const state = () => stateOf(props.apiKey, now());
  const scopes = () => props.apiKey.scopes.map((scope) => SCOPE_WORDS[scope].title).join(', ');
  return (
    <article class="card pad stack snug" data-api-key={state()}>
      <div class="row wrap">
        <div class="grow stack tight">
          <h2 class="truncate">{props.apiKey.name}</h2>
          <CutText class="muted" text={`${props.apiKey.prefix}…`} />
        </div>
        <KeyState apiKey={props.apiKey} />
        <Show when={state() !== 'revoked'}>
          <button
            type="button"
            class={button('danger')}
            aria-label={`Revoke ${props.apiKey.name}`}
            onClick={() => props.onRevoke()}
          >
            Revoke
          </button>
        </Show>
      </div>
      <div class="row wrap small muted">
        <span>Role: {ROLE_WORDS[props.apiKey.role]}</span>
        <span>Scopes: {scopes()}</span>
        <Show when={state() === 'active'}>
          <Show when={props.apiKey.expiresAt} fallback={<span>Does not expire</span>}>
            {(at) => (
              <span>
                Expires <Ago at={at()} />
              </span>
            )}
          </Show>
        </Show>
      </div>
      <div class="row wrap small muted">
        <Show when={props.apiKey.lastUsedAt} fallback={<span>Never used</span>}>
          {(at) => (
            <>
              <span>
                Last used <Ago at={at()} />
              </span>
              <Show when={props.apiKey.lastUsedFrom}>{(address) => <span>from {address()}</span>}</Show>
              <Show when={props.apiKey.lastUsedBy}>{(client) => <span>by {client()}</span>}</Show>
            </>
          )}
        </Show>
      </div>
    </article>
  );
}

function KeyState(props: { apiKey: ApiKey }): JSX.Element {
  const state = () => stateOf(props.apiKey, now());
  return (
    <Show
      when={state() !== 'active'}
      fallback={
        <Badge tone="ok" icon="check-circle">
          Active
        </Badge>
      }
    >
      <Badge tone="idle" icon={state() === 'expired' ? 'clock' : 'stop'}>
        <span>
          {state() === 'expired' ? 'Expired' : 'Revoked'} <Ago at={props.apiKey.revokedAt ?? props.apiKey.expiresAt} />
        </span>
      </Badge>
    </Show>
  );
}
