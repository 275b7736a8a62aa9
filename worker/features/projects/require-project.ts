import type { AppContext } from '../kernel/app.ts';
import { problem } from './errors.ts';
import { getProject } from './store.ts';
import type { ProjectRow } from './table.ts';
import { projects } from './table.ts';

/** The project of an id, if the caller may see it. Throws `project-not-found`. */
export async function requireProject(c: AppContext, projectId: string): Promise<ProjectRow> {
  const { deps, principal } = c.var;
  const isVisible = deps.visibleProjects(principal, projects.id);
  const row = await getProject(deps.db, principal.workgroupId, projectId, isVisible);
  if (!row) throw problem('project-not-found');
  return row;
}

/** The same for what an archived project does not do. Throws `project-archived` besides. */
export async function requireOpenProject(c: AppContext, projectId: string): Promise<ProjectRow> {
  const row = await requireProject(c, projectId);
  refuseArchived(row);
  return row;
}

/** Throws `project-archived`. */
export function refuseArchived({ archivedAt }: Pick<ProjectRow, 'archivedAt'>): void {
  if (archivedAt !== null) throw problem('project-archived');
}
