import type { JSX } from 'solid-js';
import { createSignal, createUniqueId } from 'solid-js';
import styles from './file-drop.module.css';
import { Icon } from './icon.tsx';

/** A place for one file: dropped on it, or chosen by pointer or keyboard. */
export function FileDrop(props: {
  label: string;
  hint?: string;
  /** As `accept` of a file input takes it. */
  accept: string;
  onFile: (file: File) => void;
}): JSX.Element {
  const id = createUniqueId();
  const [isOver, setOver] = createSignal(false);
  return (
    <label
      class={styles.drop}
      classList={{ [styles.over!]: isOver() }}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const file = event.dataTransfer?.files[0];
        if (file) props.onFile(file);
      }}
    >
      <input
        type="file"
        class="visually-hidden"
        accept={props.accept}
        aria-describedby={props.hint ? id : undefined}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          if (file) props.onFile(file);
          // The same file can be chosen again.
          event.currentTarget.value = '';
        }}
      />
      <Icon name="inbox" />
      <span>{props.label}</span>
      <small id={id}>{props.hint}</small>
    </label>
  );
}
