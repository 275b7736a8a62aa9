import type { JSX } from 'solid-js';
import { For, Match, Show, Switch } from 'solid-js';
import type { ProjectEstimate } from '../../api.ts';
import { counted } from '../../lib/counted.ts';
import { formatCount, formatDuration } from '../../lib/format.ts';
import { Ago, Notice } from '../../ui/parts.tsx';
import styles from './inventory.module.css';
import { errorWords, itemsWords, rangeWords } from './words.ts';

const PASSES: Readonly<Record<string, string>> = { 'pre-stage': 'Pre-stage', full: 'Full' };

/** How long the passes take, and the result of earlier estimates. */
export function EstimateCard(props: { estimate: ProjectEstimate }): JSX.Element {
  const rows = () => [
    { name: 'Pre-stage', hint: 'older than 90 days', ...props.estimate.preStage },
    { name: 'Full pass after it', hint: 'what is newer', ...props.estimate.delta },
    { name: 'Or one full pass', hint: 'everything', ...props.estimate.full },
  ];
  return (
    <section class={`card ${styles.section}`} aria-labelledby="estimate-title">
      <h2 id="estimate-title">Time needed</h2>
      <Show when={props.estimate.running}>
        {(running) => (
          <Notice tone="wait" icon="running">
            <strong>
              {PASSES[running().type]} pass: {rangeWords(running().left)} left
            </strong>
            <span>
              Running for {formatDuration(running().elapsedMs)}; estimated at its start:{' '}
              {rangeWords(running().estimated)}.
            </span>
          </Notice>
        )}
      </Show>
      <table class={styles.table} aria-label="Estimate">
        <thead>
          <tr>
            <th scope="col">Pass</th>
            <th scope="col">Left to copy</th>
            <th scope="col">Time</th>
          </tr>
        </thead>
        <tbody>
          <For each={rows()}>
            {(row) => (
              <tr>
                <th scope="row">
                  {row.name} <span class="small muted">{row.hint}</span>
                </th>
                <td>{itemsWords(row.items)}</td>
                <td>{row.items.count === 0 ? '—' : rangeWords(row)}</td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
      <p class="small muted">
        <Switch>
          <Match when={props.estimate.basis === 'measured'}>
            From the speed of {counted(props.estimate.runCount, 'run', 'runs')} between these servers,{' '}
            {formatCount(props.estimate.slots)} mailboxes at once.
          </Match>
          <Match when={props.estimate.basis === 'assumed'}>
            Too little has been copied between these servers to know their speed, so the range is wide. Run a trial pass
            on a few mailboxes to narrow it.
          </Match>
        </Switch>{' '}
        <Show when={props.estimate.throttledMs > 0}>
          The servers have asked to wait {formatDuration(props.estimate.throttledMs)}; this is included.{' '}
        </Show>
        <Show when={props.estimate.countedCount < props.estimate.mailboxCount}>
          Covers {formatCount(props.estimate.countedCount)} of {formatCount(props.estimate.mailboxCount)} mailboxes: the
          others have no inventory yet.
        </Show>
      </p>
      <Show when={props.estimate.passes.length > 0}>
        <h3>Earlier estimates</h3>
        <table class={styles.table} aria-label="Earlier estimates">
          <thead>
            <tr>
              <th scope="col">Pass</th>
              <th scope="col">Estimated</th>
              <th scope="col">Took</th>
              <th scope="col">Estimate was</th>
            </tr>
          </thead>
          <tbody>
            <For each={props.estimate.passes}>
              {(pass) => (
                <tr>
                  <th scope="row">
                    {PASSES[pass.type]}{' '}
                    <span class="small muted">
                      <Ago at={pass.startedAt} />
                    </span>
                  </th>
                  <td>{rangeWords(pass.estimated)}</td>
                  <td>{formatDuration(pass.tookMs)}</td>
                  <td>{errorWords(pass.error)}</td>
                </tr>
              )}
            </For>
          </tbody>
        </table>
      </Show>
    </section>
  );
}
