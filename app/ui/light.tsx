import type { JSX } from 'solid-js';
import styles from './light.module.css';

/** A light that stands for how a connection is. `label`: where no words beside it say the same. */
export function Light(props: { state: 'ok' | 'wait' | 'bad'; label?: string }): JSX.Element {
  return (
    <i
      class={`${styles.light} ${styles[props.state]}`}
      {...(props.label !== undefined && { role: 'img', 'aria-label': props.label })}
    />
  );
}
