import { useQueryClient } from '@tanstack/solid-query';
import type { JSX } from 'solid-js';
import { For, Show, createSignal } from 'solid-js';
import type { Problem } from '../../api.ts';
import { problemIn } from '../../api.ts';
import { button } from '../../ui/button.ts';
import page from '../../ui/page.module.css';
import { Empty, ProblemNotice } from '../../ui/parts.tsx';
import { createSignOut } from '../session/queries.ts';
import { createOwnWorkgroupsQuery, switchWorkgroup } from './queries.ts';

/** Shown in the shell to an agent who is signed in and no longer has access to the workgroup. */
export function AccessEnded(props: { problem: Problem }): JSX.Element {
  const client = useQueryClient();
  const signOut = createSignOut();
  const workgroups = createOwnWorkgroupsQuery();
  const [problem, setProblem] = createSignal<Problem>();
  const others = () => workgroups.data?.items.filter(({ role }) => role !== 'inactive') ?? [];
  const enter = (id: string) => {
    setProblem();
    switchWorkgroup(client, id).catch((error: unknown) => setProblem(problemIn(error)));
  };
  return (
    <div class={page.narrow}>
      <div class="card">
        <Empty icon="key" title="You have no access to this workgroup" isPage>
          <p>{props.problem.detail ?? props.problem.cause}</p>
          <p>Ask an owner or manager of the workgroup, or go on in another one of yours.</p>
          <Show when={problem()}>{(value) => <ProblemNotice problem={value()} />}</Show>
          <For each={others()}>
            {({ id, name }) => (
              <button type="button" class={button('primary')} onClick={() => enter(id)}>
                Switch to {name}
              </button>
            )}
          </For>
          <button type="button" class={button()} onClick={() => void signOut()}>
            Sign out
          </button>
        </Empty>
      </div>
    </div>
  );
}
