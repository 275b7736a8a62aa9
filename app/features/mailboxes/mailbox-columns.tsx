import { Show } from 'solid-js';
import type { Mailbox } from '../../api.ts';
import { formatBytes, formatCount, formatSpeed, localizeInstants } from '../../lib/format.ts';
import { Arrow } from '../../ui/arrow.tsx';
import type { Column } from '../../ui/data-table/column.ts';
import { now } from '../../ui/now.ts';
import { Ago, ProgressBar } from '../../ui/parts.tsx';
import { RowText } from '../../ui/row-text.tsx';
import { StatusBadge, statusLook } from '../../ui/status-badge.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import { isWaitingForUser, kindOfMailbox, wordsOfRequest } from '../credential-requests/request-kinds.ts';
import styles from './mailbox-table.module.css';

/** Why a mailbox is not moving, or until when; of one that waits for its user, how far its request is. */
export function reasonOf(mailbox: Mailbox): string | undefined {
  const { failure, statusDetail, credentialRequest } = mailbox;
  if (credentialRequest && isWaitingForUser(mailbox)) return wordsOfRequest(credentialRequest, now());
  return failure?.title ?? (statusDetail === null ? undefined : localizeInstants(statusDetail, new Date(), 'minute'));
}

/** The same with its cause, where one is known. */
const wordsOf = (mailbox: Mailbox): string | undefined => mailbox.failure?.cause ?? reasonOf(mailbox);

/** Its speed while it moves. */
export function speedOf({ state, progress }: Mailbox): string | undefined {
  return state === 'running' && progress.bytesPerSecond > 0 ? formatSpeed(progress.bytesPerSecond) : undefined;
}

/** What a mailbox is grouped by: its wave, then its tags. */
export const groupsOf = ({ wave, tags }: Mailbox): string[] => [...(wave ? [`Wave ${wave.name}`] : []), ...tags];

const NOTHING = () => <span class="faint">—</span>;

const WAVE: Column<Mailbox> = {
  id: 'wave',
  title: 'Wave',
  track: 'minmax(80px, 0.9fr)',
  from: 720,
  sortBy: ({ wave }) => wave?.name,
  cell: (mailbox) => (
    <Show when={mailbox().wave} fallback={NOTHING()}>
      {(wave) => <RowText text={wave().name} />}
    </Show>
  ),
};

/** What the table of a project shows of each mailbox; the less room there is, the fewer columns. */
export const MAILBOX_COLUMNS: readonly Column<Mailbox>[] = [
  {
    id: 'mailbox',
    title: 'Mailbox',
    track: 'minmax(120px, 3fr)',
    sortBy: ({ sourceEmail }) => sourceEmail,
    cell: (mailbox) => (
      <span class={styles.who}>
        <RowText text={mailbox().sourceEmail} />
        <RowText class="small" text={[mailbox().destinationEmail, ...mailbox().tags].join(', ')}>
          <Arrow />
          {mailbox().destinationEmail}
          <Show when={mailbox().tags.length > 0}> · {mailbox().tags.join(', ')}</Show>
        </RowText>
      </span>
    ),
  },
  {
    id: 'status',
    title: 'Status',
    track: 'minmax(166px, 1.6fr)',
    // Those that wait for their users stand together by what their users have done.
    sortBy: (mailbox) => `${mailbox.status} ${kindOfMailbox(mailbox) ?? ''}`,
    cell: (mailbox) => (
      <Tooltip
        class={styles.status}
        isStop={false}
        isOff={wordsOf(mailbox()) === undefined}
        words={wordsOf(mailbox()) ?? ''}
      >
        <StatusBadge status={mailbox().status} state={mailbox().state} phase={mailbox().phase} />
        <Show when={reasonOf(mailbox())}>{(words) => <span class="truncate small muted">{words()}</span>}</Show>
      </Tooltip>
    ),
  },
  // Where no mailbox is in a wave, there is never room for it; the table sorts by the columns that it began with.
  { ...WAVE, from: Infinity },
  {
    id: 'progress',
    title: 'Progress',
    track: 'minmax(52px, 0.6fr)',
    from: 560,
    sortBy: ({ progress }) => progress.fraction,
    cell: (mailbox) => (
      <ProgressBar
        fraction={mailbox().progress.fraction}
        tone={statusLook(mailbox()).tone}
        label={`Progress of ${mailbox().sourceEmail}`}
      />
    ),
  },
  {
    id: 'items',
    title: 'Items',
    track: '108px',
    from: 640,
    isNumber: true,
    sortBy: ({ progress }) => progress.itemsTotal,
    cell: (mailbox) => <ItemCount mailbox={mailbox()} />,
  },
  {
    id: 'size',
    title: 'Size',
    track: '76px',
    from: 960,
    isNumber: true,
    sortBy: ({ progress }) => progress.bytesTotal,
    cell: (mailbox) => (
      <Show when={mailbox().progress.bytesTotal > 0} fallback={NOTHING()}>
        {formatBytes(mailbox().progress.bytesTotal)}
      </Show>
    ),
  },
  {
    id: 'speed',
    title: 'Speed',
    track: '78px',
    from: 960,
    isNumber: true,
    sortBy: ({ state, progress }) => (state === 'running' ? progress.bytesPerSecond : 0),
    cell: (mailbox) => (
      <Show when={speedOf(mailbox())} fallback={NOTHING()}>
        {(words) => words()}
      </Show>
    ),
  },
  {
    id: 'errors',
    title: 'Errors',
    track: '58px',
    from: 720,
    isNumber: true,
    sortBy: ({ errorCount }) => errorCount,
    cell: (mailbox) => (
      <span class={mailbox().errorCount > 0 ? 'tone-bad' : 'faint'}>{formatCount(mailbox().errorCount)}</span>
    ),
  },
  {
    id: 'activity',
    title: 'Activity',
    track: '78px',
    from: 960,
    isNumber: true,
    sortBy: ({ lastActivityAt }) => lastActivityAt ?? undefined,
    cell: (mailbox) => (
      <span class="muted">
        <Ago at={mailbox().lastActivityAt} />
      </span>
    ),
  },
];

/** The same where there are waves: with them, and the least important columns only where there is more room. */
export const COLUMNS_WITH_WAVE: readonly Column<Mailbox>[] = MAILBOX_COLUMNS.map((column) => {
  if (column.id === WAVE.id) return WAVE;
  return column.id === 'size' || column.id === 'activity' ? { ...column, from: 1_120 } : column;
});

/** `12 / 40`: copied, of all that is known. */
export function ItemCount(props: { mailbox: Mailbox }) {
  return (
    <Show when={props.mailbox.progress.itemsTotal > 0} fallback={NOTHING()}>
      {formatCount(props.mailbox.progress.itemsDone)}{' '}
      <span class="faint">/ {formatCount(props.mailbox.progress.itemsTotal)}</span>
    </Show>
  );
}
