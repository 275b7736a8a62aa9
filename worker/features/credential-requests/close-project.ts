import { and, eq, sql } from 'drizzle-orm';
import { actorOf } from '../events/event.ts';
import type { Deps, ProjectReceipt } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import { withdrawStatement } from '../messages/store.ts';
import { endWaitingRuns } from '../passes/end-waiting-runs.ts';
import { IS_OPEN } from './end-requests.ts';
import { purgeCredentials } from './purge.ts';
import { revokeRequests } from './revoke-requests.ts';
import { credentialRequests } from './table.ts';

type Needs = Pick<Deps, 'db' | 'newId' | 'now'>;
type Project = Parameters<Deps['closeProject']>[1];

/** See `closeProject` in Deps. For a project that is archived already, so that nothing starts meanwhile. */
export async function closeProject(deps: Needs, principal: Principal, project: Project): Promise<ProjectReceipt> {
  const { db, now } = deps;
  const { id, workgroupId } = project;
  const actor = actorOf(principal);
  const open = await db
    .select()
    .from(credentialRequests)
    .where(and(eq(credentialRequests.workgroupId, workgroupId), eq(credentialRequests.projectId, id), IS_OPEN));
  const requestsEnded = await revokeRequests(deps, actor, project, open);
  await withdrawStatement(
    db,
    workgroupId,
    sql`(SELECT m.id FROM messages m WHERE m.workgroup_id = ${workgroupId} AND m.project_id = ${id} AND m.state = 'queued')`,
    'The project was archived before the message was sent.',
  );
  await endWaitingRuns(db, project, now());
  return { requestsEnded, credentials: await purgeCredentials({ db, now }, actor, project, undefined) };
}
