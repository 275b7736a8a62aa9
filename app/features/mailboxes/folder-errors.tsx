import type { JSX } from 'solid-js';
import { For, Show, createMemo } from 'solid-js';
import type { FolderError } from '../../api.ts';
import { counted } from '../../lib/counted.ts';
import { formatCount } from '../../lib/format.ts';
import { RowText } from '../../ui/row-text.tsx';
import styles from './error-list.module.css';

/** Folders that were set aside, by the reason, with what to do about it. Nothing at all where there are none. */
export function FolderErrors(props: { errors: readonly FolderError[] }): JSX.Element {
  const groups = createMemo(() => groupFolders(props.errors));
  return (
    <Show when={props.errors.length > 0}>
      <section class="stack" aria-label="Folders set aside">
        <For each={groups()}>{(group) => <Group errors={group} />}</For>
      </section>
    </Show>
  );
}

/** Those of one reason together, in the order in which they came. */
function groupFolders(errors: readonly FolderError[]): [FolderError, ...FolderError[]][] {
  const groups = new Map<string, [FolderError, ...FolderError[]]>();
  for (const error of errors) {
    const key = JSON.stringify([error.code, error.error, error.cause, error.remedy]);
    const group = groups.get(key);
    if (group) group.push(error);
    else groups.set(key, [error]);
  }
  return [...groups.values()];
}

function Group(props: { errors: readonly [FolderError, ...FolderError[]] }): JSX.Element {
  const first = () => props.errors[0];
  const count = () => props.errors.length;
  return (
    <article class={styles.group}>
      <h3>
        {count() === 1 ? 'Folder set aside' : `${formatCount(count())} folders set aside`}{' '}
        <Show when={first().below === null}>
          <span class="faint">{first().code}</span>
        </Show>
      </h3>
      <p>{first().cause}</p>
      <p class="muted">{first().remedy}</p>
      <Show when={first().below === null}>
        <p class="small faint">{first().error}</p>
      </Show>
      <ul>
        <For each={props.errors}>
          {(error) => (
            <li>
              <RowText text={error.folder} />
              <span class="small muted">{counted(error.itemCount, 'item', 'items')}</span>
            </li>
          )}
        </For>
      </ul>
    </article>
  );
}
