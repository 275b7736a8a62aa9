import type { JSX } from 'solid-js';
import { useQueryClient } from '@tanstack/solid-query';
import { For, Match, Show, Suspense, Switch, createSignal, createUniqueId, lazy } from 'solid-js';
import type { Provider } from '../../api.ts';
import { problemIn } from '../../api.ts';
import { createSettled } from '../../lib/settled.ts';
import { keys } from '../../lib/query-keys.ts';
import { Icon } from '../../ui/icon.tsx';
import { Badge } from '../../ui/badge.tsx';
import { button } from '../../ui/button.ts';
import { CutText } from '../../ui/cut-text.tsx';
import { Notice, ProblemNotice, Skeleton } from '../../ui/parts.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { domainIn } from './domain-in.ts';
import styles from './provider-search.module.css';
import { createProvidersQuery, createSuggestionQuery } from './queries.ts';

const ProviderDialog = lazy(async () => ({ default: (await import('./provider-dialog.tsx')).ProviderDialog }));

/** What was chosen: the address to prefill, with `*` where it differs from customer to customer. */
export type ChosenServer = { name: string; address: string };

/** Finds a provider by its name, a domain, an e-mail address or the address of webmail. */
export function ProviderSearch(props: { onChoose: (chosen: ChosenServer) => void }): JSX.Element {
  const [words, setWords] = createSignal('');
  const wanted = createSettled(words);
  const providers = createProvidersQuery(() => wanted().trim());
  const suggestion = createSuggestionQuery(() => domainIn(wanted()));
  const id = createUniqueId();
  const client = useQueryClient();
  const [editing, setEditing] = createSignal<Provider | 'new'>();
  const close = () => setEditing();
  let list: HTMLUListElement | undefined;
  return (
    <section class={styles.search} aria-labelledby={id} data-provider-search>
      <h3 id={id}>Find the provider</h3>
      <p class="muted small">
        By name, domain, e-mail address or the address of webmail. The directory only fills in the address: whether it
        works shows when the connection is tested.
      </p>
      <SearchField
        label="Provider, domain or e-mail address"
        value={words()}
        onInput={setWords}
        onLeave={() => list?.querySelector('button')?.focus()}
      />
      <Show when={suggestion.data}>
        {(found) => (
          <Notice {...(found().kind === 'microsoft-365' && { tone: 'bad' })} role="status">
            <span>{found().sentence}</span>
          </Notice>
        )}
      </Show>
      <Switch>
        <Match when={providers.error}>
          <ProblemNotice problem={problemIn(providers.error)} onRetry={() => void providers.refetch()} />
        </Match>
        <Match when={providers.isPending}>
          <Skeleton lines={3} height={64} />
        </Match>
        <Match when={providers.data?.length === 0}>
          <p class="muted" role="status">
            No provider fits. Enter the address that you see when you open webmail, or an e-mail address.
          </p>
        </Match>
        <Match when={providers.data}>
          {(found) => (
            <ul class={styles.list} aria-label="Providers" ref={list}>
              <For each={found()}>
                {(provider) => (
                  <Entry provider={provider} onChoose={props.onChoose} onCorrect={() => setEditing(provider)} />
                )}
              </For>
            </ul>
          )}
        </Match>
      </Switch>
      <div>
        <button type="button" class={button('ghost')} onClick={() => setEditing('new')}>
          <Icon name="plus" /> Add a provider
        </button>
      </div>
      <Show when={editing()}>
        {(what) => {
          const value = what();
          return (
            <Suspense>
              <ProviderDialog
                {...(value !== 'new' && { provider: value })}
                onDone={() => {
                  close();
                  void client.invalidateQueries({ queryKey: keys.providers });
                }}
                onClose={close}
              />
            </Suspense>
          );
        }}
      </Show>
    </section>
  );
}

function Entry(props: {
  provider: Provider;
  onChoose: (chosen: ChosenServer) => void;
  onCorrect: () => void;
}): JSX.Element {
  const source = () =>
    props.provider.source === null
      ? 'Added by your workgroup'
      : `Source: ${props.provider.source.title}${props.provider.source.date === null ? '' : `, ${props.provider.source.date}`}`;
  return (
    <li class={styles.entry}>
      <div class="row wrap">
        <strong class="grow">
          {props.provider.name}
          <Show when={props.provider.countries.length > 0}>
            <span class="muted small"> {props.provider.countries.join(', ')}</span>
          </Show>
        </strong>
        <Switch>
          <Match when={props.provider.status === 'ended'}>
            <Badge tone="bad" icon="failed">
              Ended
            </Badge>
          </Match>
          <Match when={props.provider.status === 'unknown'}>
            <Badge tone="wait" icon="circle">
              Not confirmed
            </Badge>
          </Match>
        </Switch>
      </div>
      <For each={props.provider.servers}>
        {(server) => {
          const address = () => server.ewsUrl ?? server.owaUrl ?? '';
          const facts = () =>
            [
              server.label,
              server.version === null ? '' : `Exchange ${server.version}`,
              server.isEwsInferred ? 'address not confirmed' : '',
            ].filter(Boolean);
          return (
            <div class={styles.server}>
              <div class="grow">
                <CutText class={styles.address} text={address()} />
                <Show when={facts().length > 0}>
                  <span class="muted small">{facts().join(' · ')}</span>
                </Show>
              </div>
              <button
                type="button"
                class={button()}
                aria-label={`Use ${address()}`}
                onClick={() => props.onChoose({ name: props.provider.name, address: address() })}
              >
                Use
              </button>
            </div>
          );
        }}
      </For>
      <Show when={props.provider.note}>{(note) => <p class="small">{note()}</p>}</Show>
      <Show when={props.provider.findAddress}>{(how) => <p class="small">{how()}</p>}</Show>
      <div class="row wrap">
        <span class="muted small grow">
          {source()}
          <Show when={props.provider.origin === 'corrected'}> · corrected by your workgroup</Show>
        </span>
        <button
          type="button"
          class={button('ghost')}
          aria-label={`Correct ${props.provider.name}`}
          onClick={() => props.onCorrect()}
        >
          Correct
        </button>
      </div>
    </li>
  );
}
