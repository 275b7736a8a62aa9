import type { AppContext } from '../kernel/app.ts';
import { getProject } from '../projects/store.ts';
import type { ProjectRow } from '../projects/table.ts';
import { problem } from './errors.ts';
import { getRequest } from './store.ts';
import type { RequestRow } from './table.ts';
import { credentialRequests } from './table.ts';

/** The request of an id, if the caller may see its project. Throws `credential-request-not-found`. */
export async function requireRequest(
  c: AppContext,
  requestId: string,
): Promise<{ request: RequestRow; project: ProjectRow }> {
  const { deps, principal } = c.var;
  const isVisible = deps.visibleProjects(principal, credentialRequests.projectId);
  const request = await getRequest(deps.db, principal.workgroupId, requestId, isVisible);
  const project = request && (await getProject(deps.db, principal.workgroupId, request.projectId));
  if (!request || !project) throw problem('credential-request-not-found');
  return { request, project };
}
