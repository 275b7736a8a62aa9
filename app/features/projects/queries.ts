import type { Accessor } from 'solid-js';
import { api, read, readAll } from '../../api.ts';
import type { Project } from '../../api.ts';
import { createQuery } from '../../lib/create-query.ts';
import { keys } from '../../lib/query-keys.ts';

type Which = { customerId?: string; archived?: 'true' | 'all' };

const projectsQuery = (which: Which) => ({
  queryKey: Object.keys(which).length === 0 ? keys.projects : [...keys.projects, which],
  queryFn: () => readAll((query) => api.projects.$get({ query: { ...which, ...query } })),
});

const projectQuery = (id: string) => ({
  queryKey: keys.project(id),
  queryFn: () => read(api.projects[':id'].$get({ param: { id } })),
});

/** All projects, or those of one customer; those that are not archived, unless others are asked for. */
export function createProjectsQuery(which: Accessor<Which> = () => ({})) {
  return createQuery(() => ({
    ...projectsQuery(which()),
    refetchInterval: (query) => (query.state.data?.some(isMoving) ? 3_000 : 20_000),
  }));
}

export function createGrantsQuery(id: string) {
  return createQuery(() => ({
    queryKey: keys.grants(id),
    queryFn: () => read(api.projects[':id'].grants.$get({ param: { id } })),
  }));
}

function isMoving(project: Project): boolean {
  return project.counters.running + project.counters.waiting > 0;
}

export function createProjectQuery(id: Accessor<string>) {
  return createQuery(() => projectQuery(id()));
}

/** Whether a project that is shown is archived, and refuses what starts, changes or sends something. Asks for nothing. */
export function createIsArchived(id: Accessor<string>): Accessor<boolean> {
  const known = createQuery(() => ({ ...projectQuery(id()), enabled: false }));
  return () => typeof known.data?.archivedAt === 'string';
}
