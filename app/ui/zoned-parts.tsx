import type { JSX } from 'solid-js';
import { Show } from 'solid-js';
import { TIME_ZONES } from '../lib/time-zones.ts';
import { instantOfZoned } from '../lib/zoned-time.ts';
import type { ZonedTime } from '../lib/zoned-time.ts';
import { Combobox } from './combobox.tsx';
import inputStyles from './input.module.css';

/** The time and the time zone that belong to a date. */
export function TimeAndZone(props: {
  label: string;
  value: ZonedTime;
  onTime: (time: string) => void;
  onZone: (zone: string) => void;
}): JSX.Element {
  return (
    <>
      <input
        class={inputStyles.input}
        type="time"
        aria-label={`Time of ${props.label}`}
        value={props.value.local.slice(11)}
        onChange={(event) => props.onTime(event.currentTarget.value)}
      />
      <Combobox
        label={`Time zone of ${props.label}`}
        isLabelHidden
        choices={TIME_ZONES}
        value={props.value.zone}
        onChange={props.onZone}
      />
    </>
  );
}

/** The moment that a zoned time means, in the zone of the reader. */
export function MeantMoment(props: { value: ZonedTime }): JSX.Element {
  return (
    <Show when={instantOfZoned(props.value)}>
      {(at) => (
        <time class="small faint" dateTime={at()}>
          {new Date(at()).toLocaleString(undefined, { dateStyle: 'full', timeStyle: 'long' })}
        </time>
      )}
    </Show>
  );
}
