import type { JSX } from 'solid-js';
import { Show, createEffect, createSignal } from 'solid-js';
import { readersZone } from '../../../lib/readers-zone.ts';
import type { ZonedTime } from '../../../lib/zoned-time.ts';
import { DateTimeInputs } from '../../../ui/date-time-inputs.tsx';
import type { ControlProps } from '../../../ui/field.tsx';
import { onDemand } from '../../../ui/on-demand.ts';
import { Skeleton } from '../../../ui/parts.tsx';

// An empty field, which most are, needs no rules of time zones.
const rules = onDemand(() => import('../../../lib/zoned-time.ts'));

/** An instant as the clock of a zone shows it: that of the reader, until another one is chosen. Empty for none. */
export function MomentInputs(props: {
  label: string;
  control: ControlProps;
  instant: string;
  onInstant: (instant: string) => void;
}): JSX.Element {
  // To ask the browser for that of the reader takes a slow phone a moment: only for a date.
  const [zone, setZone] = createSignal('');
  createEffect(() => {
    if (props.instant !== '') void rules.want();
  });
  const value = (): ZonedTime =>
    (props.instant === '' ? undefined : rules.get()?.zonedOfInstant(props.instant, zone() || readersZone())) ?? {
      local: '',
      zone: zone(),
    };
  const put = (value: ZonedTime) => props.onInstant(rules.get()?.instantOfZoned(value) ?? '');
  return (
    <Show when={props.instant === '' || rules.get() !== undefined} fallback={<Skeleton lines={1} height={36} />}>
      <DateTimeInputs
        label={props.label}
        control={props.control}
        value={value()}
        onChange={({ local, zone }) => {
          const next = { local, zone: zone || readersZone() };
          setZone(next.zone);
          if (rules.get()) put(next);
          else void rules.want().then(() => put(next));
        }}
      />
    </Show>
  );
}
