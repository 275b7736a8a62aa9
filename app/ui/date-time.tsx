import type { JSX } from 'solid-js';
import type { ZonedTime } from '../lib/zoned-time.ts';
import { DateTimeInputs } from './date-time-inputs.tsx';
import { Field } from './field.tsx';

/** A date, a time and a time zone; says which moment that is for the reader where the zone is another. */
export function DateTime(props: {
  label: string;
  hint?: string;
  wrong?: string;
  value: ZonedTime;
  onChange: (value: ZonedTime) => void;
}): JSX.Element {
  return (
    <Field label={props.label} hint={props.hint} wrong={props.wrong}>
      {(control) => (
        <DateTimeInputs label={props.label} control={control()} value={props.value} onChange={props.onChange} />
      )}
    </Field>
  );
}
