import type { JSX } from 'solid-js';
import { For, Show } from 'solid-js';
import type { OversizeItem } from '../../api.ts';
import { formatBytes } from '../../lib/format.ts';
import { button } from '../../ui/button.ts';
import styles from './inventory.module.css';
import { createSignal } from 'solid-js';
import { dateWords, KIND_NAMES } from './words.ts';

const SHOWN = 25;

type Item = Pick<OversizeItem, 'id' | 'mailboxId' | 'folderPath' | 'kind' | 'sizeBytes' | 'itemAt' | 'subject'> & {
  sourceEmail?: string;
};

/** Items that are too large, the largest first; with `projectId` each with its mailbox. */
export function OversizeTable(props: { items: readonly Item[]; projectId?: string }): JSX.Element {
  const [most, setMost] = createSignal(SHOWN);
  return (
    <>
      <table class={styles.table} aria-label="Items that are too large">
        <thead>
          <tr>
            <th scope="col">Folder</th>
            <Show when={props.projectId}>
              <th scope="col">Mailbox</th>
            </Show>
            <th scope="col" class={styles.wide}>
              Kind
            </th>
            <th scope="col" class={styles.wide}>
              Date
            </th>
            <th scope="col">Size</th>
          </tr>
        </thead>
        <tbody>
          <For each={props.items.slice(0, most())}>
            {(item) => (
              <tr>
                <td class={styles.long}>
                  {item.folderPath}
                  <Show when={item.subject}>{(subject) => <div class="small muted">{subject()}</div>}</Show>
                  <div class={`small muted ${styles.narrow}`}>
                    {KIND_NAMES[item.kind]}, {dateWords(item.itemAt)}
                  </div>
                </td>
                <Show when={props.projectId}>
                  <td class={styles.long}>
                    <a href={`/projects/${props.projectId}/mailboxes/${item.mailboxId}`}>{item.sourceEmail}</a>
                  </td>
                </Show>
                <td class={styles.wide}>{KIND_NAMES[item.kind]}</td>
                <td class={styles.wide}>{dateWords(item.itemAt)}</td>
                <td class={styles.figure}>{formatBytes(item.sizeBytes)}</td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
      <Show when={props.items.length > most()}>
        <button type="button" class={button()} onClick={() => setMost(most() * 4)}>
          Show more
        </button>
      </Show>
    </>
  );
}
