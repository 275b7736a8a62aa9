import { Toast, toaster } from '@kobalte/core/toast';
import type { JSX } from 'solid-js';
import { Show, onCleanup } from 'solid-js';
import { Icon } from './icon.tsx';
import styles from './toast.module.css';
import { button } from './button.ts';

/** Long enough to read it and to reach its button. */
const SHOWN_MS = 8_000;

/** Where the focus was before it came to the toasts. */
let before: HTMLElement | undefined;

/** A toast goes with its buttons: who pressed one by keyboard continues where they were. */
function goBack(): void {
  if (before?.isConnected) before.focus();
}

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
              goBack();
              toaster.dismiss(props.toastId);
              run()();
            }}
          >
            <Icon name="undo" /> Undo
          </button>
        )}
      </Show>
      <Toast.CloseButton class={button('ghost', 'icon')} aria-label="Dismiss" onClick={goBack}>
        <Icon name="close" />
      </Toast.CloseButton>
    </Toast>
  ));
}

export function ToastList(): JSX.Element {
  let list!: HTMLDivElement;
  const note = ({ target }: FocusEvent) => {
    if (target instanceof HTMLElement && !list.contains(target)) before = target;
  };
  document.addEventListener('focusin', note);
  onCleanup(() => document.removeEventListener('focusin', note));
  return (
    <Toast.Region duration={SHOWN_MS} limit={3} class={styles.region}>
      <Toast.List as="div" ref={list} class={styles.list} />
    </Toast.Region>
  );
}
