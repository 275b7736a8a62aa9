import type { JSX } from 'solid-js';
import { For, Show, createEffect, createSignal, createUniqueId, onCleanup } from 'solid-js';
import type { IconName } from './icon.tsx';
import { Icon } from './icon.tsx';

export type MenuItem = {
  label: string;
  hint?: string;
  icon: IconName;
  disabled?: boolean;
  run: () => void;
};

/** A button with a menu: arrows move, Enter chooses, Escape and a click elsewhere close. */
export function MenuButton(props: {
  label: JSX.Element;
  name: string;
  class?: string;
  items: MenuItem[];
  up?: boolean;
  disabled?: boolean;
}): JSX.Element {
  const [isOpen, setOpen] = createSignal(false);
  const id = createUniqueId();
  let host!: HTMLDivElement;
  let button!: HTMLButtonElement;

  const close = (refocus: boolean) => {
    setOpen(false);
    if (refocus) button.focus();
  };
  const entries = () => [...host.querySelectorAll<HTMLButtonElement>('[role=menuitem]:not(:disabled)')];
  const move = (step: number) => {
    const all = entries();
    const at = all.indexOf(document.activeElement as HTMLButtonElement);
    all[(at + step + all.length) % all.length]?.focus();
  };
  createEffect(() => {
    if (!isOpen()) return;
    queueMicrotask(() => entries()[0]?.focus());
    const away = (event: PointerEvent) => {
      if (!host.contains(event.target as Node)) close(false);
    };
    document.addEventListener('pointerdown', away);
    onCleanup(() => document.removeEventListener('pointerdown', away));
  });

  return (
    <div
      class="menu-host"
      ref={host}
      onKeyDown={(event) => {
        if (!isOpen()) return;
        if (event.key === 'Tab') return close(false);
        if (event.key === 'Escape') close(true);
        else if (event.key === 'ArrowDown') move(1);
        else if (event.key === 'ArrowUp') move(-1);
        else if (event.key === 'Home') entries()[0]?.focus();
        else if (event.key === 'End') entries().at(-1)?.focus();
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      <button
        type="button"
        ref={button}
        class={props.class ?? 'button'}
        aria-haspopup="menu"
        aria-expanded={isOpen()}
        aria-controls={id}
        aria-label={props.name}
        disabled={props.disabled}
        onClick={() => setOpen(!isOpen())}
      >
        {props.label}
      </button>
      <Show when={isOpen()}>
        <div class="menu" classList={{ up: props.up }} role="menu" id={id} aria-label={props.name}>
          <For each={props.items}>
            {(item) => (
              <button
                type="button"
                role="menuitem"
                disabled={item.disabled}
                onClick={() => {
                  close(true);
                  item.run();
                }}
              >
                <Icon name={item.icon} />
                <span>{item.label}</span>
                <Show when={item.hint}>{(hint) => <small>{hint()}</small>}</Show>
              </button>
            )}
          </For>
        </div>
      </Show>
    </div>
  );
}
