import { compareNames } from '../../lib/compare-names.ts';
import { useSearchParams } from '@solidjs/router';
import type { JSX } from 'solid-js';
import { Match, Show, Switch, createMemo } from 'solid-js';
import { problemIn } from '../../api.ts';
import { createTitle } from '../../lib/title.ts';
import { EachById } from '../../ui/each-by-id.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Empty, ProblemNotice, Skeleton } from '../../ui/parts.tsx';
import { ProjectCard } from './project-card.tsx';
import styles from './projects-page.module.css';
import { createProjectsQuery } from './queries.ts';
import { Field } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { button } from '../../ui/button.ts';
import page from '../../ui/page.module.css';

export default function ProjectsPage(): JSX.Element {
  const [params, setParams] = useSearchParams<{ customer: string; archived: string }>();
  const isArchive = () => params.archived === 'true';
  const projects = createProjectsQuery(() => (isArchive() ? { archived: 'true' } : {}));
  createTitle(() => ['Projects']);
  // Those that the projects have: there is nothing to choose by another.
  const customers = createMemo(() => {
    const found = new Map((projects.data ?? []).map(({ customer }) => [customer.id, customer.companyName]));
    return [...found].map(([value, label]) => ({ value, label })).sort((a, b) => compareNames(a.label, b.label));
  });
  const chosen = () => (customers().some(({ value }) => value === params.customer) ? (params.customer ?? '') : '');
  const shown = createMemo(() =>
    (projects.data ?? []).filter(({ customerId }) => chosen() === '' || customerId === chosen()),
  );
  return (
    <div class={page.page}>
      <header class={page.head}>
        <h1>{isArchive() ? 'Archived projects' : 'Projects'}</h1>
        <span class="grow" />
        <button
          type="button"
          class={button('ghost')}
          onClick={() => setParams({ archived: isArchive() ? undefined : 'true', customer: undefined })}
        >
          {isArchive() ? 'Active projects' : 'Archived'}
        </button>
        <a class={button('primary')} href="/projects/new">
          <Icon name="plus" /> New project
        </a>
      </header>
      <Show when={projects.error}>
        <ProblemNotice
          problem={problemIn(projects.error)}
          tone={projects.data ? 'wait' : 'bad'}
          onRetry={() => void projects.refetch()}
        />
      </Show>
      <Switch>
        <Match when={isArchive() && projects.data?.length === 0}>
          <div class="card">
            <Empty icon="projects" title="No archived projects">
              <p>A project whose migration is over can be archived. It can still be read, and restored.</p>
            </Empty>
          </div>
        </Match>
        <Match when={projects.data?.length === 0}>
          <div class="card">
            <Empty icon="projects" title="No project yet">
              <p>
                A project moves the mailboxes of one customer from one Exchange provider to another. You need the
                addresses of both providers, and ideally an administrator account for each.
              </p>
              <a class={button('primary')} href="/projects/new">
                <Icon name="plus" /> New project
              </a>
            </Empty>
          </div>
        </Match>
        <Match when={projects.data}>
          <div class="stack snug">
            <Show when={customers().length > 1}>
              <div class={styles.filter}>
                <Field label="Customer">
                  {(control) => (
                    <Select
                      {...control()}
                      value={chosen()}
                      options={[{ value: '', label: 'All customers' }, ...customers()]}
                      onChange={(customer) => setParams({ customer: customer || undefined })}
                    />
                  )}
                </Field>
              </div>
            </Show>
            <EachById each={shown()}>{(project) => <ProjectCard project={project()} />}</EachById>
          </div>
        </Match>
        <Match when={projects.isPending && !projects.error}>
          <Skeleton lines={3} height={84} />
        </Match>
      </Switch>
    </div>
  );
}
