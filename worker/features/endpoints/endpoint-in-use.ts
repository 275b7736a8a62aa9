import type { ProblemError } from '../../lib/problem.ts';
import type { Deps } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import { problem } from './errors.ts';

/** More are not listed in an error. */
const NAMED_PROJECTS = 20;

/** Says in which projects an endpoint is used, as far as someone may see them. */
export async function endpointInUse(
  { endpointUses }: Pick<Deps, 'endpointUses'>,
  principal: Principal,
  endpointId: string,
): Promise<ProblemError> {
  const use = (await endpointUses(principal, [endpointId], NAMED_PROJECTS)).get(endpointId);
  const errors = (use?.projects ?? []).map(({ id, name, side }) => ({
    path: `projects.${id}`,
    message: `“${name}” uses it as its ${side}.`,
  }));
  return problem('endpoint-in-use', undefined, errors);
}
