import type { JSX } from 'solid-js';
import { For, createEffect, splitProps } from 'solid-js';

export type SelectOption<Value extends string> = { value: Value; label: string };

type SelectProps<Value extends string> = Omit<
  JSX.SelectHTMLAttributes<HTMLSelectElement>,
  'value' | 'onChange' | 'children' | 'multiple'
> & {
  value: Value;
  options: readonly SelectOption<Value>[];
  onChange: (value: Value) => void;
};

/** A choice among a few options, as the browser draws it. Spread the props of a field's control onto it. */
export function Select<Value extends string>(props: SelectProps<Value>): JSX.Element {
  const [own, others] = splitProps(props, ['value', 'options', 'onChange']);
  let select!: HTMLSelectElement;
  // A value that is set before its option is there is lost: the first option would show instead.
  createEffect(() => {
    if (own.options.length > 0) select.value = own.value;
  });
  return (
    <select {...others} ref={select} onChange={(event) => own.onChange(event.currentTarget.value as Value)}>
      <For each={own.options}>{(option) => <option value={option.value}>{option.label}</option>}</For>
    </select>
  );
}
