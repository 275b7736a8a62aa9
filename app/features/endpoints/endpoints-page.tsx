import type { JSX } from 'solid-js';
import { Match, Show, Suspense, Switch, createMemo, createSignal, lazy } from 'solid-js';
import type { Endpoint } from '../../api.ts';
import { api, problemIn, read } from '../../api.ts';
import { fitsEndpoint } from '../../../worker/lib/fits-endpoint.ts';
import { localizeInstants } from '../../lib/format.ts';
import { createTitle } from '../../lib/title.ts';
import { EachById } from '../../ui/each-by-id.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Ago, Empty, Notice, ProblemNotice, Skeleton } from '../../ui/parts.tsx';
import { ConnectionNotes, ConnectionWords, TrustedCertificates } from './connection-line.tsx';
import { ConnectionProblem } from './connection-problem.tsx';
import { createEndpointActions, failureOf } from './endpoint-actions.ts';
import { HEALTH } from './health.ts';
import { createEndpointsQuery } from './queries.ts';
import { UsedBy } from './used-by.tsx';
import styles from './endpoints-page.module.css';
import { Badge } from '../../ui/badge.tsx';
import { MenuButton } from '../../ui/menu.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { CutText } from '../../ui/cut-text.tsx';
import { Pager } from '../../ui/pager.tsx';
import { showToast } from '../../ui/toast.tsx';
import { button } from '../../ui/button.ts';
import page from '../../ui/page.module.css';

const Confirm = lazy(async () => ({ default: (await import('../../ui/confirm.tsx')).Confirm }));
// With the code of forms, which the list can do without.
const EndpointDialog = lazy(async () => ({ default: (await import('./endpoint-dialog.tsx')).EndpointDialog }));

/** How many cards to show before "more" is pressed. */
const AT_FIRST = 50;

export default function EndpointsPage(): JSX.Element {
  const endpoints = createEndpointsQuery();
  createTitle(() => ['Endpoints']);
  const [shown, setShown] = createSignal(AT_FIRST);
  const [editing, setEditing] = createSignal<Endpoint | 'new'>();
  const [words, setWords] = createSignal('');
  const found = createMemo(() => (endpoints.data ?? []).filter((endpoint) => fitsEndpoint(words(), endpoint)));
  return (
    <div class={page.narrow}>
      <header class={page.head}>
        <h1>Endpoints</h1>
        <button type="button" class={button('primary')} onClick={() => setEditing('new')}>
          <Icon name="plus" /> Add endpoint
        </button>
      </header>
      <Show when={(endpoints.data?.length ?? 0) > 1}>
        <SearchField label="Search endpoints" value={words()} onInput={setWords} />
      </Show>
      <Show when={endpoints.error}>
        <ProblemNotice
          problem={problemIn(endpoints.error)}
          tone={endpoints.data ? 'wait' : 'bad'}
          onRetry={() => void endpoints.refetch()}
        />
      </Show>
      <Switch>
        <Match when={endpoints.data?.length === 0}>
          <div class="card">
            <Empty icon="endpoints" title="No endpoints yet">
              <p>An endpoint is a provider’s Exchange server and the account that Mailferry signs in with.</p>
              <button type="button" class={button('primary')} onClick={() => setEditing('new')}>
                <Icon name="plus" /> Add endpoint
              </button>
            </Empty>
          </div>
        </Match>
        <Match when={endpoints.data && found().length === 0}>
          <p class="muted" role="status">
            No endpoint fits “{words()}”.
          </p>
        </Match>
        <Match when={endpoints.data && found()}>
          {(list) => (
            <div class="stack snug">
              <EachById each={list().slice(0, shown())}>
                {(endpoint) => <EndpointCard endpoint={endpoint()} onEdit={() => setEditing(endpoint())} />}
              </EachById>
              <Show when={list().length > AT_FIRST}>
                <Pager
                  shown={Math.min(shown(), list().length)}
                  total={list().length}
                  hasMore={shown() < list().length}
                  onMore={() => setShown((count) => count + AT_FIRST)}
                />
              </Show>
            </div>
          )}
        </Match>
        <Match when={endpoints.isPending && !endpoints.error}>
          <Skeleton lines={3} height={84} />
        </Match>
      </Switch>
      <Show when={editing()}>
        {(what) => {
          const value = what();
          return (
            <Suspense>
              <EndpointDialog
                title={value === 'new' ? 'Add an endpoint' : `Edit ${value.name}`}
                {...(value !== 'new' && { endpoint: value })}
                onDone={() => setEditing()}
                onClose={() => setEditing()}
              />
            </Suspense>
          );
        }}
      </Show>
    </div>
  );
}

function EndpointCard(props: { endpoint: Endpoint; onEdit: () => void }): JSX.Element {
  const { isBusy, problem, act, probe, trust, endTrust } = createEndpointActions(() => props.endpoint);
  const health = () => HEALTH[props.endpoint.health];
  const copy = () =>
    act(async () => {
      const made = await read(api.endpoints[':id'].copy.$post({ param: { id: props.endpoint.id } }));
      showToast(`${made.name} is there. Enter its password before you use it.`);
    });
  const [isDeleting, setDeleting] = createSignal(false);
  const remove = async () => {
    setDeleting(false);
    const { id, name } = props.endpoint;
    if (await act(() => read(api.endpoints[':id'].$delete({ param: { id } }) as never)))
      showToast(`${name} is deleted.`);
  };
  const failure = () => failureOf(props.endpoint);
  const ownHost = () => new URL(props.endpoint.url).hostname;
  return (
    <article class="card pad stack">
      <div class="row wrap">
        <div class={styles.name}>
          <h2>
            <a class="plain-link" href={`/endpoints/${props.endpoint.id}`}>
              {props.endpoint.name}
            </a>
          </h2>
          <CutText class="muted" text={props.endpoint.url} />
        </div>
        <button type="button" class={button()} aria-disabled={isBusy() || undefined} onClick={() => void probe()}>
          <Icon name="refresh" class={isBusy() ? 'spin' : ''} /> Test connection
        </button>
        <button type="button" class={button()} onClick={() => props.onEdit()}>
          Edit
        </button>
        <MenuButton
          name={`More of ${props.endpoint.name}`}
          class={button('ghost', 'icon')}
          label={<Icon name="down" />}
          items={[
            { label: 'Copy', hint: 'Without its password', icon: 'copy', run: () => void copy() },
            {
              label: 'Delete',
              icon: 'close',
              disabled: props.endpoint.usedBy.count > 0,
              ...(props.endpoint.usedBy.count > 0 && { hint: 'Projects use it' }),
              run: () => setDeleting(true),
            },
          ]}
        />
      </div>
      <div class={styles.counts}>
        <Badge tone={health().tone} icon={health().icon}>
          {health().word}
        </Badge>
        <Show when={props.endpoint.version}>{(version) => <span>{version()}</span>}</Show>
        <Show when={props.endpoint.hasPassword && props.endpoint.signIn}>{(signIn) => <span>{signIn()}</span>}</Show>
        <span class="muted">
          {props.endpoint.hasPassword
            ? `${props.endpoint.username}, ${props.endpoint.useImpersonation ? 'impersonating' : 'with full access'}`
            : 'no administrator: each mailbox has its own password'}
        </span>
        {/* Without a connection it is no matter how there was one. */}
        <Show when={failure() === undefined && props.endpoint.connection}>
          {(connection) => <ConnectionWords connection={connection()} />}
        </Show>
        <Show when={props.endpoint.foundFrom}>{(from) => <span class="muted">found through {from()}</span>}</Show>
        <Show when={props.endpoint.checkedAt}>
          <span class="faint">
            tested <Ago at={props.endpoint.checkedAt} />
          </span>
        </Show>
      </div>
      <UsedBy usedBy={props.endpoint.usedBy} />
      <Show when={failure() === undefined}>
        <ConnectionNotes endpoint={props.endpoint} />
      </Show>
      <TrustedCertificates endpoint={props.endpoint} isBusy={isBusy()} onEnd={(host) => void endTrust(host)} />
      <Show when={problem() ?? failure()} fallback={<HealthNotice endpoint={props.endpoint} />}>
        {(value) => (
          <ConnectionProblem
            problem={value()}
            isBusy={isBusy()}
            onTrust={({ host = ownHost(), sha256 }) => void trust(host, sha256)}
          />
        )}
      </Show>
      <Show when={isDeleting()}>
        <Suspense>
          <Confirm
            title="Delete this endpoint?"
            name={props.endpoint.name}
            action="Delete the endpoint"
            onConfirm={() => void remove()}
            onClose={() => setDeleting(false)}
          >
            <p>Its password is deleted with it. You cannot undo this.</p>
          </Confirm>
        </Suspense>
      </Show>
    </article>
  );
}

function HealthNotice(props: { endpoint: Endpoint }): JSX.Element {
  return (
    <Show when={props.endpoint.health === 'failing' && props.endpoint.healthDetail}>
      {(detail) => <Notice tone="bad">{localizeInstants(detail())}</Notice>}
    </Show>
  );
}
