import type { Deps } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import { deleteLookStatement } from '../templates/look-store.ts';
import { customerEvent } from './customer-events.ts';
import { problem } from './errors.ts';
import { deleteCustomer } from './store.ts';
import type { CustomerRow } from './table.ts';

/** Names of projects that a refusal lists. */
const MOST_NAMED = 5;

/**
 * Deletes a customer that nothing belongs to. `typed`: its company name, as the person entered it. Throws
 * `customer-name-wrong`, `customer-in-use` with the names of projects, and `customer-not-found`.
 */
export async function removeCustomer(
  deps: Pick<Deps, 'db' | 'newId' | 'now' | 'customerWork'>,
  principal: Principal,
  row: CustomerRow,
  typed: string | undefined,
): Promise<void> {
  if (typed?.trim() !== row.companyName) throw problem('customer-name-wrong');
  const event = customerEvent(deps, principal, 'customer.deleted', row);
  const look = deleteLookStatement(deps.db, row.workgroupId, row.id);
  const outcome = await deleteCustomer(deps.db, row.workgroupId, row.id, event, [look]);
  if (outcome === 'not-found') throw problem('customer-not-found');
  if (outcome === 'in-use') throw problem('customer-in-use', await whereUsed(deps, principal, row.id));
}

async function whereUsed(
  { customerWork }: Pick<Deps, 'customerWork'>,
  principal: Principal,
  customerId: string,
): Promise<string | undefined> {
  const names = await customerWork.projectNames(principal, customerId, MOST_NAMED + 1);
  if (names.length === 0) return undefined;
  const shown = names.slice(0, MOST_NAMED).map((name) => `“${name}”`);
  const all = names.length > MOST_NAMED ? [...shown, 'others'] : shown;
  return `It is used by the ${all.length === 1 ? 'project' : 'projects'} ${all.join(', ')}.`;
}
