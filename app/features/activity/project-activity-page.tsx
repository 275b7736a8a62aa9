import { useParams } from '@solidjs/router';
import type { JSX } from 'solid-js';
import { Show } from 'solid-js';
import { problemIn } from '../../api.ts';
import { createTitle } from '../../lib/title.ts';
import { BackLink } from '../../ui/back-link.tsx';
import page from '../../ui/page.module.css';
import { ProblemNotice } from '../../ui/parts.tsx';
import { createProjectQuery } from '../projects/queries.ts';
import { Activity } from './activity.tsx';

/** What happened in one project. */
export default function ProjectActivityPage(): JSX.Element {
  const params = useParams<{ id: string }>();
  const project = createProjectQuery(() => params.id);
  createTitle(() => ['Activity', project.data?.name]);
  return (
    <div class={page.page}>
      <Show
        when={project.data || !project.error}
        fallback={<ProblemNotice problem={problemIn(project.error)} onRetry={() => void project.refetch()} />}
      >
        <header class="stack tight">
          <BackLink href={`/projects/${params.id}`}>{project.data?.name ?? 'Project'}</BackLink>
          <h1>Activity</h1>
        </header>
        <Show when={params.id} keyed>
          {(id) => <Activity projectId={id} />}
        </Show>
      </Show>
    </div>
  );
}
