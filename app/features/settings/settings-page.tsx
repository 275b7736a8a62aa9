import { Navigate } from '@solidjs/router';
import type { JSX } from 'solid-js';
import { For, Show } from 'solid-js';
import { createIsPhone } from '../../lib/is-phone.ts';
import { createTitle } from '../../lib/title.ts';
import { Icon } from '../../ui/icon.tsx';
import page from '../../ui/page.module.css';
import { createSections } from './queries.ts';
import styles from './settings-page.module.css';

/** On a phone the list of sections; elsewhere it is at the side of each, and the first one opens. */
export default function SettingsPage(): JSX.Element {
  const isPhone = createIsPhone();
  const sections = createSections();
  createTitle(() => ['Settings']);
  return (
    <Show when={isPhone()} fallback={<Navigate href={sections()[0]!.path} />}>
      <div class={page.narrow}>
        <h1>Settings</h1>
        <nav class={styles.list} aria-label="Settings">
          <For each={sections()}>
            {({ path, label, icon, about }) => (
              <a class={styles.entry} href={path}>
                <Icon name={icon} />
                <span class="grow stack tight">
                  {label} <span class="muted small">{about}</span>
                </span>
                <Icon name="next" />
              </a>
            )}
          </For>
        </nav>
      </div>
    </Show>
  );
}
