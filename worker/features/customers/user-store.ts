import type { SQL } from 'drizzle-orm';
import { and, asc, count, eq, gt, sql } from 'drizzle-orm';
import { foldText } from '../../lib/fold-text.ts';
import type { NewEvent } from '../events/event.ts';
import { eventStatement } from '../events/event-statement.ts';
import type { Db, Statement } from '../kernel/db.ts';
import { insertStatements, isAnyOf, isForeignKeyViolation, runBatch } from '../kernel/db.ts';
import { addressKeyOf } from './ensure-users.ts';
import type { CustomerUserRow } from './table.ts';
import { customerUserAddresses, customerUsers } from './table.ts';

/** How many users each of these customers has. */
export async function countUsers(
  db: Db,
  workgroupId: string,
  customerIds: readonly string[],
): Promise<Map<string, number>> {
  const rows = await db
    .select({ customerId: customerUsers.customerId, users: count() })
    .from(customerUsers)
    .where(and(eq(customerUsers.workgroupId, workgroupId), isAnyOf(customerUsers.customerId, customerIds)))
    .groupBy(customerUsers.customerId);
  return new Map(rows.map(({ customerId, users }) => [customerId, users]));
}

const isUser = (workgroupId: string, userId: string): SQL | undefined =>
  and(eq(customerUsers.workgroupId, workgroupId), eq(customerUsers.id, userId));

export async function getUser(db: Db, workgroupId: string, userId: string): Promise<CustomerUserRow | undefined> {
  const [row] = await db.select().from(customerUsers).where(isUser(workgroupId, userId));
  return row;
}

export type UserFilter = {
  /** Part of a name or an address; case and accents are ignored. */
  query?: string | undefined;
  cursor?: string | undefined;
  limit: number;
};

/** In the order in which they were added. */
export async function listUsers(
  db: Db,
  workgroupId: string,
  customerId: string,
  { query, cursor, limit }: UserFilter,
): Promise<CustomerUserRow[]> {
  const part = foldText(query ?? '');
  // instr, not LIKE: an underscore in an address must match literally.
  const matches = sql`(instr(${customerUsers.searchKey}, ${part}) > 0 OR EXISTS (SELECT 1 FROM ${customerUserAddresses}
    WHERE ${customerUserAddresses.userId} = ${customerUsers.id} AND instr(${customerUserAddresses.addressKey}, ${part}) > 0))`;
  return db
    .select()
    .from(customerUsers)
    .where(
      and(
        eq(customerUsers.workgroupId, workgroupId),
        eq(customerUsers.customerId, customerId),
        cursor === undefined ? undefined : gt(customerUsers.id, cursor),
        part === '' ? undefined : matches,
      ),
    )
    .orderBy(asc(customerUsers.id))
    .limit(limit);
}

/** The addresses of each of these users, the main one first. */
export async function listAddresses(
  db: Db,
  workgroupId: string,
  userIds: readonly string[],
): Promise<Map<string, string[]>> {
  const rows = await db
    .select({ userId: customerUserAddresses.userId, address: customerUserAddresses.address })
    .from(customerUserAddresses)
    .where(and(eq(customerUserAddresses.workgroupId, workgroupId), isAnyOf(customerUserAddresses.userId, userIds)))
    .orderBy(sql`rowid`);
  const found = new Map<string, string[]>();
  for (const { userId, address } of rows) found.set(userId, [...(found.get(userId) ?? []), address]);
  return found;
}

/** Who has each of these addresses at the customer, by the address folded for comparison. */
export async function listOwners(
  db: Db,
  workgroupId: string,
  customerId: string,
  addresses: readonly string[],
): Promise<Map<string, string>> {
  const rows = await db
    .select({ key: customerUserAddresses.addressKey, userId: customerUserAddresses.userId })
    .from(customerUserAddresses)
    .where(
      and(
        eq(customerUserAddresses.workgroupId, workgroupId),
        eq(customerUserAddresses.customerId, customerId),
        isAnyOf(customerUserAddresses.addressKey, addresses.map(addressKeyOf)),
      ),
    );
  return new Map(rows.map(({ key, userId }) => [key, userId]));
}

type UserOf = Pick<CustomerUserRow, 'id' | 'workgroupId' | 'customerId'>;

function addressStatements(db: Db, { id, workgroupId, customerId }: UserOf, addresses: readonly string[], where: SQL) {
  const rows = addresses.map((address) => ({
    workgroupId,
    customerId,
    addressKey: addressKeyOf(address),
    userId: id,
    address,
  }));
  return insertStatements(db, customerUserAddresses, rows, { where });
}

/** Adds a user. Throws a unique violation where another user of the customer has one of the addresses. */
export async function createUser(
  db: Db,
  row: CustomerUserRow,
  addresses: readonly string[],
  event: NewEvent,
): Promise<void> {
  await runBatch(db, [
    db.insert(customerUsers).values(row),
    eventStatement(db, row.workgroupId, event),
    ...addressStatements(db, row, addresses, sql`true`),
  ]);
}

/**
 * Changes a user; `addresses` replace all they have. False where another changed the user since. Throws a unique violation
 * where another user of the customer has one of the addresses.
 */
export async function updateUser(
  db: Db,
  before: CustomerUserRow,
  after: CustomerUserRow,
  addresses: readonly string[] | undefined,
  event: NewEvent,
): Promise<boolean> {
  const { workgroupId, id } = before;
  const isWritten = sql`EXISTS (SELECT 1 FROM ${customerUsers} WHERE ${isUser(workgroupId, id)} AND ${customerUsers.updatedAt} = ${after.updatedAt})`;
  const replaced: Statement[] = addresses
    ? [
        db
          .delete(customerUserAddresses)
          .where(
            and(eq(customerUserAddresses.workgroupId, workgroupId), eq(customerUserAddresses.userId, id), isWritten),
          ),
        ...addressStatements(db, before, addresses, isWritten),
      ]
    : [];
  const [changed] = await db.batch([
    db
      .update(customerUsers)
      .set(after)
      .where(and(isUser(workgroupId, id), eq(customerUsers.updatedAt, before.updatedAt)))
      .returning({ id: customerUsers.id }),
    eventStatement(db, workgroupId, event),
    ...replaced,
  ]);
  return changed.length > 0;
}

/** Deletes a user. `in-use` while they have mailboxes or a licence, also where these came in between. */
export async function deleteUser(
  db: Db,
  { workgroupId, id }: CustomerUserRow,
  event: NewEvent,
): Promise<'deleted' | 'in-use' | 'not-found'> {
  try {
    const [deleted] = await db.batch([
      db.delete(customerUsers).where(isUser(workgroupId, id)).returning({ id: customerUsers.id }),
      eventStatement(db, workgroupId, event),
    ]);
    return deleted.length > 0 ? 'deleted' : 'not-found';
  } catch (error) {
    if (isForeignKeyViolation(error)) return 'in-use';
    throw error;
  }
}

/** Names people who are known without a name so far. */
export function nameStatements(
  db: Db,
  workgroupId: string,
  names: readonly { userId: string; name: string }[],
  now: number,
): Statement[] {
  if (names.length === 0) return [];
  const rows = JSON.stringify(names.map(({ userId, name }) => [userId, name, foldText(name)]));
  const given = (index: number) => sql.raw(`json_extract(given.value, '$[${String(index)}]')`);
  return [
    db
      .update(customerUsers)
      .set({ name: given(1), searchKey: given(2), updatedAt: sql`max(${now}, ${customerUsers.updatedAt} + 1)` })
      .from(sql`json_each(${rows}) AS given`)
      .where(
        and(
          eq(customerUsers.workgroupId, workgroupId),
          sql`${customerUsers.id} = ${given(0)}`,
          sql`${customerUsers.name} IS NULL`,
        ),
      ),
  ];
}

/** Users by id. */
export async function listUsersByIds(
  db: Db,
  workgroupId: string,
  userIds: readonly string[],
): Promise<Map<string, CustomerUserRow>> {
  const rows = await db
    .select()
    .from(customerUsers)
    .where(and(eq(customerUsers.workgroupId, workgroupId), isAnyOf(customerUsers.id, userIds)));
  return new Map(rows.map((row) => [row.id, row]));
}
