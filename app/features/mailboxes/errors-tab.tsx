import { formatDate } from '../../lib/dates.ts';
import type { JSX } from 'solid-js';
import { For, Match, Show, Switch, createMemo, createSignal } from 'solid-js';
import type { ItemError, Mailbox, Problem } from '../../api.ts';
import { problemIn } from '../../api.ts';
import { counted } from '../../lib/counted.ts';
import { formatBytes, formatCount } from '../../lib/format.ts';
import { saveFile } from '../../lib/save-file.ts';
import { Icon } from '../../ui/icon.tsx';
import { ProblemNotice, Skeleton } from '../../ui/parts.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import type { PassActions } from '../passes/queries.ts';
import { isInPass } from '../passes/queries.ts';
import { createIsArchived } from '../projects/queries.ts';
import type { ErrorGroup } from './error-groups.ts';
import { csvOfErrors, findErrors, groupErrors } from './error-groups.ts';
import styles from './error-list.module.css';
import { FolderErrors } from './folder-errors.tsx';
import { createErrorsQuery, createFolderErrorsQuery, readAllErrors, readAllFolderErrors } from './queries.ts';
import { button } from '../../ui/button.ts';
import inputStyles from '../../ui/input.module.css';
import { Select } from '../../ui/select.tsx';

/** How many items of a group to show before "more" is pressed. */
const SHOWN = 25;
/** Fewer need no search. */
const SEARCHED_FROM = 10;

/** Folders and items that did not cross, by the reason, with what to do about it. */
export function ErrorsTab(props: { mailbox: Mailbox; actions: PassActions }): JSX.Element {
  const errors = createErrorsQuery(() => props.mailbox.id);
  const folders = createFolderErrorsQuery(() => props.mailbox.id);
  const count = () => (errors.data && folders.data ? errors.data.length + folders.data.length : undefined);
  return (
    <Switch fallback={<Skeleton lines={3} height={70} />}>
      <Match when={count() === 0}>
        <p class="muted">No item has failed.</p>
      </Match>
      <Match when={count()}>
        <div class="stack">
          <ErrorActions mailbox={props.mailbox} actions={props.actions} />
          <FolderErrors errors={folders.data ?? []} />
          <Show when={errors.data?.length ? errors.data : undefined}>
            {(items) => <ErrorList mailbox={props.mailbox} errors={items()} setAside={folders.data?.length ?? 0} />}
          </Show>
        </div>
      </Match>
      <Match when={errors.error ?? folders.error}>
        {(error) => (
          <ProblemNotice
            problem={problemIn(error())}
            onRetry={() => {
              void errors.refetch();
              void folders.refetch();
            }}
          />
        )}
      </Match>
    </Switch>
  );
}

/** What can be done about all of them. */
function ErrorActions(props: { mailbox: Mailbox; actions: PassActions }): JSX.Element {
  const [isSaving, setSaving] = createSignal(false);
  const [problem, setProblem] = createSignal<Problem>();
  const isArchived = createIsArchived(() => props.mailbox.projectId);
  const cannotRetry = () => props.actions.isBusy() || isInPass(props.mailbox);
  const retry = () => cannotRetry() || void props.actions.start('retry-errors', [props.mailbox.id]);
  const save = async () => {
    if (isSaving()) return;
    setSaving(true);
    setProblem();
    try {
      const { id, sourceEmail } = props.mailbox;
      const [all, folders] = await Promise.all([readAllErrors(id), readAllFolderErrors(id)]);
      saveFile(`Errors of ${sourceEmail}.csv`, 'text/csv', csvOfErrors(props.mailbox, all, folders));
    } catch (error) {
      setProblem(problemIn(error));
    } finally {
      setSaving(false);
    }
  };
  return (
    <>
      <div class="row wrap">
        <Show when={!isArchived()}>
          <button type="button" class={button()} aria-disabled={cannotRetry() || undefined} onClick={retry}>
            <Icon name="refresh" /> Retry errors
          </button>
        </Show>
        <button type="button" class={button()} aria-disabled={isSaving() || undefined} onClick={() => void save()}>
          <Icon name="download" /> {isSaving() ? 'Reading …' : 'Save as CSV'}
        </button>
      </div>
      <Show when={problem()}>{(value) => <ProblemNotice problem={value()} />}</Show>
    </>
  );
}

function ErrorList(props: { mailbox: Mailbox; errors: readonly ItemError[]; setAside: number }): JSX.Element {
  const [words, setWords] = createSignal('');
  const [kind, setKind] = createSignal('');
  const kinds = createMemo(() => [...new Set(props.errors.map((error) => error.kind))].sort());
  const found = createMemo(() => findErrors(props.errors, words(), kind()));
  const groups = createMemo(() => groupErrors(found()));
  const failed = () => props.mailbox.errorCount - props.setAside;
  return (
    <section class="stack" aria-label="Failed items">
      <Show when={props.errors.length > SEARCHED_FROM}>
        <div class="row">
          <input
            class={`${inputStyles.input} grow`}
            type="search"
            aria-label="Search errors"
            placeholder="Search subject, folder, error"
            value={words()}
            onInput={(event) => setWords(event.currentTarget.value)}
          />
          <Show when={kinds().length > 1}>
            <Select
              class={`${inputStyles.input} ${styles.kinds}`}
              aria-label="Item type"
              value={kind()}
              options={[{ value: '', label: 'All types' }, ...kinds().map((each) => ({ value: each, label: each }))]}
              onChange={setKind}
            />
          </Show>
        </div>
        <p class="small muted" role="status">
          {found().length === props.errors.length
            ? `${formatCount(props.errors.length)} items`
            : `${formatCount(found().length)} of ${formatCount(props.errors.length)} items`}
          {failed() > props.errors.length
            ? `, the latest of ${formatCount(failed())}. The CSV file contains all of them.`
            : ''}
        </p>
      </Show>
      <For each={groups()} fallback={<p class="muted">No failed item matches.</p>}>
        {(group) => <Group group={group} />}
      </For>
    </section>
  );
}

function Group(props: { group: ErrorGroup }): JSX.Element {
  const [shown, setShown] = createSignal(SHOWN);
  const items = () => props.group.items;
  return (
    <article class={styles.group}>
      <h3>
        {counted(items().length, 'item', 'items')} <span class="faint">{props.group.code}</span>
      </h3>
      <p>{props.group.cause}</p>
      <p class="muted">{props.group.remedy}</p>
      <Show when={props.group.error}>{(words) => <p class="small faint">{words()}</p>}</Show>
      <ul>
        <For each={items().slice(0, shown())}>
          {(item) => <ErrorLine item={item} says={props.group.error === undefined} />}
        </For>
      </ul>
      <Show when={items().length > shown()}>
        <button type="button" class={button('ghost')} onClick={() => setShown((count) => count * 4)}>
          {formatCount(items().length - shown())} more
        </button>
      </Show>
    </article>
  );
}

/** One item; with what was said of it, where that differs from item to item. */
function ErrorLine(props: { item: ItemError; says: boolean }): JSX.Element {
  const facts = () =>
    [
      props.item.subject === null ? '' : props.item.folder,
      props.item.kind,
      formatBytes(props.item.sizeBytes),
      props.item.date ? formatDate(props.item.date) : '',
    ].filter((fact) => fact !== '');
  return (
    <li>
      <Tooltip class="truncate" isStop={false} words={props.item.itemClass}>
        {props.item.subject ?? props.item.folder}
      </Tooltip>
      <span class="small muted truncate">{facts().join(' · ')}</span>
      <Show when={props.says}>
        <span class="small faint">{props.item.error}</span>
      </Show>
    </li>
  );
}
