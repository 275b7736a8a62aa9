import { useParams } from '@solidjs/router';
import type { JSX } from 'solid-js';
import { Match, Show, Switch } from 'solid-js';
import { problemIn } from '../../../api.ts';
import { createTitle } from '../../../lib/title.ts';
import { BackLink } from '../../../ui/back-link.tsx';
import page from '../../../ui/page.module.css';
import { ProblemNotice, Skeleton } from '../../../ui/parts.tsx';
import { createEndpointsQuery } from '../../endpoints/queries.ts';
import { ArchivedNotice } from '../../projects/project-more.tsx';
import { createProjectQuery } from '../../projects/queries.ts';
import { createWavesQuery } from '../../waves/queries.ts';
import { createMailboxesQuery } from '../queries.ts';
import { BulkAdd } from './bulk-add.tsx';
import { factsOfProject } from './facts-of-project.ts';

/** Adds many mailboxes to a project at once. */
export default function BulkAddPage(): JSX.Element {
  const params = useParams<{ id: string }>();
  const project = createProjectQuery(() => params.id);
  const mailboxes = createMailboxesQuery(() => params.id);
  const endpoints = createEndpointsQuery();
  const waves = createWavesQuery(() => params.id);
  createTitle(() => ['Add mailboxes', project.data?.name]);
  const error = () => project.error ?? mailboxes.error ?? endpoints.error ?? waves.error;
  const known = () => {
    const [value, list, servers, groups] = [project.data, mailboxes.data, endpoints.data, waves.data];
    if (!value || !list || !servers || !groups) return undefined;
    return { project: value, facts: factsOfProject(value, list, servers, groups) };
  };
  return (
    <div class={page.page}>
      <header class="stack tight">
        <BackLink href={`/projects/${params.id}`}>{project.data?.name ?? 'Project'}</BackLink>
        <h1>Add mailboxes</h1>
      </header>
      <Switch fallback={<Skeleton lines={4} height={90} />}>
        <Match when={known()}>
          {(value) => (
            <Show when={params.id} keyed>
              <Show when={value().project.archivedAt === null} fallback={<ArchivedNotice project={value().project} />}>
                <BulkAdd project={value().project} facts={value().facts} />
              </Show>
            </Show>
          )}
        </Match>
        <Match when={error()}>
          {(failed) => (
            <ProblemNotice
              problem={problemIn(failed())}
              onRetry={() =>
                void Promise.all([project.refetch(), mailboxes.refetch(), endpoints.refetch(), waves.refetch()])
              }
            />
          )}
        </Match>
      </Switch>
    </div>
  );
}
