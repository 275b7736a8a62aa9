import type { z } from 'zod';
import { toIso } from '../../lib/clock.ts';
import { requireOpenCustomer } from '../customers/require-customer.ts';
import { listCustomersByIds } from '../customers/store.ts';
import type { EndpointRow } from '../endpoints/table.ts';
import type { Deps } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import { writeOn } from '../kernel/write-on.ts';
import { problem } from './errors.ts';
import { projectUpdated } from './project-events.ts';
import type { ProjectChange } from './schema.ts';
import { getProject, updateProject } from './store.ts';
import { listEndpointsByIds } from '../endpoints/store.ts';
import type { ProjectRow } from './table.ts';

/** Throws `endpoint-not-found` unless all of these endpoints belong to the workgroup. */
export async function requireEndpoints(
  deps: Deps,
  workgroupId: string,
  endpointIds: readonly string[],
): Promise<Map<string, EndpointRow>> {
  const found = await listEndpointsByIds(deps.db, workgroupId, endpointIds);
  const missing = endpointIds.find((id) => !found.has(id));
  if (missing !== undefined) throw problem('endpoint-not-found', `Your workgroup has no endpoint ${missing}.`);
  return found;
}

type Change = z.output<typeof ProjectChange>;

/**
 * Changes a project. Options may change at any time; endpoints only while nothing runs. `ifMatch` is the `updatedAt`
 * that the change is based on, in double quotes, so that an earlier change is not overwritten. Without it the change is
 * repeated on what another has made of the project in between: its event then has the old values that it replaced.
 */
export async function changeProject(
  deps: Deps,
  principal: Principal,
  row: ProjectRow,
  change: Change,
  ifMatch?: string,
): Promise<ProjectRow> {
  const isGuarded = ifMatch !== undefined && ifMatch !== '*';
  if (isGuarded && ifMatch !== `"${toIso(row.updatedAt)}"`) throw problem('project-changed');
  const write = async (before: ProjectRow): Promise<ProjectRow | undefined> => {
    const after = await changeOnce(deps, principal, before, change);
    if (!after && isGuarded) throw problem('project-changed');
    return after;
  };
  const written = await writeOn(row, () => getProject(deps.db, row.workgroupId, row.id), write);
  if (!written) throw problem('project-not-found');
  return written;
}

/** Undefined where another changed the project in between. */
async function changeOnce(
  deps: Deps,
  principal: Principal,
  row: ProjectRow,
  change: Change,
): Promise<ProjectRow | undefined> {
  const sourceEndpointId = change.sourceEndpointId ?? row.sourceEndpointId;
  const destinationEndpointId = change.destinationEndpointId ?? row.destinationEndpointId;
  const names: Record<string, string> = {};
  if (sourceEndpointId !== row.sourceEndpointId || destinationEndpointId !== row.destinationEndpointId) {
    const ids = [sourceEndpointId, destinationEndpointId, row.sourceEndpointId, row.destinationEndpointId];
    for (const { id, name } of (await requireEndpoints(deps, row.workgroupId, ids)).values()) names[id] = name;
    if (await deps.openRuns.inProject(row.workgroupId, row.id)) throw problem('project-busy');
  }
  const customerId = change.customerId ?? row.customerId;
  if (customerId !== row.customerId) {
    const customers = await listCustomersByIds(deps.db, row.workgroupId, [customerId, row.customerId]);
    for (const { id, companyName } of customers.values()) names[id] = companyName;
    await requireOpenCustomer(deps, row.workgroupId, customerId);
  }
  const changes = {
    name: change.name ?? row.name,
    customerId,
    sourceEndpointId,
    destinationEndpointId,
    options: change.options ?? row.options,
    // Two changes never bear the same instant.
    updatedAt: Math.max(deps.now(), row.updatedAt + 1),
  };
  const move = customerId === row.customerId ? {} : await deps.moveToCustomer(principal, { ...row, ...changes });
  if (!(await updateProject(deps.db, row, changes, projectUpdated(deps, principal, row, changes, names), move)))
    return undefined;
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
