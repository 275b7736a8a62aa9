import { useLocation } from '@solidjs/router';
import type { JSX, ParentProps } from 'solid-js';
import { For, Show, Suspense } from 'solid-js';
import { isWithin } from '../../lib/is-within.ts';
import { Icon } from '../../ui/icon.tsx';
import { Later } from '../../ui/later.tsx';
import page from '../../ui/page.module.css';
import { Skeleton } from '../../ui/parts.tsx';
import { createSections } from './queries.ts';
import styles from './settings-layout.module.css';

/** The sections of the settings at the side of the one that is open. On a phone each has the screen to itself. */
export function SettingsLayout(props: ParentProps): JSX.Element {
  const location = useLocation();
  const sections = createSections();
  const isAt = (path: string) => isWithin(location.pathname, path);
  const isSection = () => sections().some(({ path }) => path === location.pathname.replace(/\/$/, ''));
  return (
    <div class={styles.layout}>
      <nav class={styles.sections} aria-label="Settings">
        <For each={sections()}>
          {({ path, label, icon }) => (
            <a
              class={styles.entry}
              classList={{ [styles.on!]: isAt(path) }}
              aria-current={isAt(path) ? 'page' : undefined}
              href={path}
            >
              <Icon name={icon} /> {label}
            </a>
          )}
        </For>
      </nav>
      <div class={styles.section}>
        <Show when={isSection()}>
          <a class={styles.back} href="/settings">
            <Icon name="back" /> Settings
          </a>
        </Show>
        <Suspense
          fallback={
            <div class={page.page}>
              <Skeleton lines={4} />
            </div>
          }
        >
          <Later>{props.children}</Later>
        </Suspense>
      </div>
    </div>
  );
}
