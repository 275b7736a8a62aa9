import type { JSX } from 'solid-js';
import { Show, createSignal, onCleanup } from 'solid-js';
import { button } from './button.ts';
import { Icon } from './icon.tsx';

const SHOWN_MS = 2_500;

/** Puts a text on the clipboard, and says that it did. `what` names it, such as `secret`. */
export function CopyButton(props: { text: string; what: string }): JSX.Element {
  const [outcome, setOutcome] = createSignal<'copied' | 'refused'>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(timer));
  const copy = async () => {
    clearTimeout(timer);
    // Without a secure connection a page has no clipboard.
    const isCopied = await navigator.clipboard?.writeText(props.text).then(
      () => true,
      () => false,
    );
    setOutcome(isCopied ? 'copied' : 'refused');
    timer = setTimeout(() => setOutcome(), SHOWN_MS);
  };
  return (
    <>
      <button type="button" class={button()} onClick={() => void copy()}>
        <Icon name={outcome() === 'copied' ? 'check' : 'copy'} /> Copy {props.what}
      </button>
      {/* Empty, it takes no room between two buttons. */}
      <span class={outcome() ? 'small muted' : 'visually-hidden'} role="status">
        <Show when={outcome()}>
          {(seen) => (seen() === 'copied' ? 'Copied.' : 'The browser does not allow copying. Select the text instead.')}
        </Show>
      </span>
    </>
  );
}
