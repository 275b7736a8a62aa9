import type { Accessor, JSX } from 'solid-js';
import { Show, createUniqueId } from 'solid-js';
import styles from './field.module.css';
import inputStyles from './input.module.css';

/** What ties a control to its label, its hint and what is wrong with it, and its look. Spread it onto the control. */
export type ControlProps = {
  id: string;
  class: string | undefined;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
};

/** A control with its label, a hint, and what is wrong with its value. */
export function Field(props: {
  label: string;
  hint?: string | undefined;
  wrong?: string | undefined;
  children: (control: Accessor<ControlProps>) => JSX.Element;
}): JSX.Element {
  const id = createUniqueId();
  const control = (): ControlProps => ({
    id,
    class: inputStyles.input,
    'aria-describedby':
      [props.hint ? `${id}-hint` : '', props.wrong ? `${id}-wrong` : ''].filter(Boolean).join(' ') || undefined,
    'aria-invalid': props.wrong ? true : undefined,
  });
  return (
    <div class={styles.field}>
      <label for={id}>{props.label}</label>
      {props.children(control)}
      <Show when={props.hint}>
        {(hint) => (
          <span class={styles.hint} id={`${id}-hint`}>
            {hint()}
          </span>
        )}
      </Show>
      <Show when={props.wrong}>
        {(wrong) => (
          <span class={styles.wrong} id={`${id}-wrong`}>
            {wrong()}
          </span>
        )}
      </Show>
    </div>
  );
}
