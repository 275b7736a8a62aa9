import type { Deps } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import { addProject } from './add-project.ts';
import type { ProjectOptions, ProjectRow } from './table.ts';

const LONGEST_NAME = 100;
const SUFFIX = ' (copy)';

/** Adds a project with the customer, endpoints and options of another one, and without its mailboxes. */
export async function copyProject(
  deps: Deps,
  principal: Principal,
  { id, name, customerId, sourceEndpointId, destinationEndpointId, options }: ProjectRow,
  newName: string | undefined,
): Promise<ProjectRow> {
  const request = { customerId, sourceEndpointId, destinationEndpointId, options: copiedOptions(options) };
  return addProject(deps, principal, { ...request, name: newName ?? nameOfCopy(name) }, { copyOf: id });
}

function nameOfCopy(name: string): string {
  return `${name.slice(0, LONGEST_NAME - SUFFIX.length).trimEnd()}${SUFFIX}`;
}

/** The start of a migration is of that migration alone, and so is the notice that names it. */
function copiedOptions({ notices, ...options }: ProjectOptions): ProjectOptions {
  if (!notices) return options;
  const { start: _start, before: _before, ...others } = notices;
  return { ...options, notices: others };
}
