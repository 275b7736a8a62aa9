import type { z } from 'zod';
import { toIso } from '../../lib/clock.ts';
import type { CustomerChange } from '../../lib/new-customer.ts';
import type { Deps } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import { writeOn } from '../kernel/write-on.ts';
import { getLook, saveLookStatement } from '../templates/look-store.ts';
import { logoColumns } from '../templates/logo-columns.ts';
import { furtherDomains } from './create-customer.ts';
import { customerEvent, customerUpdated } from './customer-events.ts';
import { problem } from './errors.ts';
import { getCustomer, isCustomerAt, searchKeyOf, updateCustomer } from './store.ts';
import type { CustomerRow } from './table.ts';

type Needs = Pick<Deps, 'db' | 'newId' | 'now'>;
type Change = z.output<typeof CustomerChange>;

/**
 * Changes a customer. `ifMatch` is the `updatedAt` that the change is based on, in double quotes; without it the change
 * is repeated on what another has made of the customer in between. Throws `customer-changed`.
 */
export async function changeCustomer(
  deps: Needs,
  principal: Principal,
  row: CustomerRow,
  change: Change,
  ifMatch?: string,
): Promise<CustomerRow> {
  const isGuarded = ifMatch !== undefined && ifMatch !== '*';
  if (isGuarded && ifMatch !== `"${toIso(row.updatedAt)}"`) throw problem('customer-changed');
  const written = await writeOn(
    row,
    () => getCustomer(deps.db, row.workgroupId, row.id),
    async (before) => {
      const after = await changeOnce(deps, principal, before, change);
      if (!after && isGuarded) throw problem('customer-changed');
      return after;
    },
  );
  if (!written) throw problem('customer-not-found');
  return written;
}

/** Undefined where another changed the customer in between. */
async function changeOnce(
  deps: Needs,
  principal: Principal,
  before: CustomerRow,
  { logo, ...change }: Change,
): Promise<CustomerRow | undefined> {
  const { db } = deps;
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const merged: CustomerRow = { ...before, ...given, updatedAt: nextInstant(deps, before) };
  merged.domains = furtherDomains(merged.domains, merged.primaryDomain);
  const after = { ...merged, searchKey: searchKeyOf(merged) };
  const hadLogo = logo !== undefined && Boolean((await getLook(db, before.workgroupId, before.id))?.logoKey);
  const changesLogo = logo !== undefined && (logo !== null || hadLogo);
  const look = changesLogo
    ? { customerId: before.id, ...logoColumns(deps, logo), updatedAt: after.updatedAt }
    : undefined;
  const logoChange = look && {
    from: hadLogo ? ('set' as const) : null,
    to: logo ? ('set' as const) : ('removed' as const),
  };
  const statements = look
    ? [saveLookStatement(db, before.workgroupId, look, isCustomerAt(before, after.updatedAt))]
    : [];
  const event = customerUpdated(deps, principal, before, after, logoChange);
  return (await updateCustomer(db, before, after, event, statements)) ? after : undefined;
}

/** Archives a customer, or restores one. What is so already stays, and no event is written. */
export async function turnCustomer(
  deps: Needs,
  principal: Principal,
  row: CustomerRow,
  isArchived: boolean,
): Promise<CustomerRow> {
  const written = await writeOn(
    row,
    () => getCustomer(deps.db, row.workgroupId, row.id),
    async (before) => {
      if ((before.archivedAt !== null) === isArchived) return before;
      const updatedAt = nextInstant(deps, before);
      const changes = {
        archivedAt: isArchived ? updatedAt : null,
        // The next project without a customer makes another.
        ...(isArchived && { isDefault: false }),
        updatedAt,
      };
      const event = customerEvent(deps, principal, isArchived ? 'customer.archived' : 'customer.restored', before);
      return (await updateCustomer(deps.db, before, changes, event)) ? { ...before, ...changes } : undefined;
    },
  );
  if (!written) throw problem('customer-not-found');
  return written;
}

/** Two changes never bear the same instant. */
function nextInstant({ now }: Pick<Deps, 'now'>, { updatedAt }: CustomerRow): number {
  return Math.max(now(), updatedAt + 1);
}
