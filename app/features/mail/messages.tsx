import { useQueryClient } from '@tanstack/solid-query';
import type { JSX } from 'solid-js';
import { For, Show, createSignal } from 'solid-js';
import { MESSAGE_KINDS, RENEWED_BY_CAUSE } from '../../../worker/lib/mail/message-kinds.ts';
import type { MessageState } from '../../../worker/lib/mail/message-states.ts';
import type { Message, Problem } from '../../api.ts';
import { api, problemIn, read } from '../../api.ts';
import { keys } from '../../lib/query-keys.ts';
import { Badge } from '../../ui/badge.tsx';
import { button } from '../../ui/button.ts';
import chips from '../../ui/chips.module.css';
import listBox from '../../ui/list-box.module.css';
import { Pager } from '../../ui/pager.tsx';
import { Ago, ProblemNotice } from '../../ui/parts.tsx';
import { showToast } from '../../ui/toast.tsx';
import styles from './mail.module.css';
import { MESSAGE_LOOKS } from './message-looks.ts';
import { createMessagesQuery } from './queries.ts';

const FILTERS: readonly (MessageState | undefined)[] = [undefined, 'queued', 'sent', 'failed', 'bounced'];

/** What was sent and what was not, with the reason. */
export function Messages(): JSX.Element {
  const client = useQueryClient();
  const [state, setState] = createSignal<MessageState>();
  const [pages, setPages] = createSignal(1);
  const [problem, setProblem] = createSignal<Problem>();
  const list = createMessagesQuery(state, pages);
  const resend = async ({ id, to }: Message) => {
    setProblem();
    try {
      await read(api.messages[':id'].resend.$post({ param: { id } }));
      showToast(`The message to ${to} is queued again.`);
    } catch (error) {
      setProblem(problemIn(error));
    }
    await client.invalidateQueries({ queryKey: keys.messages });
  };
  return (
    <section class="card pad stack">
      <h2>Messages</h2>
      <div class={chips.strip} role="group" aria-label="State">
        <For each={FILTERS}>
          {(value) => (
            <button
              type="button"
              class={chips.chip}
              aria-pressed={state() === value}
              onClick={() => {
                setPages(1);
                setState(value);
              }}
            >
              {value === undefined ? 'All' : MESSAGE_LOOKS[value][2]}
            </button>
          )}
        </For>
      </div>
      <Show when={problem()}>{(value) => <ProblemNotice problem={value()} />}</Show>
      <Show when={list.error}>
        <ProblemNotice problem={problemIn(list.error)} onRetry={() => void list.refetch()} />
      </Show>
      <Show when={list.data?.items.length === 0}>
        <p class="muted">No messages.</p>
      </Show>
      <div class={listBox.whole} hidden={!list.data?.items.length}>
        <For each={list.data?.items}>
          {(message) => <MessageRow message={message} onResend={() => void resend(message)} />}
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

function MessageRow(props: { message: Message; onResend: () => void }): JSX.Element {
  const look = () => MESSAGE_LOOKS[props.message.state];
  const hasEnded = () => ['sent', 'failed', 'bounced'].includes(props.message.state);
  const mayResend = () => hasEnded() && !RENEWED_BY_CAUSE.includes(props.message.kind);
  return (
    <div>
      <div class={styles.message}>
        <span>
          <Badge tone={look()[0]} icon={look()[1]}>
            {look()[2]}
          </Badge>{' '}
          {props.message.to}
        </span>
        <Show when={!hasEnded()}>
          <span class="faint small">attempt {props.message.attempts}</span>
        </Show>
        <Show when={mayResend()}>
          <button
            type="button"
            class={button('ghost')}
            aria-label={`Send again to ${props.message.to}`}
            onClick={() => props.onResend()}
          >
            Send again
          </button>
        </Show>
        <p class="small muted">
          {props.message.subject ?? MESSAGE_KINDS[props.message.kind].title} ·{' '}
          <Ago at={props.message.sentAt ?? props.message.createdAt} />
          <Show when={props.message.nextAttemptAt}>
            {(at) => (
              <>
                {' '}
                · next attempt <Ago at={at()} />
              </>
            )}
          </Show>
        </p>
        <Show when={props.message.lastResponse}>{(text) => <p class="small">{text()}</p>}</Show>
      </div>
    </div>
  );
}
