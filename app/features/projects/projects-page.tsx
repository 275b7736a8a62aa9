import { A } from '@solidjs/router';
import type { JSX } from 'solid-js';
import { Match, Show, Switch } from 'solid-js';
import type { Project } from '../../api.ts';
import { problemIn } from '../../api.ts';
import { formatBytes, formatCount, formatPercent } from '../../lib/format.ts';
import { createTitle } from '../../lib/title.ts';
import { EachById } from '../../ui/each-by-id.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Empty, ProblemNotice, ProgressBar, Skeleton } from '../../ui/parts.tsx';
import { Crossing } from './crossing.tsx';
import { overallOf } from './overall.ts';
import styles from './projects-page.module.css';
import { createProjectsQuery } from './queries.ts';
import { button } from '../../ui/button.ts';
import page from '../../ui/page.module.css';

export default function ProjectsPage(): JSX.Element {
  const projects = createProjectsQuery();
  createTitle(() => ['Projects']);
  return (
    <div class={page.page}>
      <header class={page.head}>
        <h1>Projects</h1>
        <A class={button('primary')} href="/projects/new">
          <Icon name="plus" /> New project
        </A>
      </header>
      <Show when={projects.error}>
        <ProblemNotice
          problem={problemIn(projects.error)}
          tone={projects.data ? 'wait' : 'bad'}
          onRetry={() => void projects.refetch()}
        />
      </Show>
      <Switch>
        <Match when={projects.data?.length === 0}>
          <div class="card">
            <Empty icon="projects" title="No project yet">
              <p>
                A project moves the mailboxes of one customer from one Exchange provider to another. You need the
                addresses of both providers, and ideally an administrator account for each.
              </p>
              <A class={button('primary')} href="/projects/new">
                <Icon name="plus" /> New project
              </A>
            </Empty>
          </div>
        </Match>
        <Match when={projects.data}>
          {(list) => (
            <div class="stack snug">
              <EachById each={list()}>{(project) => <ProjectCard project={project()} />}</EachById>
            </div>
          )}
        </Match>
        <Match when={projects.isPending && !projects.error}>
          <Skeleton lines={3} height={84} />
        </Match>
      </Switch>
    </div>
  );
}

function ProjectCard(props: { project: Project }): JSX.Element {
  const overall = () => overallOf(props.project);
  const counters = () => props.project.counters;
  return (
    <A class={`card ${styles.card}`} href={`/projects/${props.project.id}`}>
      <div class="stack tight">
        <h2 class="truncate">{props.project.name}</h2>
        <Crossing project={props.project} />
      </div>
      <div class={styles.counts}>
        <span>{formatCount(counters().total)} mailboxes</span>
        <Show when={counters().running}>{(n) => <span class="tone-run">{formatCount(n())} running</span>}</Show>
        <Show when={counters().waiting}>{(n) => <span class="tone-wait">{formatCount(n())} waiting</span>}</Show>
        <Show when={counters().attention}>
          {(n) => <span class="tone-bad">{formatCount(n())} need attention</span>}
        </Show>
        <Show when={counters().done}>{(n) => <span class="tone-ok">{formatCount(n())} done</span>}</Show>
      </div>
      <div class={styles.progress}>
        <ProgressBar fraction={overall().fraction} tone={overall().tone} label={`Progress of ${props.project.name}`} />
        <span class="small muted">
          {formatPercent(overall().fraction)} · {formatCount(props.project.totals.itemsDone)} of{' '}
          {formatCount(props.project.totals.itemsTotal)} items · {formatBytes(props.project.totals.bytesDone)}
        </span>
      </div>
    </A>
  );
}
