import type { JSX } from 'solid-js';
import { Match, Show, Switch } from 'solid-js';
import type { Customer } from '../../api.ts';
import { problemIn } from '../../api.ts';
import { button } from '../../ui/button.ts';
import { EachById } from '../../ui/each-by-id.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Empty, ProblemNotice, Skeleton } from '../../ui/parts.tsx';
import { ProjectCard } from '../projects/project-card.tsx';
import { createProjectsQuery } from '../projects/queries.ts';

/** The projects of a customer. */
export function CustomerProjects(props: { customer: Customer }): JSX.Element {
  const projects = createProjectsQuery(() => ({ customerId: props.customer.id, archived: 'all' }));
  const add = () => (
    <Show when={props.customer.archivedAt === null}>
      <a class={button('primary')} href={`/projects/new?customer=${props.customer.id}`}>
        <Icon name="plus" /> New project
      </a>
    </Show>
  );
  return (
    <div class="stack">
      <Show when={projects.error}>
        <ProblemNotice
          problem={problemIn(projects.error)}
          tone={projects.data ? 'wait' : 'bad'}
          onRetry={() => void projects.refetch()}
        />
      </Show>
      <Switch>
        <Match when={projects.data?.length === 0}>
          <div class="card">
            <Empty icon="projects" title="No projects yet">
              <p>A project moves mailboxes of this customer from one Exchange provider to another.</p>
              {add()}
            </Empty>
          </div>
        </Match>
        <Match when={projects.data}>
          {(list) => (
            <>
              <div>{add()}</div>
              <div class="stack snug">
                <EachById each={list()}>{(project) => <ProjectCard project={project()} isInCustomer />}</EachById>
              </div>
            </>
          )}
        </Match>
        <Match when={projects.isPending && !projects.error}>
          <Skeleton lines={3} height={84} />
        </Match>
      </Switch>
    </div>
  );
}
