import type { JSX, ParentProps } from 'solid-js';
import { Show } from 'solid-js';
import styles from './check.module.css';

/** A box to tick, or with `choiceOf` one of several choices of that name. `hint`: a line below its words. */
export function Check(
  props: ParentProps<{
    checked: boolean;
    onChange: (isChecked: boolean) => void;
    choiceOf?: string;
    hint?: JSX.Element;
    wrong?: string | undefined;
  }>,
): JSX.Element {
  return (
    <label class={styles.check}>
      <input
        type={props.choiceOf === undefined ? 'checkbox' : 'radio'}
        name={props.choiceOf}
        checked={props.checked}
        aria-invalid={props.wrong === undefined ? undefined : true}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
      <span>
        {props.children}
        <Show when={props.hint}>
          <span class={styles.hint}>{props.hint}</span>
        </Show>
        <Show when={props.wrong}>{(words) => <span class={styles.wrong}>{words()}</span>}</Show>
      </span>
    </label>
  );
}
