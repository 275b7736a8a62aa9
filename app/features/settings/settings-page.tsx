import { useQueryClient } from '@tanstack/solid-query';
import type { JSX } from 'solid-js';
import { For, Show, createSignal } from 'solid-js';
import type { Problem } from '../../api.ts';
import { api, problemIn, read, readAll } from '../../api.ts';
import { createQuery } from '../../lib/create-query.ts';
import { keys } from '../../lib/query-keys.ts';
import type { Theme } from '../../lib/theme.ts';
import { setTheme, theme } from '../../lib/theme.ts';
import { createTitle } from '../../lib/title.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { Field } from '../../ui/field.tsx';
import { Ago, ProblemNotice } from '../../ui/parts.tsx';
import { showToast } from '../../ui/toast.tsx';
import { createMeQuery } from '../session/queries.ts';

const THEMES: readonly (readonly [Theme, string])[] = [
  ['system', 'As the system'],
  ['light', 'Light'],
  ['dark', 'Dark'],
];

export default function SettingsPage(): JSX.Element {
  const me = createMeQuery();
  createTitle(() => ['Settings']);
  return (
    <div class="page narrow">
      <h1>Settings</h1>
      <section class="card pad stack">
        <h2>Workgroup</h2>
        <dl class="facts">
          <dt>Company</dt>
          <dd>{me.data?.workgroup.name}</dd>
          <dt>You</dt>
          <dd>{me.data?.agent ? `${me.data.agent.name} (${me.data.agent.email})` : ''}</dd>
          <dt>Role</dt>
          <dd>{me.data?.role}</dd>
        </dl>
      </section>
      <section class="card pad stack">
        <h2>Appearance</h2>
        <div class="strip" role="group" aria-label="Appearance">
          <For each={THEMES}>
            {([value, label]) => (
              <button type="button" class="chip" aria-pressed={theme() === value} onClick={() => setTheme(value)}>
                {label}
              </button>
            )}
          </For>
        </div>
      </section>
      <ApiKeys />
    </div>
  );
}

function ApiKeys(): JSX.Element {
  const client = useQueryClient();
  const list = createQuery(() => ({
    queryKey: keys.apiKeys,
    queryFn: () => readAll((query) => api['api-keys'].$get({ query })),
  }));
  const [name, setName] = createSignal('');
  const [fresh, setFresh] = createSignal<string>();
  const [revoking, setRevoking] = createSignal<{ id: string; name: string }>();
  const [problem, setProblem] = createSignal<Problem>();
  const act = async (work: () => Promise<void>) => {
    setProblem();
    try {
      await work();
    } catch (error) {
      setProblem(problemIn(error));
    }
    await client.invalidateQueries({ queryKey: keys.apiKeys });
  };
  const create = () =>
    act(async () => {
      const made = await read(api['api-keys'].$post({ json: { name: name() } }));
      setFresh(made.key);
      setName('');
    });
  const revoke = ({ id, name }: { id: string; name: string }) =>
    act(async () => {
      setRevoking();
      await read(api['api-keys'][':id'].$delete({ param: { id } }) as never);
      showToast(`The key “${name}” has been revoked.`);
    });
  return (
    <section class="card pad stack">
      <div>
        <h2>API keys</h2>
        <p class="muted">
          For scripts and integrations: <code>Authorization: Bearer …</code>. What the API can do stands in{' '}
          <a href="/api/openapi.json" target="_blank" rel="noreferrer" class="plain-link">
            its description
          </a>
          .
        </p>
      </div>
      <form
        class="row low"
        onSubmit={(event) => {
          event.preventDefault();
          void create();
        }}
      >
        <div class="grow">
          <Field label="What is it for?">
            {(control) => (
              <input
                {...control()}
                class="input"
                required
                placeholder="Monitoring"
                value={name()}
                onInput={(event) => setName(event.currentTarget.value)}
              />
            )}
          </Field>
        </div>
        <button type="submit" class="button primary">
          Make a key
        </button>
      </form>
      <Show when={fresh()}>
        {(key) => (
          <div class="notice tone-wait" role="status">
            <span />
            <div>
              <strong>Copy it now: it is shown this once.</strong>
              <code class="to-copy">{key()}</code>
            </div>
          </div>
        )}
      </Show>
      <Show when={problem()}>{(value) => <ProblemNotice problem={value()} />}</Show>
      <Show when={list.error}>
        <ProblemNotice problem={problemIn(list.error)} onRetry={() => void list.refetch()} />
      </Show>
      <Show when={list.data?.length === 0}>
        <p class="muted">No key yet.</p>
      </Show>
      <div class="preview whole" hidden={!list.data?.length}>
        <For each={list.data}>
          {(key) => (
            <div class="row">
              <span class="grow truncate">
                {key.name} <span class="faint">{key.prefix}…</span>
              </span>
              <span class="faint small">
                {key.revokedAt ? 'revoked' : key.lastUsedAt ? 'used' : 'never used'}{' '}
                <Show when={key.revokedAt ?? key.lastUsedAt}>{(at) => <Ago at={at()} />}</Show>
              </span>
              <Show when={!key.revokedAt}>
                <button type="button" class="button danger" onClick={() => setRevoking(key)}>
                  Revoke
                </button>
              </Show>
            </div>
          )}
        </For>
      </div>
      <Show when={revoking()}>
        {(key) => (
          <Confirm
            title="Revoke this key?"
            name={key().name}
            action="Revoke the key"
            onConfirm={() => void revoke(key())}
            onClose={() => setRevoking()}
          >
            <p>Whatever uses it is refused from then on. This cannot be undone.</p>
          </Confirm>
        )}
      </Show>
    </section>
  );
}
