import type { JSX } from 'solid-js';
import { For } from 'solid-js';
import { Dialog } from './dialog.tsx';
import styles from './shortcut-sheet.module.css';
import { LOCAL_KEYS, SHORTCUTS } from './shortcuts.ts';

const ALL = [...Object.values(SHORTCUTS), ...LOCAL_KEYS];
const PLACES = ['Everywhere', 'Mailboxes', 'Options'] as const;

/** Every shortcut, by where it works. */
export function ShortcutSheet(props: { onClose: () => void }): JSX.Element {
  return (
    <Dialog title="Keyboard shortcuts" onClose={props.onClose}>
      <div class="stack">
        <For each={PLACES}>
          {(place) => (
            <section>
              <h3>{place}</h3>
              <dl class={styles.keys}>
                <For each={ALL.filter((shortcut) => shortcut.place === place)}>
                  {({ keys, does }) => (
                    <>
                      <dt>
                        <For each={keys.split(/[ +]/)}>{(key) => <kbd>{key}</kbd>}</For>
                      </dt>
                      <dd>{does}</dd>
                    </>
                  )}
                </For>
              </dl>
            </section>
          )}
        </For>
      </div>
    </Dialog>
  );
}
