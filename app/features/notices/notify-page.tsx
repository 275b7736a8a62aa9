import { useLocation, useNavigate, useParams } from '@solidjs/router';
import { useQueryClient } from '@tanstack/solid-query';
import type { JSX } from 'solid-js';
import { Match, Show, Switch, createSignal } from 'solid-js';
import { can } from '../../../worker/lib/permissions.ts';
import type { Project } from '../../api.ts';
import { api, problemIn, read } from '../../api.ts';
import { keys } from '../../lib/query-keys.ts';
import { createSettled } from '../../lib/settled.ts';
import { createTitle } from '../../lib/title.ts';
import { BackLink } from '../../ui/back-link.tsx';
import { button } from '../../ui/button.ts';
import { createApiForm } from '../../ui/form.tsx';
import { Icon } from '../../ui/icon.tsx';
import page from '../../ui/page.module.css';
import { Notice, ProblemNotice, Skeleton } from '../../ui/parts.tsx';
import { showToast } from '../../ui/toast.tsx';
import { ArchivedNotice } from '../projects/project-more.tsx';
import { createProjectQuery } from '../projects/queries.ts';
import { createMeQuery } from '../session/queries.ts';
import { NoticePreview } from './notice-preview.tsx';
import styles from './notices.module.css';
import { NotifyForm } from './notify-form.tsx';
import type { Handed } from './notify-values.ts';
import { missingOf, requestOf, valuesOf } from './notify-values.ts';
import { usersOf } from './notice-words.ts';
import { createPreviewQuery } from './queries.ts';

/** Sends a notice to the owners of mailboxes of a project. */
export default function NotifyPage(): JSX.Element {
  const params = useParams<{ id: string }>();
  const project = createProjectQuery(() => params.id);
  createTitle(() => ['Notify users', project.data?.name]);
  return (
    <div class={page.page}>
      <header class="stack tight">
        <BackLink href={`/projects/${params.id}`}>{project.data?.name ?? 'Project'}</BackLink>
        <div class="row spread wrap">
          <h1>Notify users</h1>
          <a class={button()} href={`/projects/${params.id}/notices`}>
            <Icon name="inbox" /> Notices
          </a>
        </div>
      </header>
      <Switch fallback={<Skeleton lines={4} height={90} />}>
        <Match when={project.data}>
          {(value) => (
            <Show when={params.id} keyed>
              <Show when={value().archivedAt === null} fallback={<ArchivedNotice project={value()} />}>
                <Notify project={value()} />
              </Show>
            </Show>
          )}
        </Match>
        <Match when={project.error}>
          <ProblemNotice problem={problemIn(project.error)} onRetry={() => void project.refetch()} />
        </Match>
      </Switch>
    </div>
  );
}

function Notify(props: { project: Project }): JSX.Element {
  const client = useQueryClient();
  const navigate = useNavigate();
  const me = createMeQuery();
  const maySend = () => can(me.data?.role ?? 'agent', 'notice.manage');
  const handed = (useLocation().state ?? {}) as Handed;
  const selected = handed.mailboxIds ?? [];
  const param = () => ({ id: props.project.id });
  // One for what is asked: a second press, or a repeat after the line broke, asks for the same notice.
  let asked = { text: '', key: '' };
  const keyOf = (text: string): string => {
    if (asked.text !== text) asked = { text, key: crypto.randomUUID() };
    return asked.key;
  };
  const form = createApiForm({
    values: valuesOf(props.project, handed),
    submit: async (values) => {
      const json = requestOf(values, selected);
      const header = { 'idempotency-key': keyOf(JSON.stringify(json)) };
      const notice = await read(api.projects[':id'].notices.$post({ param: param(), header, json }));
      await client.invalidateQueries({ queryKey: keys.notices(props.project.id) });
      const users = usersOf(notice.counts.total - notice.counts.skipped);
      showToast(notice.state === 'scheduled' ? `The notice to ${users} is scheduled.` : `${users} get the notice.`);
      navigate(`/projects/${props.project.id}/notices/${notice.id}`);
    },
  });
  const [mailboxId, setMailboxId] = createSignal<string>();
  const request = () => {
    const values = form.values();
    return missingOf(values) === 'startsAt' ? undefined : requestOf(values, selected);
  };
  const settled = createSettled(request);
  const preview = createPreviewQuery(
    () => props.project.id,
    () => {
      const base = settled();
      const shown = mailboxId();
      return base && { ...base, ...(shown !== undefined && { mailboxId: shown }) };
    },
  );
  return (
    <Show
      when={maySend()}
      fallback={
        <Notice tone="wait">
          <span>Your role does not allow you to notify users. Ask an owner or manager.</span>
        </Notice>
      }
    >
      <div class={styles.editor}>
        <NotifyForm
          form={form}
          selected={selected.length}
          counts={request() ? preview.data?.counts : undefined}
          onChoice={() => setMailboxId()}
        />
        <NoticePreview
          kind={form.values().kind}
          isWithoutStart={request() === undefined}
          preview={preview.data}
          problem={preview.error ? problemIn(preview.error) : undefined}
          isBusy={preview.isPlaceholder}
          onRetry={() => void preview.refetch()}
          onShow={setMailboxId}
        />
      </div>
    </Show>
  );
}
