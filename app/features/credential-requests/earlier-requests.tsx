import type { JSX } from 'solid-js';
import { For, Match, Switch } from 'solid-js';
import type { CredentialRequest, Mailbox } from '../../api.ts';
import { problemIn } from '../../api.ts';
import { now } from '../../ui/now.ts';
import { ProblemNotice, Skeleton } from '../../ui/parts.tsx';
import styles from './credentials-tab.module.css';
import { createRequestsQuery } from './queries.ts';
import { RequestBadge } from './request-badge.tsx';
import { kindOfRequest, wordsOfRequest } from './request-kinds.ts';

/** What the user of a mailbox was asked before. */
export function EarlierRequests(props: { mailbox: Mailbox }): JSX.Element {
  const list = createRequestsQuery(
    () => props.mailbox.projectId,
    () => props.mailbox.id,
  );
  const earlier = () => list.data?.filter(({ id }) => id !== props.mailbox.credentialRequest?.id) ?? [];
  return (
    <Switch>
      <Match when={list.error}>
        {(error) => (
          <ProblemNotice
            problem={problemIn(error())}
            tone={list.data ? 'wait' : 'bad'}
            onRetry={() => void list.refetch()}
          />
        )}
      </Match>
      <Match when={list.isPending}>
        <Skeleton lines={2} height={30} />
      </Match>
      <Match when={earlier().length > 0}>
        <section class="stack snug" aria-label="Earlier requests">
          <h3>Earlier requests</h3>
          <For each={earlier()}>{(request) => <EarlierRequest request={request} />}</For>
        </section>
      </Match>
    </Switch>
  );
}

function EarlierRequest(props: { request: CredentialRequest }): JSX.Element {
  return (
    <article class={styles.earlier}>
      <RequestBadge kind={kindOfRequest(props.request)} />
      <span class="small">{props.request.to}</span>
      <span class="small muted">{wordsOfRequest(props.request, now())}</span>
    </article>
  );
}
