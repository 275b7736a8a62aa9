import type { JSX } from 'solid-js';
import { For, Match, Show, Switch } from 'solid-js';
import type { Mailbox, MailboxInventory } from '../../api.ts';
import { problemIn } from '../../api.ts';
import { formatBytes, formatCount } from '../../lib/format.ts';
import { button } from '../../ui/button.ts';
import { Icon } from '../../ui/icon.tsx';
import { Ago, Notice, ProblemNotice, Skeleton } from '../../ui/parts.tsx';
import type { PassActions } from '../passes/queries.ts';
import { isInPass } from '../passes/queries.ts';
import { createIsArchived } from '../projects/queries.ts';
import styles from './inventory.module.css';
import { OversizeTable } from './oversize-table.tsx';
import { createInventoryQuery } from './queries.ts';
import { SidesTable } from './sides-table.tsx';
import { dateWords, itemsWords } from './words.ts';

type Side = NonNullable<MailboxInventory['source']>;

/** What both sides of a mailbox have, and what of it is too large. */
export function InventoryTab(props: { mailbox: Mailbox; actions: PassActions }): JSX.Element {
  const inventory = createInventoryQuery(() => props.mailbox.id);
  return (
    <Switch fallback={<Skeleton lines={6} height={26} />}>
      <Match when={inventory.error && !inventory.data}>
        <ProblemNotice problem={problemIn(inventory.error)} onRetry={() => void inventory.refetch()} />
      </Match>
      <Match when={inventory.data}>
        {(data) => (
          <div class="stack">
            <Show
              when={data().source}
              fallback={
                <p class="muted">
                  An inventory counts folders and items on both sides and lists what is too large. It copies nothing and
                  needs no licence.
                </p>
              }
            >
              {(source) => (
                <Counted source={source()} destination={data().destination} oversize={data().oversizeItems} />
              )}
            </Show>
            <Actions mailbox={props.mailbox} actions={props.actions} isCounted={data().source !== null} />
          </div>
        )}
      </Match>
    </Switch>
  );
}

function Actions(props: { mailbox: Mailbox; actions: PassActions; isCounted: boolean }): JSX.Element {
  const isArchived = createIsArchived(() => props.mailbox.projectId);
  const cannotStart = () => props.actions.isBusy() || isInPass(props.mailbox);
  const count = () => {
    if (!cannotStart()) void props.actions.start('inventory', [props.mailbox.id]);
  };
  return (
    <div class="row wrap">
      <Show when={!isArchived()}>
        <button type="button" class={button()} aria-disabled={cannotStart() || undefined} onClick={count}>
          <Icon name="refresh" /> {props.isCounted ? 'Count again' : 'Start inventory'}
        </button>
      </Show>
      <Show when={props.isCounted}>
        <a class={button()} href={`/api/mailboxes/${props.mailbox.id}/inventory.csv`} download="">
          <Icon name="download" /> Save as CSV
        </a>
      </Show>
    </div>
  );
}

function Counted(props: {
  source: Side;
  destination: Side | null;
  oversize: MailboxInventory['oversizeItems'];
}): JSX.Element {
  const opened = () => (props.destination?.finding ? undefined : (props.destination ?? undefined));
  const row = (name: string, wordsOf: (side: Side) => string) => {
    const there = opened();
    return { name, source: wordsOf(props.source), destination: there ? wordsOf(there) : '—' };
  };
  const known = (count: number | null) => (count === null ? 'not reported' : formatCount(count));
  const rows = () => [
    row('Folders', ({ folderCount }) => formatCount(folderCount)),
    row('Oldest item', ({ oldestAt }) => dateWords(oldestAt)),
    row('Newest item', ({ newestAt }) => dateWords(newestAt)),
    row('Archive', ({ archive }) => (archive ? itemsWords(archive.items) : 'none')),
    row('Recoverable items', ({ recoverableItems }) => (recoverableItems ? itemsWords(recoverableItems) : 'not shown')),
    row('Delegates', ({ delegateCount }) => known(delegateCount)),
    row('Inbox rules', ({ ruleCount }) => known(ruleCount)),
    row('All items', ({ items }) => itemsWords(items)),
  ];
  const closedFolders = () => props.source.folders.filter(({ finding }) => finding);
  return (
    <>
      <p class="small muted">
        Counted <Ago at={props.source.countedAt} />
        <Show when={props.source.isSampled}>. Kinds follow from a sample, as some folders are very large.</Show>
      </p>
      <Show when={props.destination?.finding}>
        {(finding) => <ProblemNotice problem={{ ...finding(), status: 0 }} tone="wait" />}
      </Show>
      <SidesTable label="What both sides have" rows={rows()} source={props.source} destination={opened()} />
      <Show when={closedFolders().length > 0}>
        <Notice tone="wait" icon="warning">
          <strong>Folders that could not be looked into</strong>
          <ul>
            <For each={closedFolders()}>
              {({ path, finding }) => (
                <li>
                  {path}: {finding?.title}
                </li>
              )}
            </For>
          </ul>
        </Notice>
      </Show>
      <Show
        when={props.oversize.length > 0}
        fallback={
          <Show when={!props.source.isOversizeCut}>
            <p class="muted">
              No item is larger than the destination accepts ({formatBytes(props.source.limitBytes)}
              {props.source.isLimitAssumed ? ', assumed' : ''}).
            </p>
          </Show>
        }
      >
        <section class="stack tight">
          <h3>
            Too large for the destination ({formatCount(props.source.oversize.count)}
            {props.source.isOversizeCut ? ' or more' : ''})
          </h3>
          <p class="small muted">
            The destination accepts items up to {formatBytes(props.source.limitBytes)}
            {props.source.isLimitAssumed ? ' (assumed, as it could not be asked)' : ''}.
          </p>
          <div class={styles.scroll}>
            <OversizeTable items={props.oversize} />
          </div>
        </section>
      </Show>
    </>
  );
}
