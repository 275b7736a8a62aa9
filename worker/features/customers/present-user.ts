import { toIso } from '../../lib/clock.ts';
import type { Deps } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import type { CustomerUserRow } from './table.ts';
import { listAddresses } from './user-store.ts';

type Needs = Pick<Deps, 'db' | 'customerWork'>;

/** Customer users as the API shows them: two queries for any number of them. */
export async function presentUsers(deps: Needs, principal: Principal, rows: readonly CustomerUserRow[]) {
  const ids = rows.map(({ id }) => id);
  const [addresses, mailboxes] = await Promise.all([
    listAddresses(deps.db, principal.workgroupId, ids),
    deps.customerWork.mailboxesOf(principal, ids),
  ]);
  return rows.map((row) => ({
    id: row.id,
    customerId: row.customerId,
    name: row.name,
    addresses: addresses.get(row.id) ?? [],
    source: row.source,
    mailboxes: [...(mailboxes.get(row.id) ?? [])],
    createdAt: toIso(row.createdAt),
    updatedAt: toIso(row.updatedAt),
  }));
}

export async function presentUser(deps: Needs, principal: Principal, row: CustomerUserRow) {
  const [user] = await presentUsers(deps, principal, [row]);
  if (!user) throw new Error('One row makes one user');
  return user;
}
