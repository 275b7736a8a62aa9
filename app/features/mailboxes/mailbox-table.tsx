import { createVirtualizer } from '@tanstack/solid-virtual';
import type { JSX } from 'solid-js';
import { For, Show, createEffect, createSignal, on, onCleanup, onMount } from 'solid-js';
import type { Mailbox } from '../../api.ts';
import { formatBytes, formatCount, formatSpeed, localizeInstants } from '../../lib/format.ts';
import { Ago, ProgressBar } from '../../ui/parts.tsx';
import { StatusBadge, statusLook } from '../../ui/status-badge.tsx';

const ROW_PX = 50;
const CARD_PX = 132;
/** The heading stays above the rows, which scroll below it; on a phone there is none. */
const HEAD_PX = 36;
/** Where the search hands the focus on to. */
export const GRID_ID = 'mailbox-grid';
const phone = matchMedia('(max-width: 760px)');

/** Mailboxes, as many as there are: only the rows in sight exist. Arrows move, Enter opens, Space selects. */
export function MailboxTable(props: {
  mailboxes: Mailbox[];
  openId: string | undefined;
  selected: ReadonlySet<string>;
  onSelect: (ids: ReadonlySet<string>) => void;
  onOpen: (id?: string) => void;
}): JSX.Element {
  let element!: HTMLDivElement;
  const [body, setBody] = createSignal<HTMLDivElement>();
  // Not by `ref`: an element that is not in the page yet belongs to no window, and can't be measured.
  onMount(() => setBody(element));
  const [at, setAt] = createSignal(-1);
  const rows = createVirtualizer({
    get count() {
      return props.mailboxes.length;
    },
    getScrollElement: () => body() ?? null,
    estimateSize: () => (phone.matches ? CARD_PX : ROW_PX),
    scrollPaddingEnd: phone.matches ? 0 : HEAD_PX,
    overscan: 12,
  });
  const measure = () => rows.measure();
  phone.addEventListener('change', measure);
  onCleanup(() => phone.removeEventListener('change', measure));
  createEffect(
    on(
      () => props.mailboxes.length,
      (count) => setAt((index) => Math.min(index, count - 1)),
    ),
  );

  let anchor = -1;
  /** With `range`, everything from the last one that was picked takes its new state. */
  const toggle = (index: number, range = false) => {
    const id = props.mailboxes[index]?.id;
    if (id === undefined) return;
    const isWanted = !props.selected.has(id);
    const from = range && anchor >= 0 ? anchor : index;
    const next = new Set(props.selected);
    for (const mailbox of props.mailboxes.slice(Math.min(from, index), Math.max(from, index) + 1)) {
      if (isWanted) next.add(mailbox.id);
      else next.delete(mailbox.id);
    }
    anchor = index;
    props.onSelect(next);
  };
  const selectAll = (isWanted: boolean) => props.onSelect(new Set(isWanted ? props.mailboxes.map(({ id }) => id) : []));
  const isAllSelected = () => props.mailboxes.length > 0 && props.mailboxes.every(({ id }) => props.selected.has(id));
  const move = (step: number) => {
    const next = Math.min(props.mailboxes.length - 1, Math.max(0, at() + step));
    setAt(next);
    rows.scrollToIndex(next);
    // A panel that is open follows the eye.
    if (props.openId) props.onOpen(props.mailboxes[next]?.id);
  };
  /** The row that the keys are at, unless it has been scrolled away. */
  const drawnId = () =>
    rows.getVirtualItems().some(({ index }) => index === at()) ? props.mailboxes[at()]?.id : undefined;
  const onKey = (event: KeyboardEvent) => {
    const current = props.mailboxes[at()];
    if (event.key === 'ArrowDown' || event.key === 'j') move(1);
    else if (event.key === 'ArrowUp' || event.key === 'k') move(-1);
    else if (event.key === 'PageDown') move(12);
    else if (event.key === 'PageUp') move(-12);
    else if (event.key === 'Enter' && current) props.onOpen(current.id);
    else if (event.key === 'Home') move(-Infinity);
    else if (event.key === 'End') move(Infinity);
    else if (event.key === ' ' && current) toggle(at(), event.shiftKey);
    else if (event.key === 'a' && (event.ctrlKey || event.metaKey)) selectAll(!isAllSelected());
    else if (event.key === 'Escape') props.onOpen();
    else return;
    event.preventDefault();
  };

  // From wherever the focus is, unless the keys belong to something else there.
  onMount(() => {
    const onPageKey = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !/^[jk]$/.test(event.key)) return;
      if (element.contains(target) || target.closest('input, textarea, select, dialog, [role=menu]')) return;
      element.focus();
      onKey(event);
    };
    document.addEventListener('keydown', onPageKey);
    onCleanup(() => document.removeEventListener('keydown', onPageKey));
  });

  return (
    <div
      class="card table"
      id={GRID_ID}
      ref={element}
      role="grid"
      tabIndex={0}
      onKeyDown={onKey}
      aria-label="Mailboxes, arrow keys move"
      aria-multiselectable="true"
      aria-rowcount={props.mailboxes.length + 1}
      aria-activedescendant={drawnId()}
    >
      <div class="tr th" role="row">
        <span class="pick" role="columnheader">
          <input
            type="checkbox"
            aria-label="Select all"
            checked={isAllSelected()}
            onChange={(event) => selectAll(event.currentTarget.checked)}
          />
        </span>
        <span role="columnheader">
          {props.selected.size > 0 ? `${formatCount(props.selected.size)} selected` : 'Mailbox'}
        </span>
        <span role="columnheader">Status</span>
        <span role="columnheader">Progress</span>
        <span role="columnheader" class="num">
          Items
        </span>
        <span role="columnheader" class="num wide widest">
          Size
        </span>
        <span role="columnheader" class="num wide widest">
          Speed
        </span>
        <span role="columnheader" class="num wide">
          Errors
        </span>
        <span role="columnheader" class="num wide widest">
          Activity
        </span>
      </div>
      <div class="tbody" role="rowgroup">
        <div class="runway" role="presentation" style={{ height: `${rows.getTotalSize()}px` }}>
          <For each={rows.getVirtualItems()}>
            {(row) => (
              <Show when={props.mailboxes[row.index]}>
                {(mailbox) => (
                  <Row
                    mailbox={mailbox()}
                    index={row.index}
                    top={row.start}
                    isAt={row.index === at()}
                    isOpen={mailbox().id === props.openId}
                    isSelected={props.selected.has(mailbox().id)}
                    onToggle={(range) => toggle(row.index, range)}
                    onOpen={() => {
                      setAt(row.index);
                      props.onOpen(mailbox().id);
                    }}
                  />
                )}
              </Show>
            )}
          </For>
        </div>
        <Show when={props.mailboxes.length === 0}>
          <p class="empty muted">No mailbox is like that.</p>
        </Show>
      </div>
    </div>
  );
}

function Row(props: {
  mailbox: Mailbox;
  index: number;
  top: number;
  isAt: boolean;
  isOpen: boolean;
  isSelected: boolean;
  onToggle: (range: boolean) => void;
  onOpen: () => void;
}): JSX.Element {
  const progress = () => props.mailbox.progress;
  const isMoving = () => props.mailbox.state === 'running';
  // Why it stands still, or until when.
  const reason = () => {
    const { failure, statusDetail } = props.mailbox;
    return failure?.title ?? (statusDetail === null ? undefined : localizeInstants(statusDetail, new Date(), 'minute'));
  };
  return (
    <div
      class="tr"
      role="row"
      id={props.mailbox.id}
      aria-rowindex={props.index + 2}
      aria-selected={props.isSelected}
      classList={{ at: props.isAt, open: props.isOpen }}
      style={{ transform: `translateY(${props.top}px)` }}
      data-mailbox-id={props.mailbox.id}
      data-status={props.mailbox.status}
      onClick={() => props.onOpen()}
    >
      <span role="gridcell">
        <label class="pick" onClick={(event) => event.stopPropagation()}>
          <input
            type="checkbox"
            tabIndex={-1}
            aria-label={`Select ${props.mailbox.sourceEmail}`}
            checked={props.isSelected}
            onClick={(event) => props.onToggle(event.shiftKey)}
          />
        </label>
      </span>
      <span class="who" role="gridcell">
        <span class="truncate" title={props.mailbox.sourceEmail}>
          {props.mailbox.sourceEmail}
        </span>
        <span class="truncate small" title={props.mailbox.destinationEmail}>
          → {props.mailbox.destinationEmail}
        </span>
      </span>
      <span class="status" role="gridcell" title={props.mailbox.failure?.cause ?? reason()}>
        <StatusBadge status={props.mailbox.status} state={props.mailbox.state} phase={props.mailbox.phase} />
        <Show when={reason()}>{(words) => <span class="truncate small muted">{words()}</span>}</Show>
      </span>
      <span class="progress-cell" role="gridcell">
        <ProgressBar
          fraction={progress().fraction}
          tone={statusLook(props.mailbox).tone}
          label={`Progress of ${props.mailbox.sourceEmail}`}
        />
      </span>
      <span class="num items" role="gridcell">
        <Show when={progress().itemsTotal > 0} fallback={<span class="faint">—</span>}>
          {formatCount(progress().itemsDone)} <span class="faint">/ {formatCount(progress().itemsTotal)}</span>
        </Show>
      </span>
      <span class="num wide widest" role="gridcell">
        {progress().bytesTotal > 0 ? formatBytes(progress().bytesTotal) : <span class="faint">—</span>}
      </span>
      <span class="num wide widest" role="gridcell">
        {isMoving() && progress().bytesPerSecond > 0 ? (
          formatSpeed(progress().bytesPerSecond)
        ) : (
          <span class="faint">—</span>
        )}
      </span>
      <span class="num wide" role="gridcell">
        {props.mailbox.errorCount > 0 ? (
          <span class="tone-bad">{formatCount(props.mailbox.errorCount)}</span>
        ) : (
          <span class="faint">0</span>
        )}
      </span>
      <span class="num wide widest muted" role="gridcell">
        <Ago at={props.mailbox.lastActivityAt} />
      </span>
      <span class="meta only-phone" role="gridcell">
        <Show when={reason()}>{(words) => <span class="truncate grow">{words()}</span>}</Show>
        <Show when={!reason() && progress().bytesTotal > 0}>
          <span>{formatBytes(progress().bytesTotal)}</span>
        </Show>
        <Show when={isMoving() && progress().bytesPerSecond > 0}>
          <span>{formatSpeed(progress().bytesPerSecond)}</span>
        </Show>
        <Show when={props.mailbox.errorCount > 0}>
          <span class="tone-bad">
            {formatCount(props.mailbox.errorCount)} {props.mailbox.errorCount === 1 ? 'error' : 'errors'}
          </span>
        </Show>
        <Show when={!reason()}>
          <span class="last">
            <Ago at={props.mailbox.lastActivityAt} />
          </span>
        </Show>
      </span>
    </div>
  );
}
