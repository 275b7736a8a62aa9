import type { JSX } from 'solid-js';
import { Show } from 'solid-js';
import { instantOfZoned } from '../lib/zoned-time.ts';
import type { ZonedTime } from '../lib/zoned-time.ts';
import { Combobox } from './combobox.tsx';
import styles from './date-time.module.css';
import type { ControlProps } from './field.tsx';
import inputStyles from './input.module.css';

const ZONES = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')].map((zone) => ({
  value: zone,
  label: zone.replaceAll('_', ' '),
}));

/** A date; once it is there, its time and time zone, and the moment that they mean in the zone of the reader. */
export function DateTimeInputs(props: {
  label: string;
  control: ControlProps;
  value: ZonedTime;
  onChange: (value: ZonedTime) => void;
}): JSX.Element {
  const date = () => props.value.local.slice(0, 10);
  const time = () => props.value.local.slice(11);
  const put = (date: string, time: string) =>
    props.onChange({ zone: props.value.zone, local: date && `${date}T${time || '00:00'}` });
  return (
    <>
      <div class={styles.inputs}>
        <input
          {...props.control}
          type="date"
          max="9999-12-31"
          value={date()}
          onChange={(event) => put(event.currentTarget.value, time())}
        />
        <Show when={date()}>
          <input
            class={inputStyles.input}
            type="time"
            aria-label={`Time of ${props.label}`}
            value={time()}
            onChange={(event) => put(date(), event.currentTarget.value)}
          />
          <Combobox
            label={`Time zone of ${props.label}`}
            isLabelHidden
            choices={ZONES}
            value={props.value.zone}
            onChange={(zone) => props.onChange({ ...props.value, zone })}
          />
        </Show>
      </div>
      <Show when={date() && instantOfZoned(props.value)}>
        {(at) => (
          <time class="small faint" dateTime={at()}>
            {new Date(at()).toLocaleString(undefined, { dateStyle: 'full', timeStyle: 'long' })}
          </time>
        )}
      </Show>
    </>
  );
}
