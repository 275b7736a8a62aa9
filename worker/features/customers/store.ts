import type { SQL } from 'drizzle-orm';
import { and, desc, eq, isNotNull, isNull, lt, sql } from 'drizzle-orm';
import { foldText } from '../../lib/fold-text.ts';
import type { NewEvent } from '../events/event.ts';
import { eventStatement } from '../events/event-statement.ts';
import type { Db, Statement } from '../kernel/db.ts';
import { insertStatements, isAnyOf, isForeignKeyViolation, runBatch } from '../kernel/db.ts';
import type { CustomerRow } from './table.ts';
import { customers } from './table.ts';

type Searched = Pick<CustomerRow, 'companyName' | 'primaryDomain' | 'domains' | 'contactName' | 'email'>;

/** What a search for a customer looks into. */
export function searchKeyOf({ companyName, primaryDomain, domains, contactName, email }: Searched): string {
  return foldText([companyName, primaryDomain, ...domains, contactName ?? '', email ?? ''].join('\n'));
}

/** `more`: statements for the same batch. */
export async function createCustomer(
  db: Db,
  row: CustomerRow,
  event: NewEvent,
  more: readonly Statement[],
): Promise<void> {
  await db.batch([db.insert(customers).values(row), eventStatement(db, row.workgroupId, event), ...more]);
}

/** Makes the default customer, unless the workgroup has one. */
export async function createDefaultCustomer(db: Db, row: CustomerRow, event: NewEvent): Promise<void> {
  const where = sql`NOT EXISTS (SELECT 1 FROM ${customers} WHERE ${isDefaultOf(row.workgroupId)})`;
  await runBatch(db, [
    ...insertStatements(db, customers, [row], { where }),
    eventStatement(db, row.workgroupId, event),
  ]);
}

// In the words of its index: with a parameter SQLite would not use it.
const isDefaultOf = (workgroupId: string): SQL => sql`workgroup_id = ${workgroupId} AND is_default = 1`;

/** Who gets the projects that are added without a customer. */
export async function getDefaultCustomer(db: Db, workgroupId: string): Promise<CustomerRow | undefined> {
  const [row] = await db.select().from(customers).where(isDefaultOf(workgroupId));
  return row;
}

export async function getCustomer(db: Db, workgroupId: string, customerId: string): Promise<CustomerRow | undefined> {
  const [row] = await db.select().from(customers).where(isCustomer(workgroupId, customerId));
  return row;
}

const isCustomer = (workgroupId: string, customerId: string): SQL | undefined =>
  and(eq(customers.workgroupId, workgroupId), eq(customers.id, customerId));

/** Customers by id. */
export async function listCustomersByIds(
  db: Db,
  workgroupId: string,
  customerIds: readonly string[],
): Promise<Map<string, CustomerRow>> {
  const rows = await db
    .select()
    .from(customers)
    .where(and(eq(customers.workgroupId, workgroupId), isAnyOf(customers.id, customerIds)));
  return new Map(rows.map((row) => [row.id, row]));
}

export type CustomerFilter = {
  archived: 'false' | 'true' | 'all';
  /** Part of a name or a domain; case and accents are ignored. */
  query?: string | undefined;
  cursor?: string | undefined;
  limit: number;
};

/** Latest first. */
export async function listCustomers(
  db: Db,
  workgroupId: string,
  { archived, query, cursor, limit }: CustomerFilter,
): Promise<CustomerRow[]> {
  const part = foldText(query ?? '');
  return db
    .select()
    .from(customers)
    .where(
      and(
        eq(customers.workgroupId, workgroupId),
        cursor === undefined ? undefined : lt(customers.id, cursor),
        archived === 'false' ? isNull(customers.archivedAt) : undefined,
        archived === 'true' ? isNotNull(customers.archivedAt) : undefined,
        // instr, not LIKE: an underscore must match literally.
        part === '' ? undefined : sql`instr(${customers.searchKey}, ${part}) > 0`,
      ),
    )
    .orderBy(desc(customers.id))
    .limit(limit);
}

/** False where the customer was changed by another since it was read. */
export async function updateCustomer(
  db: Db,
  { workgroupId, id, updatedAt }: CustomerRow,
  changes: Partial<CustomerRow>,
  event: NewEvent,
  more: readonly Statement[] = [],
): Promise<boolean> {
  const [changed] = await db.batch([
    db
      .update(customers)
      .set(changes)
      .where(and(isCustomer(workgroupId, id), eq(customers.updatedAt, updatedAt)))
      .returning({ id: customers.id }),
    eventStatement(db, workgroupId, event),
    ...more,
  ]);
  return changed.length > 0;
}

/** True of the state that a change with this instant has written: a condition for what follows it in its batch. */
export function isCustomerAt({ workgroupId, id }: Pick<CustomerRow, 'workgroupId' | 'id'>, updatedAt: number): SQL {
  return sql`EXISTS (SELECT 1 FROM ${customers} WHERE ${isCustomer(workgroupId, id)} AND ${customers.updatedAt} = ${updatedAt})`;
}

/** Deletes a customer with its users. `in-use` while something belongs to it, also where that came in between. */
export async function deleteCustomer(
  db: Db,
  workgroupId: string,
  customerId: string,
  event: NewEvent,
  more: readonly Statement[],
): Promise<'deleted' | 'in-use' | 'not-found'> {
  try {
    const [deleted] = await db.batch([
      db.delete(customers).where(isCustomer(workgroupId, customerId)).returning({ id: customers.id }),
      eventStatement(db, workgroupId, event),
      ...more,
    ]);
    return deleted.length > 0 ? 'deleted' : 'not-found';
  } catch (error) {
    if (isForeignKeyViolation(error)) return 'in-use';
    throw error;
  }
}
