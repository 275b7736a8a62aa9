import type { z } from 'zod';
import { toIso } from '../../lib/clock.ts';
import { foldText } from '../../lib/fold-text.ts';
import type { CustomerUserChange, NewCustomerUser } from '../../lib/new-customer-user.ts';
import { isUniqueViolation } from '../kernel/db.ts';
import type { Deps } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import { writeOn } from '../kernel/write-on.ts';
import { addressKeyOf } from './ensure-users.ts';
import { problem } from './errors.ts';
import type { CustomerRow, CustomerUserRow } from './table.ts';
import { userEvent, userUpdated } from './user-events.ts';
import { createUser, getUser, listAddresses, listOwners, updateUser } from './user-store.ts';

type Needs = Pick<Deps, 'db' | 'newId' | 'now'>;

/** Adds a user to a customer. Throws `customer-users-refused` where another user has one of the addresses. */
export async function addUser(
  deps: Needs,
  principal: Principal,
  customer: CustomerRow,
  { name = null, addresses }: z.output<typeof NewCustomerUser>,
): Promise<CustomerUserRow> {
  const at = deps.now();
  const row: CustomerUserRow = {
    id: deps.newId('usr'),
    workgroupId: customer.workgroupId,
    customerId: customer.id,
    name,
    searchKey: foldText(name ?? ''),
    source: 'person',
    createdAt: at,
    updatedAt: at,
  };
  const event = userEvent(deps, principal, 'customer-user.added', row, addresses);
  await withOwnAddresses(deps, row, addresses, () => createUser(deps.db, row, addresses, event));
  return row;
}

/**
 * Changes a user. `ifMatch` is the `updatedAt` that the change is based on, in double quotes; without it the change is
 * repeated on what another has made of the user in between. Throws `customer-user-changed`, `customer-users-refused`.
 */
export async function changeUser(
  deps: Needs,
  principal: Principal,
  row: CustomerUserRow,
  change: z.output<typeof CustomerUserChange>,
  ifMatch?: string,
): Promise<CustomerUserRow> {
  const isGuarded = ifMatch !== undefined && ifMatch !== '*';
  if (isGuarded && ifMatch !== `"${toIso(row.updatedAt)}"`) throw problem('customer-user-changed');
  const write = async (before: CustomerUserRow): Promise<CustomerUserRow | undefined> => {
    const name = change.name === undefined ? before.name : change.name;
    const updatedAt = Math.max(deps.now(), before.updatedAt + 1);
    const after = { ...before, name, searchKey: foldText(name ?? ''), updatedAt };
    const had = (await listAddresses(deps.db, row.workgroupId, [row.id])).get(row.id) ?? [];
    const { addresses } = change;
    const event = userUpdated(deps, principal, [before, had], [after, addresses ?? had]);
    const isWritten = await withOwnAddresses(deps, row, addresses ?? [], () =>
      updateUser(deps.db, before, after, addresses, event),
    );
    if (!isWritten && isGuarded) throw problem('customer-user-changed');
    return isWritten ? after : undefined;
  };
  const written = await writeOn(row, () => getUser(deps.db, row.workgroupId, row.id), write);
  if (!written) throw problem('customer-user-not-found');
  return written;
}

/** Names the addresses that another user has, where the database refuses them. */
async function withOwnAddresses<T>(
  { db }: Needs,
  { id, workgroupId, customerId }: CustomerUserRow,
  addresses: readonly string[],
  write: () => Promise<T>,
): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!isUniqueViolation(error, 'customer_user_addresses')) throw error;
    const owners = await listOwners(db, workgroupId, customerId, addresses);
    const errors = addresses.flatMap((address, index) => {
      const owner = owners.get(addressKeyOf(address));
      if (owner === undefined || owner === id) return [];
      return [{ path: `addresses[${String(index)}]`, message: `${address} belongs to another user of the customer.` }];
    });
    throw problem('customer-users-refused', undefined, errors);
  }
}
