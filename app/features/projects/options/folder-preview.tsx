import type { Accessor, JSX } from 'solid-js';
import { Match, Show, Switch, createEffect, createMemo, createSignal, onCleanup } from 'solid-js';
import type { FolderPreview as Preview } from '../../../api.ts';
import { api, read } from '../../../api.ts';
import { counted } from '../../../lib/counted.ts';
import { formatCount } from '../../../lib/format.ts';
import { createSettled } from '../../../lib/settled.ts';
import { Icon } from '../../../ui/icon.tsx';
import styles from './folder-preview.module.css';
import type { Draft } from './options-draft.ts';
import { filledOf } from './options-draft.ts';

/** The API returns no more for one rule. */
const MOST_EXAMPLES = 5;

type Hits = Omit<Preview['excluded'][number], 'folder'>;

/** The folders that the rules in the form match. The API is asked; nothing is saved. Without a project, none are known. */
export function createFolderPreview(draft: Draft, projectId: Accessor<string>) {
  const [answer, setAnswer] = createSignal<Preview>();
  const request = createMemo(() => ({
    excludedFolders: filledOf(draft.excludedFolders).map(([path = '']) => path),
    // Ignore incomplete lines.
    folderMapping: filledOf(draft.folderMapping).flatMap(([from = '', to = '']) => (from && to ? [{ from, to }] : [])),
  }));
  const settled = createSettled(request);
  createEffect(() => {
    const json = settled();
    if (projectId() === '' || json.excludedFolders.length + json.folderMapping.length === 0) return;
    let isOutdated = false;
    onCleanup(() => (isOutdated = true));
    const keep = (preview?: Preview) => {
      if (!isOutdated) setAnswer(preview);
    };
    // What the API refuses is said when the form is saved.
    void read(api.projects[':id']['folder-rules'].preview.$post({ param: { id: projectId() }, json })).then(keep, () =>
      keep(),
    );
  });
  const hits = createMemo(() => {
    const all = new Map<string, Hits>();
    for (const rule of answer()?.excluded ?? []) all.set(keyOf([rule.folder]), rule);
    for (const rule of answer()?.mapped ?? []) all.set(keyOf([rule.from, rule.to]), rule);
    return all;
  });
  return {
    mailboxes: () => answer()?.mailboxes,
    /** Of one line of a table. */
    hitsOf: (row: readonly string[] | undefined) => hits().get(keyOf(row ?? [])),
  };
}

export type FolderPreview = ReturnType<typeof createFolderPreview>;

function keyOf(row: readonly string[]): string {
  return JSON.stringify(row.map((cell) => cell.trim()));
}

/** The folders that a line matches, below it. Nothing while no folders are known, or the line is new. */
export function RowHits(props: { preview: FolderPreview; row: readonly string[] | undefined }): JSX.Element {
  const looked = () => props.preview.mailboxes()?.looked ?? 0;
  return (
    <Show when={looked() > 0 && props.preview.hitsOf(props.row)}>
      {(hits) => (
        <div class={`small ${styles.hits}`}>
          <Show
            when={hits().folders > 0}
            fallback={
              <span class={`tone-wait ${styles.none}`}>
                <Icon name="warning" /> Matches no folder of {mailboxesOf(looked())}.
              </span>
            }
          >
            <span class="muted">
              {countOf(hits().folders, 'folder')} with {countOf(hits().items, 'item')} in{' '}
              {mailboxesOf(hits().mailboxes)}:{' '}
              {hits()
                .examples.map(({ path }) => path)
                .join(', ')}
              {hits().examples.length === MOST_EXAMPLES ? ' …' : ''}
            </span>
          </Show>
        </div>
      )}
    </Show>
  );
}

/** Below a table: how many mailboxes its lines were checked against. */
export function PreviewReach(props: { preview: FolderPreview; isUsed: boolean }): JSX.Element {
  return (
    <Show when={props.isUsed && props.preview.mailboxes()}>
      {(mailboxes) => (
        <p class="small faint" role="status">
          <Switch>
            <Match when={mailboxes().known === 0}>
              Matching folders appear here once mailboxes have been verified or copied.
            </Match>
            <Match when={mailboxes().looked < mailboxes().known}>
              Checked against the folders of {formatCount(mailboxes().looked)} of {mailboxesOf(mailboxes().all)}.
            </Match>
            <Match when={mailboxes().known < mailboxes().all}>
              Checked against the folders of {formatCount(mailboxes().known)} of {mailboxesOf(mailboxes().all)}; the
              folders of the others are not known until they have been verified.
            </Match>
            <Match when={true}>Checked against the folders of all {mailboxesOf(mailboxes().all)}.</Match>
          </Switch>
        </p>
      )}
    </Show>
  );
}

function countOf(count: number, one: string): string {
  return counted(count, one, `${one}s`);
}

function mailboxesOf(count: number): string {
  return counted(count, 'mailbox', 'mailboxes');
}
