import type { JSX } from 'solid-js';
import { Show, createEffect, createMemo, createSignal, onCleanup, untrack } from 'solid-js';
import type { Mailbox, Project } from '../../api.ts';
import { counted } from '../../lib/counted.ts';
import { formatBytes, formatCount, formatDuration, formatPercent, formatSpeed } from '../../lib/format.ts';
import type { SpeedSample } from '../../../worker/lib/speed-sample.ts';
import type { Rates } from '../../../worker/lib/units.ts';
import { CutText } from '../../ui/cut-text.tsx';
import { Donut } from '../../ui/donut.tsx';
import { ProgressBar } from '../../ui/parts.tsx';
import { SpeedChart } from '../../ui/speed-chart.tsx';
import styles from './project-summary.module.css';
import { SlotNotice } from './slot-notice.tsx';
import { etaOf, overallOf, sumMailboxes, uncountedOf } from './overall.ts';

const SAMPLE_MS = 1_000;
/** As many as a chart can show; those from before this screen opened are five seconds apart. */
const MAX_SAMPLES = 600;

/** The project at a glance: progress, speed, time left, and statuses. */
export function ProjectSummary(props: {
  project: Project;
  mailboxes: Mailbox[];
  rates: Rates;
  /** How fast it was before this screen opened, oldest first. */
  speeds?: readonly SpeedSample[];
}): JSX.Element {
  const totals = () => (props.mailboxes.length > 0 ? sumMailboxes(props.mailboxes) : props.project.totals);
  const overall = () => overallOf({ counters: props.project.counters, totals: totals() });
  // A memo: new counters alone must not restart the sampling.
  const isMoving = createMemo(() => props.project.counters.running > 0);
  const uncounted = createMemo(() => uncountedOf(props.mailboxes));
  const eta = () => (isMoving() ? etaOf(totals(), props.rates) : undefined);
  const timeLeft = () => {
    const ms = eta();
    return ms === undefined ? '—' : `${uncounted().inPass > 0 ? 'over' : 'about'} ${formatDuration(ms)}`;
  };
  const notCounted = () => {
    const { all } = uncounted();
    if (all === 0 || all === props.mailboxes.length) return '';
    return `${counted(all, 'mailbox is', 'mailboxes are')} not counted yet`;
  };
  const [seen, setSeen] = createSignal<readonly SpeedSample[]>([]);
  const samples = () => {
    const [first] = seen();
    const known = props.speeds ?? [];
    return [...(first ? known.filter(({ at }) => at < first.at) : known), ...seen()];
  };

  createEffect(() => {
    if (!isMoving()) return;
    const timer = setInterval(() => {
      const sample = { at: Date.now(), bytesPerSecond: untrack(() => props.rates.bytesPerSecond) };
      setSeen((list) => [...list.slice(-MAX_SAMPLES), sample]);
    }, SAMPLE_MS);
    onCleanup(() => clearInterval(timer));
  });

  return (
    <section class={styles.summary} aria-label="Summary">
      <div class={`card ${styles.overall}`}>
        <div class={styles.figures}>
          <Figure
            value={formatPercent(overall().fraction)}
            isBig
            more={`${formatCount(totals().itemsDone)} of ${formatCount(totals().itemsTotal)} items`}
            last={notCounted()}
          />
          <Figure
            name="Moved"
            value={formatBytes(totals().bytesDone)}
            more={`of ${formatBytes(totals().bytesTotal)}`}
          />
          <Figure
            name="Speed"
            value={isMoving() ? formatSpeed(props.rates.bytesPerSecond) : '—'}
            more={isMoving() ? `${formatCount(props.rates.itemsPerSecond)} items/s` : ''}
          />
          <Figure name="Time left" value={timeLeft()} />
          <Figure name="Errors" value={formatCount(totals().errors)} isBad={totals().errors > 0} />
        </div>
        <ProgressBar fraction={overall().fraction} tone={overall().tone} label="Progress of the project" />
        <SlotNotice limit={props.project.slotLimit} />
      </div>
      <div class={`card ${styles.beside}`}>
        <Donut counters={props.project.counters} />
        <div class={styles.speed}>
          <div class="row spread">
            <span class="small faint">Speed over time</span>
            <span class="small">{isMoving() ? formatSpeed(props.rates.bytesPerSecond) : ''}</span>
          </div>
          <SpeedChart samples={samples()} />
        </div>
      </div>
    </section>
  );
}

/** One number with its name above it and what belongs to it below; always of the same size. */
function Figure(props: {
  name?: string;
  value: string;
  more?: string;
  last?: string;
  isBig?: boolean;
  isBad?: boolean;
}): JSX.Element {
  return (
    <dl>
      <dt class={props.name ? '' : 'visually-hidden'}>{props.name ?? 'Done'}</dt>
      <dd class={props.isBig ? styles.big : styles.value} classList={{ 'tone-bad': props.isBad }}>
        {props.value}
      </dd>
      <dd class={styles.more}>{props.more}</dd>
      <Show when={props.isBig}>
        <dd class={styles.more}>
          <CutText text={props.last ?? ''} />
        </dd>
      </Show>
    </dl>
  );
}
