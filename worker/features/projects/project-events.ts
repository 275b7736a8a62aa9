import { changesBetween } from '../../lib/event.ts';
import type { NewEvent } from '../events/event.ts';
import { actorOf, newEvent } from '../events/event.ts';
import type { Deps } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import type { ProjectOptions, ProjectRow } from './table.ts';

type Needs = Pick<Deps, 'newId' | 'now'>;

const subjectOf = ({ id, name }: ProjectRow) => ({ kind: 'project', id, name });

/** `copyOf`: the id of the project that it is a copy of. */
export function projectCreated(deps: Needs, principal: Principal, row: ProjectRow, copyOf?: string): NewEvent {
  const { customerId, sourceEndpointId, destinationEndpointId, options } = row;
  return newEvent(deps, actorOf(principal), {
    type: 'project.created',
    subject: subjectOf(row),
    projectId: row.id,
    ...(copyOf !== undefined && { data: { copyOf } }),
    changes: changesBetween({}, { customerId, sourceEndpointId, destinationEndpointId, ...optionFields(options) }),
  });
}

/** Options count as fields of their own: those that changed are named. `names`: of customers and endpoints that changed, by id. */
export function projectUpdated(
  deps: Needs,
  principal: Principal,
  before: ProjectRow,
  after: Pick<ProjectRow, 'name' | 'customerId' | 'sourceEndpointId' | 'destinationEndpointId' | 'options'>,
  names: Readonly<Record<string, string>>,
): NewEvent {
  const fieldsOf = ({ name, customerId, sourceEndpointId, destinationEndpointId }: typeof after) => ({
    name,
    customerId,
    sourceEndpointId,
    destinationEndpointId,
  });
  const options = { ...emptied(before.options), ...optionFields(after.options) };
  return newEvent(deps, actorOf(principal), {
    type: 'project.updated',
    subject: subjectOf(before),
    projectId: before.id,
    ...(Object.keys(names).length > 0 && { data: { names } }),
    changes: [
      ...changesBetween(fieldsOf(before), fieldsOf(after)),
      ...changesBetween<Record<string, unknown>>(optionFields(before.options), options),
    ],
  });
}

export function projectTurned(
  deps: Needs,
  principal: Principal,
  row: ProjectRow,
  type: 'project.archived' | 'project.restored',
): NewEvent {
  return newEvent(deps, actorOf(principal), { type, subject: subjectOf(row), projectId: row.id });
}

/** Agents were given the project, or it was taken from them. */
export function projectGrantsChanged(
  deps: Needs,
  principal: Principal,
  row: ProjectRow,
  type: 'project.shared' | 'project.unshared',
  agents: readonly { agentId: string; name: string }[],
): NewEvent {
  return newEvent(deps, actorOf(principal), {
    type,
    subject: subjectOf(row),
    projectId: row.id,
    data: { agents: agents.map(({ name }) => name), agentIds: agents.map(({ agentId }) => agentId) },
  });
}

function optionFields(options: ProjectOptions): Record<string, unknown> {
  return Object.fromEntries(Object.entries(options).map(([name, value]) => [`options.${name}`, value]));
}

/** An option that is no longer set counts as null. */
function emptied(options: ProjectOptions): Record<string, unknown> {
  return Object.fromEntries(Object.keys(options).map((name) => [`options.${name}`, null]));
}
