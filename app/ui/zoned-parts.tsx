import type { JSX } from 'solid-js';
import { Show } from 'solid-js';
import { toIsoSecond } from '../../worker/lib/clock.ts';
import { formatTime, formatWeekday } from '../lib/dates.ts';
import { timeZoneChoices, zoneLabel } from '../lib/time-zones.ts';
import { resolveZoned } from '../lib/zoned-time.ts';
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
        choices={timeZoneChoices()}
        labelOf={zoneLabel}
        value={props.value.zone}
        onChange={props.onZone}
      />
    </>
  );
}

/** The moment that a zoned time means, in the zone of the reader. */
export function MeantMoment(props: { value: ZonedTime }): JSX.Element {
  return (
    <Show when={resolveZoned(props.value)}>
      {(moment) => (
        <span class="small faint">
          <time dateTime={toIsoSecond(moment().at)}>
            {formatWeekday(moment().at)}, {formatTime(moment().at)} on your clock
          </time>
          <Show when={moment().case === 'skipped'}>
            . Clocks go forward then: they show {moment().shownAs.slice(11)}.
          </Show>
          <Show when={moment().case === 'repeated'}>. Clocks go back then: the first of the two counts.</Show>
        </span>
      )}
    </Show>
  );
}
