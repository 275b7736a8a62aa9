import type { z } from 'zod';
import { toIso } from '../../lib/clock.ts';
import type { Deps } from '../kernel/deps.ts';
import { problem } from './errors.ts';
import type { ProjectChange } from './schema.ts';
import { updateProject } from './store.ts';
import { listEndpointsByIds } from '../endpoints/store.ts';
import type { ProjectRow } from './table.ts';

/** Throws `endpoint-not-found` unless all of these endpoints belong to the workgroup. */
export async function requireEndpoints(deps: Deps, workgroupId: string, endpointIds: readonly string[]): Promise<void> {
  const found = await listEndpointsByIds(deps.db, workgroupId, endpointIds);
  const missing = endpointIds.find((id) => !found.has(id));
  if (missing !== undefined) throw problem('endpoint-not-found', `Your workgroup has no endpoint ${missing}.`);
}

/**
 * Changes a project. Options may change at any time; endpoints only while nothing runs. `ifMatch` is the `updatedAt`
 * that the change is based on, in double quotes, so that an earlier change is not overwritten.
 */
export async function changeProject(
  deps: Deps,
  row: ProjectRow,
  change: z.output<typeof ProjectChange>,
  ifMatch?: string,
): Promise<ProjectRow> {
  const isGuarded = ifMatch !== undefined && ifMatch !== '*';
  if (isGuarded && ifMatch !== `"${toIso(row.updatedAt)}"`) throw problem('project-changed');
  const sourceEndpointId = change.sourceEndpointId ?? row.sourceEndpointId;
  const destinationEndpointId = change.destinationEndpointId ?? row.destinationEndpointId;
  if (sourceEndpointId !== row.sourceEndpointId || destinationEndpointId !== row.destinationEndpointId) {
    await requireEndpoints(deps, row.workgroupId, [sourceEndpointId, destinationEndpointId]);
    if (await deps.openRuns.inProject(row.workgroupId, row.id)) throw problem('project-busy');
  }
  const changes = {
    name: change.name ?? row.name,
    sourceEndpointId,
    destinationEndpointId,
    options: change.options ?? row.options,
    // Two changes never bear the same instant.
    updatedAt: Math.max(deps.now(), row.updatedAt + 1),
  };
  const isChanged = await updateProject(
    deps.db,
    row.workgroupId,
    row.id,
    changes,
    isGuarded ? row.updatedAt : undefined,
  );
  if (!isChanged) throw problem('project-changed');
  // What the ledgers of its mailboxes have goes with their next slice.
  if (row.options.includeSubjects && !changes.options.includeSubjects)
    await deps.forgetSubjects(row.workgroupId, row.id);
  if (change.options) await notifyRunningPass(deps, row);
  return { ...row, ...changes };
}

/** Options act at once: a running pass has its coordinator look again. */
async function notifyRunningPass(deps: Deps, row: ProjectRow): Promise<void> {
  const open = await deps.openRuns.inProject(row.workgroupId, row.id);
  if (!open) return;
  try {
    await deps.coordinator.enqueue(row.workgroupId, row.id, open.passId);
  } catch (error) {
    deps.log.error('coordinator-not-told', { projectId: row.id, error });
  }
}
