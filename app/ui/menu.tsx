import { DropdownMenu } from '@kobalte/core/dropdown-menu';
import type { JSX } from 'solid-js';
import { For, Show } from 'solid-js';
import type { IconName } from './icon.tsx';
import { Icon } from './icon.tsx';
import styles from './menu.module.css';
import { button } from './button.ts';

export type MenuItem = {
  label: string;
  hint?: string;
  icon: IconName;
  disabled?: boolean;
  run: () => void;
};

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
  return (
    <DropdownMenu placement={props.up ? 'top-start' : 'bottom-end'} gutter={6} modal={false}>
      <DropdownMenu.Trigger class={props.class ?? button()} aria-label={props.name} disabled={props.disabled ?? false}>
        {props.label}
      </DropdownMenu.Trigger>
      {/* In a landmark, where screen readers look for what a page has. */}
      <DropdownMenu.Portal mount={document.querySelector('main') ?? document.body}>
        <DropdownMenu.Content class={styles.menu}>
          <For each={props.items}>
            {(item) => (
              <DropdownMenu.Item
                class={styles.item}
                textValue={item.label}
                disabled={item.disabled ?? false}
                onSelect={() => item.run()}
              >
                <Icon name={item.icon} />
                <span>{item.label}</span>
                <Show when={item.hint}>{(hint) => <small>{hint()}</small>}</Show>
              </DropdownMenu.Item>
            )}
          </For>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu>
  );
}
