import type { Accessor } from 'solid-js';
import { api, read, readAll } from '../../api.ts';
import { createQuery } from '../../lib/create-query.ts';
import { keys } from '../../lib/query-keys.ts';

export function createInventoryQuery(mailboxId: Accessor<string>) {
  return createQuery(() => ({
    queryKey: keys.inventory(mailboxId()),
    queryFn: () => read(api.mailboxes[':id'].inventory.$get({ param: { id: mailboxId() } })),
  }));
}

/** Passes do not say over the socket what they have counted. */
const EVERY_MS = 10_000;

export function createProjectInventoryQuery(projectId: Accessor<string>) {
  return createQuery(() => ({
    queryKey: keys.projectInventory(projectId()),
    queryFn: () => read(api.projects[':id'].inventory.$get({ param: { id: projectId() } })),
    refetchInterval: EVERY_MS,
  }));
}

export function createEstimateQuery(projectId: Accessor<string>) {
  return createQuery(() => ({
    queryKey: keys.estimate(projectId()),
    queryFn: () => read(api.projects[':id'].estimate.$get({ param: { id: projectId() } })),
    refetchInterval: EVERY_MS,
  }));
}

const PAGE = 1_000;

export function createOversizeQuery(projectId: Accessor<string>) {
  return createQuery(() => ({
    queryKey: keys.oversize(projectId()),
    queryFn: () =>
      readAll((query) => api.projects[':id']['oversize-items'].$get({ param: { id: projectId() }, query }), PAGE, PAGE),
  }));
}
