import type { JSX } from 'solid-js';
import { Icon } from './icon.tsx';
import styles from './search-field.module.css';
import inputStyles from './input.module.css';

/** A field that narrows what is shown while one types. Escape empties it; Enter and the arrow down lead to what was found. */
export function SearchField(props: {
  label: string;
  /** Where the label is too long for the field. */
  placeholder?: string;
  value: string;
  onInput: (words: string) => void;
  /** Moves the focus to what was found. */
  onLeave?: () => void;
  class?: string | undefined;
  ref?: (input: HTMLInputElement) => void;
}): JSX.Element {
  return (
    <div class={`${styles.search} ${props.class ?? ''}`}>
      <Icon name="search" />
      <input
        ref={(input) => props.ref?.(input)}
        class={inputStyles.input}
        type="search"
        placeholder={props.placeholder ?? props.label}
        aria-label={props.label}
        value={props.value}
        onInput={(event) => props.onInput(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            props.onInput('');
            event.currentTarget.blur();
          } else if (props.onLeave && (event.key === 'Enter' || event.key === 'ArrowDown')) {
            event.preventDefault();
            props.onLeave();
          }
        }}
      />
    </div>
  );
}
