import type { JSX } from 'solid-js';
import { For } from 'solid-js';
import type { Counters } from '../api.ts';
import { formatCount } from '../lib/format.ts';
import styles from './donut.module.css';

const SLICES = [
  { key: 'done', label: 'done', color: 'var(--ok)' },
  { key: 'running', label: 'running', color: 'var(--run)' },
  { key: 'waiting', label: 'waiting', color: 'var(--wait)' },
  { key: 'attention', label: 'needs attention', color: 'var(--bad)' },
  { key: 'notStarted', label: 'not started', color: 'var(--line-strong)' },
] as const;

const RADIUS = 42;
const ROUND = 2 * Math.PI * RADIUS;
/** Between neighbours, in the units of the circle. */
const GAP = 3;

/** Mailboxes by state; the number in the middle is all of them. */
export function Donut(props: { counters: Counters }): JSX.Element {
  const arcs = () => {
    const { total } = props.counters;
    const shown = SLICES.filter((slice) => props.counters[slice.key] > 0);
    let before = 0;
    return shown.map((slice) => {
      const length = (props.counters[slice.key] / Math.max(1, total)) * ROUND;
      const arc = { ...slice, offset: -before, length: shown.length > 1 ? Math.max(1, length - GAP) : length };
      before += length;
      return arc;
    });
  };
  const label = () => SLICES.map((slice) => `${props.counters[slice.key]} ${slice.label}`).join(', ');
  return (
    <svg class={styles.donut} viewBox="0 0 110 110" role="img" aria-label={`Mailboxes: ${label()}`}>
      <circle cx="55" cy="55" r={RADIUS} fill="none" stroke="var(--sunken)" stroke-width="12" />
      <g transform="rotate(-90 55 55)">
        <For each={arcs()}>
          {(arc) => (
            <circle
              cx="55"
              cy="55"
              r={RADIUS}
              fill="none"
              stroke={arc.color}
              stroke-width="12"
              stroke-dasharray={`${arc.length} ${ROUND}`}
              stroke-dashoffset={arc.offset}
            />
          )}
        </For>
      </g>
      <text
        x="55"
        y="56"
        text-anchor="middle"
        class={styles.number}
        classList={{ [styles.long!]: props.counters.total > 9_999 }}
      >
        {formatCount(props.counters.total)}
      </text>
      <text x="55" y="70" text-anchor="middle" class={styles.label}>
        mailboxes
      </text>
    </svg>
  );
}
