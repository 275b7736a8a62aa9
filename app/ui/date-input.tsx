import type { JSX } from 'solid-js';
import { splitProps } from 'solid-js';
import { createLater } from './later.tsx';

type DateInputProps = Omit<JSX.InputHTMLAttributes<HTMLInputElement>, 'type' | 'value' | 'onChange'> & {
  /** `2026-11-30`, or empty. */
  value: string;
  onChange: (value: string) => void;
};

/**
 * A date, as the browser asks for it. Spread the props of a field's control onto it. The parts that a browser puts into
 * it take as long as a whole screen: they come in a task of their own.
 */
export function DateInput(props: DateInputProps): JSX.Element {
  const [own, others] = splitProps(props, ['value', 'onChange']);
  const isTime = createLater();
  return (
    <input
      {...others}
      type={isTime() ? 'date' : 'text'}
      value={own.value}
      onChange={(event) => own.onChange(event.currentTarget.value)}
    />
  );
}
