import type { z } from 'zod';
import type { PartError } from '../../lib/problem.ts';
import type { NewCustomerUser } from '../../lib/new-customer-user.ts';
import type { Db } from '../kernel/db.ts';
import { runBatch } from '../kernel/db.ts';
import { eventStatement } from '../events/event-statement.ts';
import type { Deps } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import { sql } from 'drizzle-orm';
import type { Person } from './ensure-users.ts';
import { addressKeyOf, ensureUserStatements } from './ensure-users.ts';
import { problem } from './errors.ts';
import type { CustomerRow, CustomerUserRow } from './table.ts';
import { usersImported } from './user-events.ts';
import { listOwners, listUsersByIds, nameStatements } from './user-store.ts';

type Row = z.output<typeof NewCustomerUser>;

/** Errors that an answer lists. */
const MOST_ERRORS = 1_000;

/** What a row comes to: a new user, or more of one who is there. */
type Fit = { row: Row; userId: string | undefined; newAddresses: string[] };

/** Fits rows to the users that are there, or says what is wrong with them. `owners`: of addresses that are taken. */
function planImport(rows: readonly Row[], owners: ReadonlyMap<string, string>): { fits: Fit[]; errors: PartError[] } {
  const errors: PartError[] = [];
  const seen = new Map<string, number>();
  const fits = rows.map((row, index): Fit => {
    const userId = row.addresses.map((address) => owners.get(addressKeyOf(address))).find((id) => id !== undefined);
    row.addresses.forEach((address, at) => {
      const key = addressKeyOf(address);
      const path = `users[${String(index)}].addresses[${String(at)}]`;
      const earlier = seen.get(key);
      if (earlier !== undefined) errors.push({ path, message: `${address} is already in row ${String(earlier + 1)}.` });
      else seen.set(key, index);
      const owner = owners.get(key);
      if (owner !== undefined && owner !== userId)
        errors.push({ path, message: `${address} belongs to another user than the addresses before it.` });
    });
    return { row, userId, newAddresses: row.addresses.filter((address) => !owners.has(addressKeyOf(address))) };
  });
  return { fits, errors };
}

/**
 * Adds users: all or none. Who is there already, by one of their addresses, gets the other addresses, and a name if they
 * have none. Throws `customer-users-refused` with the rows at fault.
 */
export async function importUsers(
  deps: Pick<Deps, 'db' | 'newId' | 'now'>,
  principal: Principal,
  customer: CustomerRow,
  rows: readonly Row[],
): Promise<{ added: number; completed: number; unchanged: number }> {
  const { db } = deps;
  const { workgroupId, id } = customer;
  const owners = await listOwners(
    db,
    workgroupId,
    id,
    rows.flatMap(({ addresses }) => addresses),
  );
  const { fits, errors } = planImport(rows, owners);
  if (errors.length > 0) throw problem('customer-users-refused', undefined, errors.slice(0, MOST_ERRORS));
  const known = await listUsersByIds(db, workgroupId, [...new Set(owners.values())]);
  const people = fits.map(({ row }): Person => ({
    id: deps.newId('usr'),
    ...(row.name && { name: row.name }),
    addresses: row.addresses,
  }));
  const isNew = fits.map(({ userId }) => userId === undefined);
  const isCompleted = fits.map((fit) => fit.userId !== undefined && completes(fit, known));
  const added = people.filter((_, index) => isNew[index]);
  const completed = people.filter((_, index) => isCompleted[index]);
  const place = { workgroupId, customerId: sql`${id}`, source: 'import' as const, now: deps.now() };
  const names = fits.flatMap(({ row, userId }) =>
    userId !== undefined && row.name ? [{ userId, name: row.name }] : [],
  );
  await runBatch(db, [
    ...ensureUserStatements(db, place, people, {
      added: usersImported(deps, principal, 'customer-user.added', customer, added),
    }),
    ...nameStatements(db, workgroupId, names, place.now),
    ...completedEvent(db, deps, principal, customer, completed),
  ]);
  return { added: added.length, completed: completed.length, unchanged: rows.length - added.length - completed.length };
}

function completes({ row, userId, newAddresses }: Fit, known: ReadonlyMap<string, CustomerUserRow>): boolean {
  const hasName = userId !== undefined && known.get(userId)?.name !== null;
  return newAddresses.length > 0 || (Boolean(row.name) && !hasName);
}

function completedEvent(
  db: Db,
  deps: Pick<Deps, 'newId' | 'now'>,
  principal: Principal,
  customer: CustomerRow,
  completed: readonly Person[],
) {
  if (completed.length === 0) return [];
  const event = usersImported(deps, principal, 'customer-user.updated', customer, completed);
  return [eventStatement(db, customer.workgroupId, event, { when: sql`true` })];
}
