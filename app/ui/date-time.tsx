import type { JSX } from 'solid-js';
import { Suspense, lazy } from 'solid-js';
import type { ZonedTime } from '../lib/zoned-time.ts';
import { Field } from './field.tsx';
import { Skeleton } from './parts.tsx';

// With the rules of time zones, which most screens can do without.
const Inputs = lazy(async () => ({ default: (await import('./date-time-inputs.tsx')).DateTimeInputs }));

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
        <Suspense fallback={<Skeleton lines={1} height={36} />}>
          <Inputs label={props.label} control={control()} value={props.value} onChange={props.onChange} />
        </Suspense>
      )}
    </Field>
  );
}
