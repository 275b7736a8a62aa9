import { useParams } from '@solidjs/router';
import type { JSX } from 'solid-js';
import { Match, Show, Switch } from 'solid-js';
import type { Project } from '../../../api.ts';
import { problemIn } from '../../../api.ts';
import { BackLink } from '../../../ui/back-link.tsx';
import { createShortcut } from '../../../ui/shortcuts.ts';
import { createTitle } from '../../../lib/title.ts';
import { Later } from '../../../ui/later.tsx';
import { ProblemNotice, Skeleton } from '../../../ui/parts.tsx';
import { createProjectQuery } from '../queries.ts';
import { ContentOptions, FollowOptions } from './content-options.tsx';
import { GroupList } from './group-list.tsx';
import { LeaveGuard } from './leave-guard.tsx';
import { BesideOptions, LimitOptions, PrivacyOptions } from './mailbox-options.tsx';
import { createOptionsForm } from './options-form.ts';
import { NoticeOptions } from './notice-options.tsx';
import { RecipientOptions } from './recipient-options.tsx';
import styles from './project-options-page.module.css';
import { SaveBar } from './save-bar.tsx';
import page from '../../../ui/page.module.css';

export default function ProjectOptionsPage(): JSX.Element {
  const params = useParams<{ id: string }>();
  const project = createProjectQuery(() => params.id);
  createTitle(() => ['Options', project.data?.name]);
  return (
    <Switch
      fallback={
        <div class={page.narrow}>
          <Skeleton lines={4} height={120} />
        </div>
      }
    >
      <Match when={project.data}>
        {(value) => (
          <Show when={params.id} keyed>
            <OptionsForm project={value()} />
          </Show>
        )}
      </Match>
      <Match when={project.error}>
        <div class={page.narrow}>
          <ProblemNotice problem={problemIn(project.error)} onRetry={() => void project.refetch()} />
        </div>
      </Match>
    </Switch>
  );
}

/** The form of one project, from its first loading on. */
function OptionsForm(props: { project: Project }): JSX.Element {
  let element!: HTMLFormElement;
  const options = createOptionsForm(() => props.project);
  const { form } = options;
  const save = async () => {
    const isDone = await options.save();
    // To the first field that was refused.
    if (!isDone)
      element.querySelector('[data-wrong]')?.closest('[data-row], [data-option]')?.querySelector('input')?.focus();
    return isDone;
  };
  createShortcut('save', () => void save());
  return (
    <form
      ref={element}
      class={`${page.page} ${styles.page}`}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <header class="stack tight">
        <BackLink href={`/projects/${props.project.id}`}>{props.project.name}</BackLink>
        <h1>Options</h1>
      </header>
      <div class={styles.body}>
        <GroupList changedIn={options.changedIn} />
        <div class="stack">
          <ContentOptions form={form} projectId={props.project.id} />
          <Later>
            <FollowOptions form={form} />
            <BesideOptions form={form} />
          </Later>
          <Later>
            <LimitOptions
              form={form}
              isImpersonated={props.project.source.useImpersonation && props.project.destination.useImpersonation}
            />
            <PrivacyOptions form={form} />
          </Later>
          <Later>
            <NoticeOptions form={form} />
          </Later>
          <Later>
            <RecipientOptions form={form} projectId={props.project.id} />
          </Later>
        </div>
      </div>
      <Later>
        <SaveBar options={options} isRunning={props.project.counters.running + props.project.counters.waiting > 0} />
      </Later>
      <LeaveGuard isDirty={options.isDirty()} what={options.unsaved().join(', ')} onSave={save} />
    </form>
  );
}
