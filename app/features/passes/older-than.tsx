import { formatDate } from '../../lib/dates.ts';
import type { JSX } from 'solid-js';
import { Show, createSignal } from 'solid-js';
import { PRE_STAGE_DAYS } from '../../../worker/lib/limits.ts';
import { Field } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import type { PassOptions } from './queries.ts';
import styles from './start-dialog.module.css';

const DAYS = ['30', '60', '90', '180', '365'] as const;
type Choice = (typeof DAYS)[number] | 'date';
const OPTIONS: { value: Choice; label: string }[] = [
  ...DAYS.map((days) => ({ value: days, label: days === '365' ? 'A year' : `${days} days` })),
  { value: 'date', label: 'A date' },
];

/** How old items have to be for a pre-stage pass. `until`: the moment that the choice means. */
export function OlderThan(props: {
  until: string | null;
  onChange: (olderThan: PassOptions['olderThan']) => void;
}): JSX.Element {
  const [choice, setChoice] = createSignal<Choice>(String(PRE_STAGE_DAYS) as Choice);
  const [date, setDate] = createSignal(props.until?.slice(0, 10) ?? '');
  const say = () => {
    if (choice() !== 'date') props.onChange({ days: Number(choice()) });
    else if (date() !== '') props.onChange({ date: date() });
  };
  const choose = (next: Choice) => {
    if (next === 'date' && date() === '') setDate(props.until?.slice(0, 10) ?? '');
    setChoice(next);
    say();
  };
  return (
    <div class={styles.older}>
      <Field
        label="Items older than"
        hint={props.until ? `Items dated before ${formatDate(props.until)} are copied.` : undefined}
      >
        {(control) => <Select {...control()} value={choice()} options={OPTIONS} onChange={choose} />}
      </Field>
      <Show when={choice() === 'date'}>
        <Field label="Date">
          {(control) => (
            <input
              {...control()}
              type="date"
              required
              value={date()}
              onInput={(event) => {
                setDate(event.currentTarget.value);
                say();
              }}
            />
          )}
        </Field>
      </Show>
    </div>
  );
}
