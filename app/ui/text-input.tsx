import type { JSX } from 'solid-js';
import { splitProps } from 'solid-js';
import { Field } from './field.tsx';

export type InputAttributes = Omit<JSX.InputHTMLAttributes<HTMLInputElement>, 'value' | 'onChange' | 'onInput'>;

/**
 * A line of text with its label. `autocomplete` tells password managers what it is, and `name` what to file it under.
 */
export function TextInput(
  props: InputAttributes & {
    label: string;
    hint?: string | undefined;
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
