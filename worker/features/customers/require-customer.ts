import type { AppContext } from '../kernel/app.ts';
import type { Deps } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import { getWorkgroup } from '../workgroups/store.ts';
import { MISSING_DOMAIN } from '../../lib/customer-domain.ts';
import { newCustomerRow } from './create-customer.ts';
import { customerCreated } from './customer-events.ts';
import { problem } from './errors.ts';
import { createDefaultCustomer, getCustomer, getDefaultCustomer } from './store.ts';
import type { CustomerRow } from './table.ts';

/** The customer of an id in the workgroup of the request. Throws `customer-not-found`. */
export async function requireCustomer(c: AppContext, customerId: string): Promise<CustomerRow> {
  const row = await getCustomer(c.var.deps.db, c.var.principal.workgroupId, customerId);
  if (!row) throw problem('customer-not-found');
  return row;
}

/** The customer that a project is given to. Throws `customer-not-found` and `customer-archived`. */
export async function requireOpenCustomer(
  { db }: Pick<Deps, 'db'>,
  workgroupId: string,
  customerId: string,
): Promise<CustomerRow> {
  const row = await getCustomer(db, workgroupId, customerId);
  if (!row) throw problem('customer-not-found', `Your workgroup has no customer ${customerId}.`);
  if (row.archivedAt !== null) throw problem('customer-archived');
  return row;
}

/**
 * The customer of projects that are added without one. The first time it is made, with the name of the workgroup.
 * `domains`: those of its mail addresses, as far as they are known; with several it is not clear which is its own.
 */
export async function requireDefaultCustomer(
  deps: Pick<Deps, 'db' | 'newId' | 'now'>,
  principal: Principal,
  domains: readonly string[],
): Promise<CustomerRow> {
  const { db } = deps;
  const { workgroupId } = principal;
  const known = await getDefaultCustomer(db, workgroupId);
  if (known) return known;
  const workgroup = await getWorkgroup(db, workgroupId);
  const [domain, ...others] = new Set(domains);
  const primaryDomain = domain !== undefined && others.length === 0 ? domain : MISSING_DOMAIN;
  const row = newCustomerRow(deps, workgroupId, { companyName: workgroup?.name ?? 'Mailferry', primaryDomain });
  await createDefaultCustomer(db, { ...row, isDefault: true }, customerCreated(deps, principal, row));
  // Another request may have made it.
  const made = await getDefaultCustomer(db, workgroupId);
  if (!made) throw new Error('The default customer is gone as soon as it was made.');
  return made;
}
