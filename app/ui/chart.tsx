import { formatMoment } from '../lib/dates.ts';
import 'uplot/dist/uPlot.min.css';
import type { JSX } from 'solid-js';
import { For, createEffect, onCleanup, onMount } from 'solid-js';
import styles from './chart.module.css';

export type Series = { label: string; values: readonly (number | null)[] };

const HEIGHT_PX = 220;

/**
 * Values over time as lines. The library is loaded when a chart is shown. A table with the same values stands beside
 * it for those who do not see it.
 */
export function Chart(props: {
  label: string;
  /** Unix times in ms, ascending. */
  times: readonly number[];
  series: readonly Series[];
  format: (value: number) => string;
}): JSX.Element {
  let element!: HTMLDivElement;
  const data = () => [props.times.map((at) => at / 1000), ...props.series.map(({ values }) => [...values])];
  let update = () => {};
  let end = () => {};
  let isGone = false;
  onCleanup(() => {
    isGone = true;
    end();
  });
  const draw = async () => {
    const { default: UPlot } = await import('uplot');
    if (isGone) return;
    const color = (name: string) => getComputedStyle(element).getPropertyValue(name).trim();
    const colors = ['--run', '--ok', '--wait', '--bad'].map(color);
    const axis = { stroke: color('--ink-3'), grid: { stroke: color('--line'), width: 1 } };
    const lines = props.series.map(({ label }, index) => ({
      label,
      stroke: colors[index % colors.length]!,
      width: 1.75,
    }));
    const options = {
      width: element.clientWidth,
      height: HEIGHT_PX,
      series: [{}, ...lines],
      axes: [
        axis,
        { ...axis, size: 80, values: (_plot: unknown, at: number[]) => at.map((value) => props.format(value)) },
      ],
    };
    const plot = new UPlot(options, data() as never, element);
    const observer = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: HEIGHT_PX }));
    observer.observe(element);
    update = () => plot.setData(data() as never);
    end = () => {
      observer.disconnect();
      plot.destroy();
    };
  };
  onMount(() => void draw());
  createEffect(() => {
    data();
    update();
  });
  return (
    <figure>
      <div class={styles.chart} ref={element} aria-hidden="true" />
      <table class="visually-hidden">
        <caption>{props.label}</caption>
        <thead>
          <tr>
            <th scope="col">Time</th>
            <For each={props.series}>{({ label }) => <th scope="col">{label}</th>}</For>
          </tr>
        </thead>
        <tbody>
          <For each={props.times}>
            {(at, row) => (
              <tr>
                <th scope="row">{formatMoment(at, 'second')}</th>
                <For each={props.series}>
                  {({ values }) => {
                    const value = values[row()];
                    return <td>{value === null || value === undefined ? '' : props.format(value)}</td>;
                  }}
                </For>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </figure>
  );
}
