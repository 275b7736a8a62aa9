import { sql } from 'drizzle-orm';
import type { Deps, ProjectReceipt } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import { writeOn } from '../kernel/write-on.ts';
import { problem } from './errors.ts';
import { projectTurned } from './project-events.ts';
import { getProject, updateProject } from './store.ts';
import type { ProjectRow } from './table.ts';

/**
 * Archives a project; then the links of its end users end, the runs that wait for them stop, and what they gave is
 * deleted. Repeating it finishes what broke off. Throws `project-running` while a pass runs.
 */
export async function archiveProject(
  deps: Deps,
  principal: Principal,
  row: ProjectRow,
): Promise<{ row: ProjectRow; receipt: ProjectReceipt }> {
  const written = await writeOn(
    row,
    () => getProject(deps.db, row.workgroupId, row.id),
    async (before) => {
      if (before.archivedAt !== null) return before;
      if (await deps.openRuns.inProject(before.workgroupId, before.id)) throw problem('project-running');
      return turn(deps, principal, before, true);
    },
  );
  if (!written) throw problem('project-not-found');
  return { row: written, receipt: await deps.closeProject(principal, written) };
}

/** Restores a project. Who was asked for credentials before is asked again when a pass starts. */
export async function unarchiveProject(deps: Deps, principal: Principal, row: ProjectRow): Promise<ProjectRow> {
  const written = await writeOn(
    row,
    () => getProject(deps.db, row.workgroupId, row.id),
    async (before) => (before.archivedAt === null ? before : turn(deps, principal, before, false)),
  );
  if (!written) throw problem('project-not-found');
  return written;
}

/** Undefined where another changed the project in between, or started a pass. */
async function turn(
  deps: Deps,
  principal: Principal,
  before: ProjectRow,
  isArchived: boolean,
): Promise<ProjectRow | undefined> {
  const { workgroupId, id } = before;
  // Two changes never bear the same instant.
  const updatedAt = Math.max(deps.now(), before.updatedAt + 1);
  const changes = { archivedAt: isArchived ? updatedAt : null, updatedAt };
  const event = projectTurned(deps, principal, before, isArchived ? 'project.archived' : 'project.restored');
  const when = isArchived ? sql`NOT ${deps.openRuns.isRunningIn(workgroupId, id)}` : undefined;
  return (await updateProject(deps.db, before, changes, event, { when })) ? { ...before, ...changes } : undefined;
}
