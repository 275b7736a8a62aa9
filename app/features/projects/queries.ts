import type { Accessor } from 'solid-js';
import { api, read, readAll } from '../../api.ts';
import type { Project } from '../../api.ts';
import { createQuery } from '../../lib/create-query.ts';
import { keys } from '../../lib/query-keys.ts';

const projectsQuery = (customerId: string | undefined) => ({
  queryKey: customerId === undefined ? keys.projects : [...keys.projects, customerId],
  queryFn: () => readAll((query) => api.projects.$get({ query: { ...(customerId && { customerId }), ...query } })),
});

const projectQuery = (id: string) => ({
  queryKey: keys.project(id),
  queryFn: () => read(api.projects[':id'].$get({ param: { id } })),
});

/** All projects, or those of one customer. */
export function createProjectsQuery(customerId?: Accessor<string>) {
  return createQuery(() => ({
    ...projectsQuery(customerId?.()),
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
