import { DropdownMenu } from '@kobalte/core/dropdown-menu';
import type { JSX } from 'solid-js';
import { For, Show, onMount } from 'solid-js';
import { spread } from 'solid-js/web';
import { Icon } from './icon.tsx';
import type { MenuItem } from './menu.tsx';
import styles from './menu.module.css';

/** The menu of a button that is on the page. `event`: the first that was to open it. */
export function OpenMenu(props: {
  button: HTMLButtonElement;
  event: Event;
  items: readonly MenuItem[];
  up: boolean;
  disabled: boolean;
}): JSX.Element {
  // The library takes the button over now, and did not see that event.
  onMount(() => props.button.dispatchEvent(props.event));
  return (
    <DropdownMenu placement={props.up ? 'top-start' : 'bottom-end'} gutter={6} modal={false}>
      <DropdownMenu.Trigger
        disabled={props.disabled}
        as={(trigger: Record<string, unknown>) => {
          spread(props.button, trigger, false, true);
          return null;
        }}
      />
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
