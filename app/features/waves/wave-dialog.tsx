import type { JSX } from 'solid-js';
import type { Wave } from '../../api.ts';
import { readersZone } from '../../lib/readers-zone.ts';
import type { ZonedTime } from '../../lib/zoned-time.ts';
import { instantOfZoned, zonedOfInstant } from '../../lib/zoned-time.ts';
import { DateTime } from '../../ui/date-time.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Form, createApiForm } from '../../ui/form.tsx';
import { TextInput } from '../../ui/text-input.tsx';
import type { WaveValues } from './queries.ts';

/** Name and cutover of a new wave, or of one that there is. */
export function WaveDialog(props: {
  wave?: Wave;
  /** Throws what refused it. */
  onSave: (values: WaveValues) => Promise<void>;
  onClose: () => void;
}): JSX.Element {
  const { wave } = props;
  const cutover = (): ZonedTime => zonedOfInstant(wave?.cutoverAt ?? '', wave?.timeZone ?? readersZone());
  const form = createApiForm({
    values: { name: wave?.name ?? '', cutover: cutover() },
    fieldOf: (path) => (path === 'cutoverAt' || path === 'timeZone' ? 'cutover' : path),
    submit: async ({ name, cutover: chosen }) => {
      const at = chosen.local === '' ? null : (instantOfZoned(chosen) ?? null);
      await props.onSave({ name: name.trim(), cutoverAt: at, timeZone: at === null ? null : chosen.zone });
      props.onClose();
    },
  });
  const isNoTime = () => {
    const { cutover: chosen } = form.values();
    return chosen.local !== '' && instantOfZoned(chosen) === undefined;
  };
  return (
    <Dialog title={wave ? `Change ${wave.name}` : 'Create a wave'} onClose={props.onClose}>
      <Form
        form={form}
        submitLabel={wave ? 'Save' : 'Create'}
        busyLabel={wave ? 'Saving …' : 'Creating …'}
        isEmpty={form.values().name.trim() === '' || isNoTime()}
      >
        <TextInput
          label="Name"
          hint="Such as a place, a department or a week."
          name="wave-name"
          autocomplete="off"
          value={form.values().name}
          wrong={form.wrong('name')}
          onChange={(value) => form.set('name', value)}
        />
        <DateTime
          label="Cutover"
          hint="Optional. No pass starts by itself: the plan only shows the date."
          {...(isNoTime() ? { wrong: 'There is no such date or time.' } : {})}
          value={form.values().cutover}
          onChange={(value) => form.set('cutover', value)}
        />
      </Form>
    </Dialog>
  );
}
