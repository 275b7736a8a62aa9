import type { JSX } from 'solid-js';
import { createSignal } from 'solid-js';
import { instantOfZoned, readersZone, zonedOfInstant } from '../../../lib/zoned-time.ts';
import { DateTimeInputs } from '../../../ui/date-time-inputs.tsx';
import type { ControlProps } from '../../../ui/field.tsx';

/** An instant as the clock of a zone shows it: that of the reader, until another one is chosen. Empty for none. */
export function MomentInputs(props: {
  label: string;
  control: ControlProps;
  instant: string;
  onInstant: (instant: string) => void;
}): JSX.Element {
  const [zone, setZone] = createSignal(readersZone());
  return (
    <DateTimeInputs
      label={props.label}
      control={props.control}
      value={zonedOfInstant(props.instant, zone())}
      onChange={(value) => {
        setZone(value.zone);
        props.onInstant(instantOfZoned(value) ?? '');
      }}
    />
  );
}
