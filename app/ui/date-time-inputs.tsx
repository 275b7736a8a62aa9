import type { JSX } from 'solid-js';
import { Show, Suspense, lazy } from 'solid-js';
import type { ZonedTime } from '../lib/zoned-time.ts';
import styles from './date-time.module.css';
import { DateInput } from './date-input.tsx';
import type { ControlProps } from './field.tsx';

// With the rules of time zones: nothing needs them until there is a date.
const TimeAndZone = lazy(async () => ({ default: (await import('./zoned-parts.tsx')).TimeAndZone }));
const MeantMoment = lazy(async () => ({ default: (await import('./zoned-parts.tsx')).MeantMoment }));

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
        <DateInput {...props.control} max="9999-12-31" value={date()} onChange={(value) => put(value, time())} />
        <Show when={date()}>
          <Suspense>
            <TimeAndZone
              label={props.label}
              value={props.value}
              onTime={(time) => put(date(), time)}
              onZone={(zone) => props.onChange({ ...props.value, zone })}
            />
          </Suspense>
        </Show>
      </div>
      <Show when={date()}>
        <Suspense>
          <MeantMoment value={props.value} />
        </Suspense>
      </Show>
    </>
  );
}
