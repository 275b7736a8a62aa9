import { A } from '@solidjs/router';
import type { JSX } from 'solid-js';
import { Show } from 'solid-js';
import { formatCount } from '../../lib/format.ts';
import { Icon } from '../../ui/icon.tsx';
import styles from './inventory.module.css';
import { createEstimateQuery } from './queries.ts';
import { rangeWords } from './words.ts';

/** How long the project takes, in one line that leads to its inventory. */
export function EstimateLine(props: { projectId: string }): JSX.Element {
  const estimate = createEstimateQuery(() => props.projectId);
  const words = () => {
    const { data } = estimate;
    if (!data || data.countedCount === 0) return undefined;
    const { running, preStage, delta, full } = data;
    if (running) return `${rangeWords(running.left)} left`;
    if (full.items.count === 0) return 'nothing left to copy';
    const parts = [
      preStage.items.count > 0 ? `pre-stage ${rangeWords(preStage)}` : '',
      delta.items.count > 0 ? `full pass ${rangeWords(delta)}` : '',
    ];
    return parts.filter((part) => part !== '').join(' · ');
  };
  const isPart = () => estimate.data && estimate.data.countedCount < estimate.data.mailboxCount;
  return (
    <Show when={words()}>
      {(text) => (
        <A class={`small ${styles.line}`} href={`/projects/${props.projectId}/inventory`}>
          <Icon name="clock" /> Time needed: {text()}
          <Show when={isPart()}>
            <span class="muted">
              ({formatCount(estimate.data!.countedCount)} of {formatCount(estimate.data!.mailboxCount)} mailboxes)
            </span>
          </Show>
        </A>
      )}
    </Show>
  );
}
