import type { JSX } from 'solid-js';
import { Show, createSignal } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import { button } from './button.ts';
import type { IconName } from './icon.tsx';
import { onDemand } from './on-demand.ts';

export type MenuItem = {
  label: string;
  hint?: string;
  icon: IconName;
  disabled?: boolean;
  run: () => void;
};

const menu = onDemand(async () => (await import('./open-menu.tsx')).OpenMenu);
const OPENING_KEYS: readonly string[] = ['Enter', ' ', 'ArrowDown', 'ArrowUp'];

/** A button with a menu: arrows and first letters move, Enter chooses, Escape and a press elsewhere close. */
export function MenuButton(props: {
  label: JSX.Element;
  name: string;
  class?: string;
  items: MenuItem[];
  /** The menu opens above the button. */
  up?: boolean;
  disabled?: boolean;
}): JSX.Element {
  let element!: HTMLButtonElement;
  /** What opens the menu once its code is there. From then on, the library has the button. */
  const [event, setEvent] = createSignal<Event>();
  const open = async (first: Event) => {
    if (await menu.want()) setEvent(first);
  };
  return (
    <>
      <button
        ref={element}
        type="button"
        class={props.class ?? button()}
        aria-label={props.name}
        aria-haspopup="menu"
        aria-expanded="false"
        disabled={props.disabled ?? false}
        onPointerEnter={() => void menu.want()}
        onFocus={() => void menu.want()}
        onKeyDown={(pressed) => {
          if (!OPENING_KEYS.includes(pressed.key)) return;
          pressed.preventDefault();
          void open(new KeyboardEvent('keydown', { key: pressed.key, bubbles: true }));
        }}
        onClick={() => void open(new PointerEvent('pointerdown', { button: 0, pointerType: 'mouse', bubbles: true }))}
      >
        {props.label}
      </button>
      <Show when={menu.get() && event()}>
        {(first) => (
          <Dynamic
            component={menu.get()}
            button={element}
            event={first()}
            items={props.items}
            up={props.up ?? false}
            disabled={props.disabled ?? false}
          />
        )}
      </Show>
    </>
  );
}
