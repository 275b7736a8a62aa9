import { useQueryClient } from '@tanstack/solid-query';
import type { JSX } from 'solid-js';
import { For, Show, createSignal } from 'solid-js';
import type { ApiKey, Problem } from '../../api.ts';
import { api, problemIn, read } from '../../api.ts';
import { keys } from '../../lib/query-keys.ts';
import { button } from '../../ui/button.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { CutText } from '../../ui/cut-text.tsx';
import { Field } from '../../ui/field.tsx';
import { Form, createApiForm } from '../../ui/form.tsx';
import listBox from '../../ui/list-box.module.css';
import { Pager } from '../../ui/pager.tsx';
import { Ago, Notice, ProblemNotice } from '../../ui/parts.tsx';
import { showToast } from '../../ui/toast.tsx';
import { createApiKeysQuery } from './queries.ts';

/** The keys by which programs use the API. */
export function ApiKeys(): JSX.Element {
  const client = useQueryClient();
  const [pages, setPages] = createSignal(1);
  const list = createApiKeysQuery(pages);
  const [fresh, setFresh] = createSignal<string>();
  const [revoking, setRevoking] = createSignal<ApiKey>();
  const [problem, setProblem] = createSignal<Problem>();
  const readAgain = () => client.invalidateQueries({ queryKey: keys.apiKeys });
  const form = createApiForm({
    values: { name: '' },
    schema: async () => (await import('../../../worker/lib/new-api-key.ts')).NewApiKeyName,
    submit: async (json) => {
      const made = await read(api['api-keys'].$post({ json }));
      setFresh(made.key);
      form.reset();
      await readAgain();
    },
  });
  const revoke = async ({ id, name }: ApiKey) => {
    setRevoking();
    setProblem();
    try {
      await read(api['api-keys'][':id'].$delete({ param: { id } }) as never);
      showToast(`The key “${name}” has been revoked.`);
    } catch (error) {
      setProblem(problemIn(error));
    }
    await readAgain();
  };
  return (
    <section class="card pad stack">
      <p class="muted">
        For scripts and integrations, sent as <code>Authorization: Bearer …</code>. The{' '}
        <a href="/api/openapi.json" target="_blank" rel="noreferrer" class="plain-link">
          OpenAPI document
        </a>{' '}
        describes every route.
      </p>
      <Form form={form} layout="line" submitLabel="Create key" busyLabel="Creating …">
        <Field label="Name" wrong={form.wrong('name')}>
          {(control) => (
            <input
              {...control()}
              required
              placeholder="Monitoring"
              value={form.values().name}
              onInput={(event) => form.set('name', event.currentTarget.value)}
            />
          )}
        </Field>
      </Form>
      <Show when={fresh()}>
        {(key) => (
          <Notice tone="wait" role="status">
            <strong>Copy the key now. It is not shown again.</strong>
            <code class="to-copy">{key()}</code>
          </Notice>
        )}
      </Show>
      <Show when={problem()}>{(value) => <ProblemNotice problem={value()} />}</Show>
      <Show when={list.error}>
        <ProblemNotice problem={problemIn(list.error)} onRetry={() => void list.refetch()} />
      </Show>
      <Show when={list.data?.items.length === 0}>
        <p class="muted">No API keys yet.</p>
      </Show>
      <div class={listBox.whole} hidden={!list.data?.items.length}>
        <For each={list.data?.items}>{(key) => <KeyRow apiKey={key} onRevoke={() => setRevoking(key)} />}</For>
      </div>
      <Show when={list.data?.hasMore || pages() > 1}>
        <Pager
          shown={list.data?.items.length ?? 0}
          hasMore={list.data?.hasMore ?? false}
          isBusy={list.isPlaceholder}
          onMore={() => setPages((count) => count + 1)}
        />
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
    </section>
  );
}

function KeyRow(props: { apiKey: ApiKey; onRevoke: () => void }): JSX.Element {
  const use = () => {
    if (props.apiKey.revokedAt) return 'revoked';
    return props.apiKey.lastUsedAt ? 'used' : 'never used';
  };
  return (
    <div class="row">
      <CutText class="grow" text={props.apiKey.name}>
        {props.apiKey.name} <span class="faint">{props.apiKey.prefix}…</span>
      </CutText>
      <span class="faint small">
        {use()} <Show when={props.apiKey.revokedAt ?? props.apiKey.lastUsedAt}>{(at) => <Ago at={at()} />}</Show>
      </span>
      <Show when={!props.apiKey.revokedAt}>
        <button type="button" class={button('danger')} onClick={() => props.onRevoke()}>
          Revoke
        </button>
      </Show>
    </div>
  );
}
