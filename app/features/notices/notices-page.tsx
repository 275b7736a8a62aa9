import { useParams } from '@solidjs/router';
import type { JSX } from 'solid-js';
import { Match, Show, Switch, createSignal } from 'solid-js';
import type { Notice } from '../../api.ts';
import { problemIn } from '../../api.ts';
import { createTitle } from '../../lib/title.ts';
import { BackLink } from '../../ui/back-link.tsx';
import { Badge } from '../../ui/badge.tsx';
import { button } from '../../ui/button.ts';
import { EachById } from '../../ui/each-by-id.tsx';
import { Icon } from '../../ui/icon.tsx';
import page from '../../ui/page.module.css';
import { Pager } from '../../ui/pager.tsx';
import { Empty, ProblemNotice, Skeleton } from '../../ui/parts.tsx';
import { createProjectQuery } from '../projects/queries.ts';
import { countsOf, lookOf, titleOf } from './notice-words.ts';
import { NoticeTimes } from './notice-times.tsx';
import styles from './notices.module.css';
import { createNoticesQuery } from './queries.ts';

/** The notices of a project: what was sent, what is scheduled, and the automatic ones. */
export default function NoticesPage(): JSX.Element {
  const params = useParams<{ id: string }>();
  const project = createProjectQuery(() => params.id);
  const [pages, setPages] = createSignal(1);
  const list = createNoticesQuery(() => params.id, pages);
  createTitle(() => ['Notices', project.data?.name]);
  return (
    <div class={page.narrow}>
      <header class="stack tight">
        <BackLink href={`/projects/${params.id}`}>{project.data?.name ?? 'Project'}</BackLink>
        <div class={page.head}>
          <h1>Notices</h1>
          <span class="row wrap">
            <a class={button()} href={`/projects/${params.id}/options#notices`}>
              <Icon name="settings" /> Automatic notices
            </a>
            <a class={button('primary')} href={`/projects/${params.id}/notify`}>
              <Icon name="send" /> Notify users
            </a>
          </span>
        </div>
      </header>
      <Show when={list.error}>
        <ProblemNotice
          problem={problemIn(list.error)}
          tone={list.data ? 'wait' : 'bad'}
          onRetry={() => void list.refetch()}
        />
      </Show>
      <Switch>
        <Match when={list.isPending && !list.error}>
          <Skeleton lines={3} height={80} />
        </Match>
        <Match when={list.data?.items.length === 0}>
          <div class="card">
            <Empty icon="send" title="No notice yet">
              <p>Tell users when their mailbox moves, and when the new one is ready.</p>
            </Empty>
          </div>
        </Match>
        <Match when={list.data}>
          {(data) => (
            <>
              <EachById each={data().items}>{(notice) => <NoticeCard notice={notice()} />}</EachById>
              <Show when={data().hasMore || pages() > 1}>
                <Pager
                  shown={data().items.length}
                  hasMore={data().hasMore}
                  isBusy={list.isPlaceholder}
                  onMore={() => setPages((count) => count + 1)}
                />
              </Show>
            </>
          )}
        </Match>
      </Switch>
    </div>
  );
}

function NoticeCard(props: { notice: Notice }): JSX.Element {
  const look = () => lookOf(props.notice);
  return (
    <a
      class={`card pad ${styles.notice}`}
      href={`/projects/${props.notice.projectId}/notices/${props.notice.id}`}
      data-notice={props.notice.id}
    >
      <strong>{titleOf(props.notice)}</strong>
      <Badge tone={look()[0]} icon={look()[1]} isMoving={props.notice.state === 'sending'}>
        {look()[2]}
      </Badge>
      <p>{countsOf(props.notice)}</p>
      <p class="small muted">
        <NoticeTimes notice={props.notice} />
      </p>
    </a>
  );
}
