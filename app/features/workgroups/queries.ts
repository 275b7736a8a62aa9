import type { QueryClient } from '@tanstack/solid-query';
import { api, read } from '../../api.ts';
import { createQuery } from '../../lib/create-query.ts';
import { forgetState } from '../../lib/persist.ts';
import { keys } from '../../lib/query-keys.ts';
import { signalTabs } from '../../lib/other-tabs.ts';

/** The workgroup that one is in, with its settings. */
export function createWorkgroupQuery() {
  return createQuery(() => ({ queryKey: keys.workgroup, queryFn: () => read(api.workgroup.$get()) }));
}

/** The workgroups of whoever is signed in, also where this one has shut them out. */
export function createOwnWorkgroupsQuery() {
  return createQuery(() => ({ queryKey: keys.ownWorkgroups, queryFn: () => read(api.workgroups.$get()) }));
}

/** Puts the session into another workgroup, and begins again there: nothing of this one stays on the screen. */
export async function switchWorkgroup(client: QueryClient, id: string): Promise<void> {
  await read(api.workgroups[':id'].activate.$post({ param: { id } }));
  forgetState(client);
  signalTabs('workgroup-switched');
  location.assign('/projects');
}
