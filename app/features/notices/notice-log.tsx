import type { JSX } from 'solid-js';
import { For, Show, createSignal } from 'solid-js';
import { LANGUAGE_NAMES } from '../../../worker/lib/mail/languages.ts';
import type { NoticeLogState } from '../../../worker/lib/notice-facts.ts';
import { NOTICE_LOG_STATES, SKIP_WORDS } from '../../../worker/lib/notice-facts.ts';
import type { Notice, NoticeRecipient } from '../../api.ts';
import { problemIn } from '../../api.ts';
import { formatCount } from '../../lib/format.ts';
import { Badge } from '../../ui/badge.tsx';
import chips from '../../ui/chips.module.css';
import listBox from '../../ui/list-box.module.css';
import { Pager } from '../../ui/pager.tsx';
import { Ago, ProblemNotice, Skeleton } from '../../ui/parts.tsx';
import { LOG_LOOKS } from './notice-words.ts';
import styles from './notices.module.css';
import { createLogQuery } from './queries.ts';

/** Who gets a notice, and the state of each message. */
export function NoticeLog(props: { notice: Notice }): JSX.Element {
  const [state, setState] = createSignal<NoticeLogState>();
  const [pages, setPages] = createSignal(1);
  const list = createLogQuery(() => props.notice, state, pages);
  const filters = () => NOTICE_LOG_STATES.filter((each) => props.notice.counts[each] > 0 || each === state());
  const filter = (value: NoticeLogState | undefined) => {
    setState(value);
    setPages(1);
  };
  return (
    <section class="card pad stack">
      <h2>Log</h2>
      <div class={chips.strip} role="group" aria-label="State">
        <button type="button" class={chips.chip} aria-pressed={state() === undefined} onClick={() => filter(undefined)}>
          All <b>{formatCount(props.notice.counts.total)}</b>
        </button>
        <For each={filters()}>
          {(value) => (
            <button type="button" class={chips.chip} aria-pressed={state() === value} onClick={() => filter(value)}>
              {LOG_LOOKS[value][2]} <b>{formatCount(props.notice.counts[value])}</b>
            </button>
          )}
        </For>
      </div>
      <Show when={list.error}>
        <ProblemNotice problem={problemIn(list.error)} onRetry={() => void list.refetch()} />
      </Show>
      <Show when={list.isPending && !list.error}>
        <Skeleton lines={4} />
      </Show>
      <Show when={list.data?.items.length === 0}>
        <p class="muted">
          {props.notice.automatic !== null && state() === undefined
            ? 'Nobody has had this notice yet.'
            : 'Nobody is in this state.'}
        </p>
      </Show>
      <div class={listBox.whole} hidden={!list.data?.items.length}>
        <For each={list.data?.items}>
          {(recipient) => <LogRow projectId={props.notice.projectId} recipient={recipient} />}
        </For>
      </div>
      <Show when={list.data?.hasMore || pages() > 1}>
        <Pager
          shown={list.data?.items.length ?? 0}
          hasMore={list.data?.hasMore ?? false}
          isBusy={list.isPlaceholder}
          onMore={() => setPages((count) => count + 1)}
        />
      </Show>
    </section>
  );
}

function LogRow(props: { projectId: string; recipient: NoticeRecipient }): JSX.Element {
  const look = () => LOG_LOOKS[props.recipient.state];
  const isGone = () => props.recipient.reason === 'mailbox-deleted';
  return (
    <div data-recipient={props.recipient.mailboxId}>
      <div class={styles.record}>
        <span class="truncate">
          <Show when={!isGone()} fallback={props.recipient.mailbox}>
            <a href={`/projects/${props.projectId}/mailboxes/${props.recipient.mailboxId}`}>
              {props.recipient.mailbox}
            </a>
          </Show>
        </span>
        <Badge tone={look()[0]} icon={look()[1]}>
          {look()[2]}
        </Badge>
        <p class="small muted">
          <Show when={props.recipient.reason}>{(reason) => <>{SKIP_WORDS[reason()]}</>}</Show>
          <Show when={props.recipient.to}>{(to) => <>To {to()}</>}</Show>
          <Show when={props.recipient.language}>{(language) => <> · {LANGUAGE_NAMES[language()]}</>}</Show>
          <Show when={props.recipient.sentAt}>
            {(at) => (
              <>
                {' '}
                · <Ago at={at()} />
              </>
            )}
          </Show>
        </p>
        <Show when={['failed', 'bounced', 'queued'].includes(props.recipient.state) && props.recipient.response}>
          {(text) => <p class="small">{text()}</p>}
        </Show>
        <Show when={props.recipient.state === 'bounced'}>
          <p class="small muted">
            The address does not take mail. Correct the contact address of the mailbox, then notify the user again: who
            has not had the notice gets it.
          </p>
        </Show>
      </div>
    </div>
  );
}
