import { useParams, useSearchParams } from '@solidjs/router';
import type { JSX } from 'solid-js';
import { For, Match, Show, Switch } from 'solid-js';
import { createStore } from 'solid-js/store';
import type { ScriptId, ScriptSide } from '../../../worker/lib/script-facts.ts';
import { SCRIPT_SIDES } from '../../../worker/lib/script-facts.ts';
import type { Project, ScriptSummary } from '../../api.ts';
import { problemIn } from '../../api.ts';
import { createIsNarrow } from '../../lib/is-phone.ts';
import { createTitle } from '../../lib/title.ts';
import { BackLink } from '../../ui/back-link.tsx';
import page from '../../ui/page.module.css';
import { ProblemNotice, Skeleton } from '../../ui/parts.tsx';
import { createProjectQuery } from '../projects/queries.ts';
import { createScriptsQuery } from './queries.ts';
import { choiceAt, isCleanUp, SIDE_TITLES } from './script-choice.ts';
import { ScriptDetail } from './script-detail.tsx';
import styles from './scripts.module.css';

/** Scripts that administrators of the providers run: a list for each side, and the one that is open. */
export default function ScriptsPage(): JSX.Element {
  const params = useParams<{ id: string }>();
  const [search] = useSearchParams<{ script: string; side: string }>();
  const project = createProjectQuery(() => params.id);
  const list = createScriptsQuery(() => params.id);
  // Beside the list, a script needs room for its lines.
  const isNarrow = createIsNarrow(1000);
  // Who has entered a tenant or an account needs it for the other scripts of that side as well.
  const [choices, setChoices] = createStore({ source: choiceAt('source'), destination: choiceAt('destination') });
  const all = (): ScriptSummary[] => (list.data?.items ?? []).filter(({ id }) => !isCleanUp(id));
  /** The one that most need first: it grants what Mailferry uses at the source. */
  const first = (): ScriptSummary | undefined => {
    const rights: ScriptId = project.data?.source.useImpersonation ? 'impersonation' : 'full-access';
    return all().find(({ id, side }) => id === rights && side === 'source') ?? all()[0];
  };
  /** What the address names; without one, the first, where there is room beside the list. */
  const open = (): ScriptSummary | undefined =>
    all().find(({ id, side }) => id === search.script && side === search.side) ??
    all().find(({ id }) => id === search.script) ??
    (isNarrow() || !project.data ? undefined : first());
  const hrefOf = (script?: { id: ScriptId; side: ScriptSide }): string =>
    `/projects/${params.id}/scripts${script ? `?script=${script.id}&side=${script.side}` : ''}`;
  createTitle(() => [open()?.title, 'Scripts', project.data?.name]);
  return (
    <div class={page.page}>
      <header class="stack tight">
        <Show
          when={isNarrow() && open()}
          fallback={<BackLink href={`/projects/${params.id}`}>{project.data?.name ?? 'Project'}</BackLink>}
        >
          <BackLink href={hrefOf()}>All scripts</BackLink>
        </Show>
        <h1>Scripts</h1>
        <p class="muted">
          Ready for the administrators of both providers, with the account and the mailboxes of this project filled in.
        </p>
      </header>
      <Show when={list.error ?? project.error}>
        {(error) => (
          <ProblemNotice
            problem={problemIn(error())}
            onRetry={() => void Promise.all([list.refetch(), project.refetch()])}
          />
        )}
      </Show>
      <Switch>
        <Match when={!list.data && !list.error}>
          <Skeleton lines={5} height={60} />
        </Match>
        <Match when={list.data}>
          <div class={styles.page}>
            <Show when={!(isNarrow() && open())}>
              <nav class="stack" aria-label="Scripts">
                <For each={SCRIPT_SIDES}>
                  {(side) => (
                    <section class="card" aria-labelledby={`scripts-${side}`}>
                      <h2 class={styles.side} id={`scripts-${side}`}>
                        {SIDE_TITLES[side]}
                        <Show when={project.data}>
                          {(value) => <span class="muted small truncate">{endpointName(value(), side)}</span>}
                        </Show>
                      </h2>
                      <ul class={styles.list}>
                        <For each={all().filter((script) => script.side === side)}>
                          {(script) => (
                            <li>
                              {/* Not the router's link, which takes every address of this path for the current one. */}
                              <a
                                class={styles.entry}
                                href={hrefOf(script)}
                                aria-current={open() === script ? 'true' : undefined}
                              >
                                <strong>{script.title}</strong>
                                <span class="muted small">{script.purpose}</span>
                              </a>
                            </li>
                          )}
                        </For>
                      </ul>
                    </section>
                  )}
                </For>
              </nav>
            </Show>
            <Show when={open() && `${open()!.id} ${open()!.side}`} keyed>
              <ScriptDetail
                projectId={params.id}
                script={open()!}
                choice={choices[open()!.side]}
                onChoice={(part) => setChoices(open()!.side, part)}
              />
            </Show>
          </div>
        </Match>
      </Switch>
    </div>
  );
}

const endpointName = (project: Project, side: ScriptSide): string => project[side].name;
