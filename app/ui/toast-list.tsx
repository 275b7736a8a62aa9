import { Toast, toaster } from '@kobalte/core/toast';
import type { JSX } from 'solid-js';
import { Show } from 'solid-js';
import { Icon } from './icon.tsx';
import styles from './toast.module.css';
import { button } from './button.ts';

/** Long enough to read it and to reach its button. */
const SHOWN_MS = 8_000;

export function addToast(words: string, undo?: () => void): void {
  toaster.show((props) => (
    <Toast as="div" toastId={props.toastId} class={styles.toast} priority="low">
      <Toast.Title class={styles.words}>{words}</Toast.Title>
      <Show when={undo}>
        {(run) => (
          <button
            type="button"
            class={button()}
            onClick={() => {
              toaster.dismiss(props.toastId);
              run()();
            }}
          >
            <Icon name="undo" /> Undo
          </button>
        )}
      </Show>
      <Toast.CloseButton class={button('ghost', 'icon')} aria-label="Dismiss">
        <Icon name="close" />
      </Toast.CloseButton>
    </Toast>
  ));
}

export function ToastList(): JSX.Element {
  return (
    <Toast.Region duration={SHOWN_MS} limit={3} class={styles.region}>
      <Toast.List as="div" class={styles.list} />
    </Toast.Region>
  );
}
