import { useParams } from '@solidjs/router';
import { useQueryClient } from '@tanstack/solid-query';
import type { JSX } from 'solid-js';
import { Show, createSignal } from 'solid-js';
import { can } from '../../../worker/lib/permissions.ts';
import type { Notice, Problem } from '../../api.ts';
import { api, problemIn, read } from '../../api.ts';
import { keys } from '../../lib/query-keys.ts';
import { createTitle } from '../../lib/title.ts';
import { BackLink } from '../../ui/back-link.tsx';
import { Badge } from '../../ui/badge.tsx';
import { button } from '../../ui/button.ts';
import { Dialog } from '../../ui/dialog.tsx';
import formStyles from '../../ui/form.module.css';
import page from '../../ui/page.module.css';
import { ProblemNotice, Skeleton } from '../../ui/parts.tsx';
import { showToast } from '../../ui/toast.tsx';
import { createMeQuery } from '../session/queries.ts';
import { NoticeLog } from './notice-log.tsx';
import { NoticeTimes } from './notice-times.tsx';
import { countsOf, lookOf, titleOf, usersOf } from './notice-words.ts';
import { createNoticeQuery } from './queries.ts';

/** One notice, with its log by user. */
export default function NoticePage(): JSX.Element {
  const params = useParams<{ id: string; noticeId: string }>();
  const notice = createNoticeQuery(() => params.noticeId);
  createTitle(() => [notice.data && titleOf(notice.data), 'Notices']);
  return (
    <div class={page.narrow}>
      <BackLink href={`/projects/${params.id}/notices`}>Notices</BackLink>
      <Show when={notice.error}>
        <ProblemNotice
          problem={problemIn(notice.error)}
          tone={notice.data ? 'wait' : 'bad'}
          onRetry={() => void notice.refetch()}
        />
      </Show>
      <Show when={notice.isPending && !notice.error}>
        <Skeleton lines={4} />
      </Show>
      <Show when={notice.data}>{(data) => <NoticeDetails notice={data()} />}</Show>
    </div>
  );
}

function NoticeDetails(props: { notice: Notice }): JSX.Element {
  const client = useQueryClient();
  const me = createMeQuery();
  const [isAsking, setAsking] = createSignal(false);
  const [isBusy, setBusy] = createSignal(false);
  const [problem, setProblem] = createSignal<Problem>();
  const look = () => lookOf(props.notice);
  const open = () => props.notice.counts.pending + props.notice.counts.queued;
  const mayCancel = () =>
    props.notice.automatic === null && open() > 0 && can(me.data?.role ?? 'inactive', 'notice.manage');
  const cancel = async () => {
    if (isBusy()) return;
    setBusy(true);
    setProblem();
    try {
      const cancelled = await read(api.notices[':id'].cancel.$post({ param: { id: props.notice.id } }));
      showToast(`The notice to ${usersOf(cancelled.counts.cancelled)} is cancelled.`);
    } catch (error) {
      setProblem(problemIn(error));
    } finally {
      setBusy(false);
      setAsking(false);
      await Promise.all(
        [keys.notice(props.notice.id), keys.notices(props.notice.projectId)].map((queryKey) =>
          client.invalidateQueries({ queryKey }),
        ),
      );
    }
  };
  return (
    <>
      <header class={page.head}>
        <div class="stack tight grow">
          <h1>{titleOf(props.notice)}</h1>
          <p class="muted">
            <NoticeTimes notice={props.notice} />
          </p>
          <p role="status">{countsOf(props.notice)}</p>
        </div>
        <Badge tone={look()[0]} icon={look()[1]} isMoving={props.notice.state === 'sending'}>
          {look()[2]}
        </Badge>
      </header>
      <Show when={mayCancel()}>
        <div>
          <button type="button" class={button('danger')} onClick={() => setAsking(true)}>
            Cancel the notice
          </button>
        </div>
      </Show>
      <Show when={problem()}>{(value) => <ProblemNotice problem={value()} />}</Show>
      <NoticeLog notice={props.notice} />
      <Show when={isAsking()}>
        <Dialog title="Cancel this notice?" isAlert onClose={() => setAsking(false)}>
          <div class="stack">
            <p>{usersOf(open())} will not get it. Messages that were sent already stay sent.</p>
            <div class={formStyles.actions}>
              <button type="button" class={button('ghost')} onClick={() => setAsking(false)}>
                Keep it
              </button>
              <button
                type="button"
                class={button('danger')}
                aria-disabled={isBusy() || undefined}
                onClick={() => void cancel()}
              >
                {isBusy() ? 'Cancelling …' : 'Cancel the notice'}
              </button>
            </div>
          </div>
        </Dialog>
      </Show>
    </>
  );
}
