import { useQueryClient } from '@tanstack/solid-query';
import type { JSX } from 'solid-js';
import { Match, Show, Switch, createSignal } from 'solid-js';
import type { ApiKey, Problem } from '../../api.ts';
import { api, problemIn, read } from '../../api.ts';
import { keys } from '../../lib/query-keys.ts';
import { createTitle } from '../../lib/title.ts';
import { button } from '../../ui/button.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { EachById } from '../../ui/each-by-id.tsx';
import { Icon } from '../../ui/icon.tsx';
import { keepFocus } from '../../ui/keep-focus.ts';
import page from '../../ui/page.module.css';
import { Pager } from '../../ui/pager.tsx';
import { Empty, Notice, ProblemNotice, Skeleton } from '../../ui/parts.tsx';
import { showToast } from '../../ui/toast.tsx';
import { ApiKeyCard } from './api-key-card.tsx';
import { ApiKeyForm } from './api-key-form.tsx';
import { createApiKeysQuery } from './queries.ts';

/** The keys by which programs use the API. */
export default function ApiKeysPage(): JSX.Element {
  const client = useQueryClient();
  createTitle(() => ['API keys', 'Settings']);
  const [pages, setPages] = createSignal(1);
  const list = createApiKeysQuery(pages);
  const [isAdding, setAdding] = createSignal(false);
  const [fresh, setFresh] = createSignal<string>();
  const [revoking, setRevoking] = createSignal<ApiKey>();
  const [problem, setProblem] = createSignal<Problem>();
  const revoke = async ({ id, name }: ApiKey) => {
    setRevoking();
    setProblem();
    try {
      await read(api['api-keys'][':id'].$delete({ param: { id } }) as never);
      showToast(`The key “${name}” has been revoked.`);
    } catch (error) {
      setProblem(problemIn(error));
    }
    await client.invalidateQueries({ queryKey: keys.apiKeys });
  };
  const add = () => (
    <button type="button" class={button('primary')} onClick={() => setAdding(true)}>
      <Icon name="plus" /> Create API key
    </button>
  );
  return (
    <div class={page.narrow}>
      <header class={page.head}>
        <div class="stack tight grow">
          <h1>API keys</h1>
          <p class="muted">
            For scripts and integrations. The{' '}
            <a href="/api/openapi.json" target="_blank" rel="noreferrer" class="plain-link">
              OpenAPI document
            </a>{' '}
            describes every route.
          </p>
        </div>
        {add()}
      </header>
      <Show when={fresh()}>
        {(key) => (
          <Notice tone="wait" icon="key" role="status">
            <strong>Copy the key now. It is not shown again.</strong>
            <span>
              Programs send it in the header <code>Authorization: Bearer KEY</code>.
            </span>
            <code class="to-copy">{key()}</code>
            <CopyButton text={key()} what="key" />
          </Notice>
        )}
      </Show>
      <Show when={problem()}>{(value) => <ProblemNotice problem={value()} />}</Show>
      <Show when={list.error}>
        <ProblemNotice
          problem={problemIn(list.error)}
          tone={list.data ? 'wait' : 'bad'}
          onRetry={() => void list.refetch()}
        />
      </Show>
      <Switch>
        <Match when={list.data?.items.length === 0}>
          <div class="card">
            <Empty icon="key" title="No API keys yet">
              <p>A key lets a program do in this workgroup what you allow it, until you revoke it.</p>
              {add()}
            </Empty>
          </div>
        </Match>
        <Match when={list.data}>
          {(data) => (
            <div class="stack snug" role="group" aria-label="Keys" ref={(box) => keepFocus(box, 'near')}>
              <EachById each={data().items}>
                {(key) => <ApiKeyCard apiKey={key()} onRevoke={() => setRevoking(key())} />}
              </EachById>
            </div>
          )}
        </Match>
        <Match when={list.isPending && !list.error}>
          <Skeleton lines={3} height={96} />
        </Match>
      </Switch>
      <Show when={list.data?.hasMore || pages() > 1}>
        <Pager
          shown={list.data?.items.length ?? 0}
          hasMore={list.data?.hasMore ?? false}
          isBusy={list.isPlaceholder}
          onMore={() => setPages((count) => count + 1)}
        />
      </Show>
      <Show when={isAdding()}>
        <Dialog title="Create an API key" onClose={() => setAdding(false)}>
          <ApiKeyForm
            onDone={(key) => {
              setFresh(key);
              setAdding(false);
            }}
          />
        </Dialog>
      </Show>
      <Show when={revoking()}>
        {(key) => (
          <Confirm
            title="Revoke this key?"
            name={key().name}
            action="Revoke the key"
            onConfirm={() => void revoke(key())}
            onClose={() => setRevoking()}
          >
            <p>Programs that use it are refused from then on. You cannot undo this.</p>
          </Confirm>
        )}
      </Show>
    </div>
  );
}
