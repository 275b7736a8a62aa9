import type { JSX } from 'solid-js';
import { Show } from 'solid-js';
import type { Mailbox } from '../../api.ts';
import { counted } from '../../lib/counted.ts';
import { formatBytes } from '../../lib/format.ts';
import { Arrow } from '../../ui/arrow.tsx';
import { Ago, ProgressBar } from '../../ui/parts.tsx';
import { StatusBadge, statusLook } from '../../ui/status-badge.tsx';
import { ItemCount, groupsOf, reasonOf, speedOf } from './mailbox-columns.tsx';
import styles from './mailbox-table.module.css';

/** A mailbox on a phone: address, status, progress, and one line of details. */
export function MailboxCard(props: { mailbox: Mailbox }): JSX.Element {
  return (
    <span class={styles.card}>
      <span class={styles.who}>
        <span class="truncate">{props.mailbox.sourceEmail}</span>
        <span class="truncate small">
          <Arrow />
          {props.mailbox.destinationEmail}
          <Show when={groupsOf(props.mailbox).length > 0}> · {groupsOf(props.mailbox).join(', ')}</Show>
        </span>
      </span>
      <span class={styles.standing}>
        <StatusBadge status={props.mailbox.status} state={props.mailbox.state} phase={props.mailbox.phase} />
        <span class={styles.count}>
          <ItemCount mailbox={props.mailbox} />
        </span>
      </span>
      <ProgressBar
        fraction={props.mailbox.progress.fraction}
        tone={statusLook(props.mailbox).tone}
        label={`Progress of ${props.mailbox.sourceEmail}`}
      />
      <span class={styles.meta}>
        <Show when={reasonOf(props.mailbox)}>{(words) => <span class="truncate grow">{words()}</span>}</Show>
        <Show when={!reasonOf(props.mailbox) && props.mailbox.progress.bytesTotal > 0}>
          <span>{formatBytes(props.mailbox.progress.bytesTotal)}</span>
        </Show>
        <Show when={speedOf(props.mailbox)}>{(words) => <span>{words()}</span>}</Show>
        <Show when={props.mailbox.errorCount > 0}>
          <span class="tone-bad">{counted(props.mailbox.errorCount, 'error', 'errors')}</span>
        </Show>
        <Show when={!reasonOf(props.mailbox)}>
          <span class={styles.last}>
            <Ago at={props.mailbox.lastActivityAt} />
          </span>
        </Show>
      </span>
    </span>
  );
}
