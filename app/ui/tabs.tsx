import { Tabs as KobalteTabs } from '@kobalte/core/tabs';
import type { JSX } from 'solid-js';
import { For } from 'solid-js';
import styles from './tabs.module.css';

/** Tabs and the one that is open. Arrows move between them; only the open one exists. */
export function Tabs<Name extends string>(props: {
  label: string;
  tabs: readonly { name: Name; label: string; show: () => JSX.Element }[];
  value: Name;
  onChange: (name: Name) => void;
  bodyClass?: string | undefined;
}): JSX.Element {
  return (
    <KobalteTabs class={styles.tabs} value={props.value} onChange={(name) => props.onChange(name as Name)}>
      <KobalteTabs.List class={styles.list} aria-label={props.label} data-sideways>
        <For each={props.tabs}>
          {(tab) => (
            <KobalteTabs.Trigger class={styles.tab} value={tab.name}>
              {tab.label}
            </KobalteTabs.Trigger>
          )}
        </For>
      </KobalteTabs.List>
      <For each={props.tabs}>
        {(tab) => (
          <KobalteTabs.Content class={props.bodyClass} value={tab.name}>
            {tab.show()}
          </KobalteTabs.Content>
        )}
      </For>
    </KobalteTabs>
  );
}
