import type { Db } from '../../features/kernel/db.ts';
import type { Coordinator } from '../../features/kernel/deps.ts';
import { listProjectIds } from '../../features/projects/store.ts';
import type { Env } from './env.ts';
import { watcherRequest } from './watchers.ts';

const COORDINATORS_AT_ONCE = 20;

/** The coordinators of all projects behind one port. */
export function createCoordinator(env: Env, db: Db): Coordinator {
  const coordinatorOf = (workgroupId: string, projectId: string) =>
    env.PROJECT_COORDINATOR.get(env.PROJECT_COORDINATOR.idFromName(`${workgroupId}:${projectId}`));
  return {
    enqueue: (workgroupId, projectId, passId) =>
      coordinatorOf(workgroupId, projectId).enqueue({ workgroupId, projectId, passId }),
    stop: (workgroupId, projectId, what) =>
      coordinatorOf(workgroupId, projectId).stop({ workgroupId, projectId, ...what }),
    forget: (workgroupId, mailboxId) =>
      env.MAILBOX_LEDGER.get(env.MAILBOX_LEDGER.idFromName(`${workgroupId}:${mailboxId}`)).destroy(),
    slotLimit: async (workgroupId, projectId) => coordinatorOf(workgroupId, projectId).slotLimit(),
    connect: (workgroupId, projectId, request, watcher) =>
      coordinatorOf(workgroupId, projectId).fetch(watcherRequest(request, watcher)),
    endWatchers: async (workgroupId, projectId) => {
      const ids = projectId === undefined ? await listProjectIds(db, workgroupId) : [projectId];
      for (let from = 0; from < ids.length; from += COORDINATORS_AT_ONCE)
        await Promise.all(
          ids.slice(from, from + COORDINATORS_AT_ONCE).map((id) => coordinatorOf(workgroupId, id).endWatchers()),
        );
    },
  };
}
