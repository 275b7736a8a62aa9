import type { JSX } from 'solid-js';
import styles from './arrow.module.css';

/**
 * An arrow before the address that something goes to. Not the character: the app's font lacks it, and to find another
 * font that has it takes a browser as long as a whole screen.
 */
export function Arrow(): JSX.Element {
  return <span class={styles.arrow} aria-hidden="true" />;
}
