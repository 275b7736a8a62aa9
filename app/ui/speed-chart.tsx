import type { JSX } from 'solid-js';
import { Show } from 'solid-js';
import type { SpeedSample } from '../../worker/lib/speed-sample.ts';
import { formatSpeed } from '../lib/format.ts';
import styles from './speed-chart.module.css';

const WIDTH = 260;
const HEIGHT = 64;

/** Speed over the last half hour at most; the line is as wide as the time that is known. */
export function SpeedChart(props: { samples: SpeedSample[] }): JSX.Element {
  const peak = () => Math.max(1, ...props.samples.map((sample) => sample.bytesPerSecond));
  const points = () => {
    const [first] = props.samples;
    const last = props.samples.at(-1);
    if (!first || !last || last.at === first.at) return [];
    return props.samples.map((sample) => [
      ((sample.at - first.at) / (last.at - first.at)) * WIDTH,
      HEIGHT - 2 - (sample.bytesPerSecond / peak()) * (HEIGHT - 8),
    ]);
  };
  const line = () =>
    points()
      .map(([x, y], i) => `${i ? 'L' : 'M'}${x!.toFixed(1)} ${y!.toFixed(1)}`)
      .join('');
  return (
    <Show
      when={points().length > 1}
      fallback={<div class={`faint small ${styles.empty}`}>The speed shows here while mailboxes move.</div>}
    >
      <svg
        class={styles.chart}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`Speed over time, at most ${formatSpeed(peak())}`}
      >
        <path d={`${line()}L${WIDTH} ${HEIGHT}L0 ${HEIGHT}Z`} fill="var(--run-soft)" />
        <path d={line()} fill="none" stroke="var(--run)" stroke-width="1.75" vector-effect="non-scaling-stroke" />
      </svg>
    </Show>
  );
}
