import type { JSX } from 'solid-js';
import { Show } from 'solid-js';
import type { Project } from '../../api.ts';
import { formatBytes, formatCount, formatPercent } from '../../lib/format.ts';
import { Badge } from '../../ui/badge.tsx';
import { ProgressBar } from '../../ui/parts.tsx';
import { Crossing } from './crossing.tsx';
import { overallOf } from './overall.ts';
import styles from './projects-page.module.css';

/** A project in a list. `isInCustomer`: in that of its customer, which need not be named again. */
export function ProjectCard(props: { project: Project; isInCustomer?: boolean }): JSX.Element {
  const overall = () => overallOf(props.project);
  const counters = () => props.project.counters;
  return (
    <a class={`card ${styles.card}`} href={`/projects/${props.project.id}`}>
      <div class="stack tight">
        <h2 class="truncate">{props.project.name}</h2>
        <Show when={props.project.archivedAt}>
          <span>
            <Badge tone="idle" icon="pause">
              Archived
            </Badge>
          </span>
        </Show>
        <Show when={!props.isInCustomer}>
          <span class="small muted truncate">{props.project.customer.companyName}</span>
        </Show>
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
    </a>
  );
}
