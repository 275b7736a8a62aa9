import { Dialog as KobalteDialog } from '@kobalte/core/dialog';
import type { JSX } from 'solid-js';
import type { DialogProps } from './dialog.tsx';
import styles from './dialog.module.css';
import { Icon } from './icon.tsx';
import { button } from './button.ts';

/** A dialog over the page. `opener`: where the focus was before. */
export function OpenDialog(props: DialogProps & { opener: Element | null }): JSX.Element {
  let body!: HTMLDivElement;
  // To what is to be filled in, if anything is, or to what is most likely pressed: closing comes last.
  const focusFirst = (event: Event) => {
    const first =
      body.querySelector<HTMLElement>('input:not(:disabled), textarea, select') ??
      body.querySelector<HTMLElement>('[autofocus]');
    if (!first) return;
    event.preventDefault();
    // Not yet: the dialog is still being put into the page.
    setTimeout(() => first.focus());
  };
  const refocus = (event: Event) => {
    event.preventDefault();
    const { opener } = props;
    if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
  };
  return (
    <KobalteDialog open onOpenChange={(isOpen) => isOpen || props.onClose()}>
      <KobalteDialog.Portal>
        <KobalteDialog.Overlay class={styles.backdrop} />
        <div class={styles.place}>
          <KobalteDialog.Content
            class={styles.sheet}
            role={props.isAlert ? 'alertdialog' : 'dialog'}
            aria-modal="true"
            onOpenAutoFocus={focusFirst}
            onCloseAutoFocus={refocus}
          >
            <header>
              <KobalteDialog.Title as="h2">{props.title}</KobalteDialog.Title>
              <KobalteDialog.CloseButton class={button('ghost', 'icon')} aria-label="Close">
                <Icon name="close" />
              </KobalteDialog.CloseButton>
            </header>
            <div class={styles.body} ref={body}>
              {props.children}
            </div>
          </KobalteDialog.Content>
        </div>
      </KobalteDialog.Portal>
    </KobalteDialog>
  );
}
