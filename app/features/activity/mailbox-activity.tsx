import type { JSX } from 'solid-js';
import { Match, Switch, createSignal } from 'solid-js';
import { problemIn } from '../../api.ts';
import { Pager } from '../../ui/pager.tsx';
import { ProblemNotice, Skeleton } from '../../ui/parts.tsx';
import { EventList } from './event-list.tsx';
import { createEventsQuery } from './queries.ts';

/** What happened to one mailbox. */
export function MailboxActivity(props: { mailboxId: string }): JSX.Element {
  const [pages, setPages] = createSignal(1);
  const events = createEventsQuery(() => ({ mailboxId: props.mailboxId }), pages);
  return (
    <Switch fallback={<Skeleton lines={3} height={40} />}>
      <Match when={events.data?.items.length === 0}>
        <p class="muted">Nothing has happened to this mailbox alone yet.</p>
      </Match>
      <Match when={events.data}>
        {(list) => (
          <div class="stack">
            <EventList events={list().items} isIn="mailbox" />
            <Pager
              shown={list().items.length}
              hasMore={list().hasMore}
              isBusy={events.isPlaceholder}
              onMore={() => setPages((count) => count + 1)}
            />
          </div>
        )}
      </Match>
      <Match when={events.error}>
        <ProblemNotice problem={problemIn(events.error)} onRetry={() => void events.refetch()} />
      </Match>
    </Switch>
  );
}
