import type { JSX, ParentProps } from 'solid-js';
import { onMount } from 'solid-js';
import { Icon } from './icon.tsx';

/** A dialog of the platform: Escape closes it, focus stays inside and returns where it was. */
export function Dialog(props: ParentProps<{ title: string; onClose: () => void }>): JSX.Element {
  let element!: HTMLDialogElement;
  // Selecting text in a field may end outside of it; that closes nothing.
  let isPressedOutside = false;
  onMount(() => element.showModal());
  return (
    <dialog
      class="sheet"
      ref={element}
      aria-label={props.title}
      onClose={() => props.onClose()}
      onPointerDown={(event) => (isPressedOutside = event.target === element)}
      onClick={(event) => {
        if (event.target === element && isPressedOutside) element.close();
      }}
    >
      <header>
        <h2>{props.title}</h2>
        <button type="button" class="button ghost icon-only" aria-label="Close" onClick={() => element.close()}>
          <Icon name="close" />
        </button>
      </header>
      <div class="body">{props.children}</div>
    </dialog>
  );
}
