import type { JSX } from 'solid-js';
import { For, Show } from 'solid-js';
import styles from './group-list.module.css';
import mark from './option-parts.module.css';
import type { OptionName } from './options-draft.ts';

const GROUPS: readonly (readonly [id: string, title: string, names: readonly OptionName[]])[] = [
  ['content', 'Content', ['excludedFolders', 'folderMapping', 'itemKinds', 'from', 'until']],
  ['follow', 'Changes at the source', ['deletions', 'maximumDeletions']],
  [
    'beside',
    'Mailbox settings',
    ['permissions', 'rules', 'delegates', 'categories', 'outOfOffice', 'archive', 'recoverableItems'],
  ],
  ['limits', 'Limits', ['maximumConcurrentMigrations', 'maximumErrors']],
  ['privacy', 'Privacy', ['includeSubjects']],
  ['notices', 'Notices', ['noticeStart', 'noticeBefore', 'noticeAtStart', 'noticeAtCompletion']],
  ['recipients', 'Recipients and methods', ['recipientMapping', 'rewriteAddresses', 'copyPaths']],
];

/** The groups of the form, and how many options of each are not at their default. */
export function GroupList(props: { changedIn: (names: readonly OptionName[]) => number }): JSX.Element {
  const show = (id: string) => {
    const group = document.getElementById(id);
    group?.scrollIntoView({ block: 'start' });
    group?.querySelector<HTMLElement>('input, button')?.focus({ preventScroll: true });
  };
  return (
    <nav class={styles.list} aria-label="Groups of options">
      <For each={GROUPS}>
        {([id, title, names]) => (
          <button type="button" onClick={() => show(id)}>
            <span class="truncate">{title}</span>
            <Show when={props.changedIn(names)}>{(count) => <span class={mark.mark}>{count()} changed</span>}</Show>
          </button>
        )}
      </For>
    </nav>
  );
}
