import type { JSX } from 'solid-js';
import { Show, createEffect, createMemo, createSignal, onCleanup, untrack } from 'solid-js';
import type { Mailbox, Project } from '../../api.ts';
import { formatBytes, formatCount, formatDuration, formatPercent, formatSpeed } from '../../lib/format.ts';
import type { Rates } from '../../../worker/lib/units.ts';
import { Donut } from '../../ui/donut.tsx';
import { ProgressBar } from '../../ui/parts.tsx';
import type { SpeedSample } from '../../ui/speed-chart.tsx';
import { SpeedChart } from '../../ui/speed-chart.tsx';
import { SlotNotice } from './slot-notice.tsx';
import { etaOf, overallOf, sumMailboxes, uncountedOf } from './overall.ts';

const SAMPLE_MS = 1_000;
/** Five minutes of speed. */
const MAX_SAMPLES = 300;

/** The one look that says how it goes: how far, how fast, how long, and what stands where. */
export function ProjectSummary(props: { project: Project; mailboxes: Mailbox[]; rates: Rates }): JSX.Element {
  const totals = () => (props.mailboxes.length > 0 ? sumMailboxes(props.mailboxes) : props.project.totals);
  const overall = () => overallOf({ counters: props.project.counters, totals: totals() });
  // A memo: new counters alone must not restart the sampling.
  const isMoving = createMemo(() => props.project.counters.running > 0);
  const uncounted = createMemo(() => uncountedOf(props.mailboxes));
  const eta = () => (isMoving() ? etaOf(totals(), props.rates) : undefined);
  const [samples, setSamples] = createSignal<SpeedSample[]>([]);

  createEffect(() => {
    if (!isMoving()) return;
    const timer = setInterval(() => {
      const sample = { at: Date.now(), bytesPerSecond: untrack(() => props.rates.bytesPerSecond) };
      setSamples((list) => [...list.slice(-MAX_SAMPLES), sample]);
    }, SAMPLE_MS);
    onCleanup(() => clearInterval(timer));
  });

  return (
    <section class="project-top" aria-label="Summary">
      <div class="card overall">
        <div class="figures">
          <div>
            <div class="big">{formatPercent(overall().fraction)}</div>
            <div class="small muted">
              {formatCount(totals().itemsDone)} of {formatCount(totals().itemsTotal)} items
            </div>
            <Show when={uncounted().all > 0 && uncounted().all < props.mailboxes.length}>
              <div class="small faint">
                {formatCount(uncounted().all)} {uncounted().all === 1 ? 'mailbox is' : 'mailboxes are'} not counted yet
              </div>
            </Show>
          </div>
          <dl>
            <dt>Moved</dt>
            <dd>
              {formatBytes(totals().bytesDone)} of {formatBytes(totals().bytesTotal)}
            </dd>
          </dl>
          <dl>
            <dt>Speed</dt>
            <dd>
              {isMoving()
                ? `${formatSpeed(props.rates.bytesPerSecond)} · ${formatCount(props.rates.itemsPerSecond)} items/s`
                : '—'}
            </dd>
          </dl>
          <dl>
            <dt>Time left</dt>
            <dd>
              <Show when={eta()} fallback="—">
                {(ms) => `${uncounted().inPass > 0 ? 'over' : 'about'} ${formatDuration(ms())}`}
              </Show>
            </dd>
          </dl>
          <dl>
            <dt>Errors</dt>
            <dd class={totals().errors > 0 ? 'tone-bad' : ''}>{formatCount(totals().errors)}</dd>
          </dl>
        </div>
        <ProgressBar fraction={overall().fraction} tone={overall().tone} label="Progress of the project" />
        <SlotNotice limit={props.project.slotLimit} />
      </div>
      <div class="card beside">
        <Donut counters={props.project.counters} />
        <div class="speed">
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
