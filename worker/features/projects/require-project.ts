import type { AppContext } from '../kernel/app.ts';
import { problem } from './errors.ts';
import { getProject } from './store.ts';
import type { ProjectRow } from './table.ts';

/** The project of an id in the workgroup of the request. Throws `project-not-found`. */
export async function requireProject(c: AppContext, projectId: string): Promise<ProjectRow> {
  const row = await getProject(c.var.deps.db, c.var.principal.workgroupId, projectId);
  if (!row) throw problem('project-not-found');
  return row;
}
