import type { JSX } from 'solid-js';
import { splitProps } from 'solid-js';
import { Field } from '../../ui/field.tsx';

type Inputs = Omit<JSX.InputHTMLAttributes<HTMLInputElement>, 'value' | 'onChange' | 'onInput'>;

/**
 * A line of text with its label. `autocomplete` tells password managers what it is, and `name` what to file it under.
 */
export function TextInput(
  props: Inputs & {
    label: string;
    hint?: string;
    wrong: string | undefined;
    value: string;
    onChange: (value: string) => void;
  },
): JSX.Element {
  const [own, others] = splitProps(props, ['label', 'hint', 'wrong', 'value', 'onChange']);
  return (
    <Field label={own.label} hint={own.hint} wrong={own.wrong}>
      {(control) => (
        <input
          {...others}
          {...control()}
          value={own.value}
          onInput={(event) => own.onChange(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}
