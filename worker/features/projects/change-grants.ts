import type { Deps } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import { isForeignKeyViolation } from '../kernel/db.ts';
import { problem } from './errors.ts';
import { listGrantees, updateGrants } from './grant-store.ts';
import { projectGrantsChanged } from './project-events.ts';
import type { ProjectRow } from './table.ts';

/**
 * Gives a project to these agents and to no others. Whoever loses it is disconnected at once. Throws `agent-not-found`
 * if one of them is not in the workgroup.
 */
export async function changeGrants(
  deps: Pick<Deps, 'db' | 'coordinator' | 'log' | 'newId' | 'now'>,
  principal: Principal,
  project: ProjectRow,
  agentIds: readonly string[],
): Promise<void> {
  const wanted = new Set(agentIds);
  const agents = await listGrantees(deps.db, project);
  const missing = agentIds.find((id) => !agents.some(({ agentId }) => agentId === id));
  if (missing !== undefined) throw problem('agent-not-found', `Your workgroup has no agent ${missing}.`);
  const given = agents.filter(({ agentId, isGranted }) => wanted.has(agentId) && !isGranted);
  const taken = agents.filter(({ agentId, isGranted }) => !wanted.has(agentId) && isGranted);
  const changeOf = (type: 'project.shared' | 'project.unshared', changed: typeof agents) => ({
    agentIds: changed.map(({ agentId }) => agentId),
    event: projectGrantsChanged(deps, principal, project, type, changed),
  });
  try {
    await updateGrants(deps.db, project, {
      given: changeOf('project.shared', given),
      taken: changeOf('project.unshared', taken),
    });
  } catch (error) {
    if (isForeignKeyViolation(error)) throw problem('agent-not-found', 'An agent left the workgroup in the meantime.');
    throw error;
  }
  if (taken.length === 0) return;
  try {
    await deps.coordinator.endWatchers(project.workgroupId, project.id);
  } catch (error) {
    // It looks again by itself, and before it sends anything.
    deps.log.error('coordinator-not-told', { projectId: project.id, error });
  }
}
