import type { SQL } from 'drizzle-orm';
import { and, asc, eq, gt, sql } from 'drizzle-orm';
import type { AssignmentState, LicenceKind } from '../../lib/licence-facts.ts';
import { customerUsers } from '../customers/table.ts';
import type { Actor, NewEvent } from '../events/event.ts';
import { eventStatement } from '../events/event-statement.ts';
import type { Db, Statement } from '../kernel/db.ts';
import { isAnyOf } from '../kernel/db.ts';
import { balanceOf } from './balance.ts';
import type { AssignmentRow } from './table.ts';
import { licenceAssignments, licenceEntries } from './table.ts';

export type Assignment = AssignmentRow & { state: AssignmentState };

/** In use: a pass runs with it, or has copied something. Used: a pass completed. Then it can't be revoked. */
const stateOf = sql<
  Assignment['state']
>`coalesce((SELECT CASE max(state = 'consumed') WHEN 1 THEN 'used' WHEN 0 THEN 'in-use' END
  FROM mailbox_licences WHERE mailbox_licences.assignment_id = licence_assignments.id), 'applied')`;

const IS_UNUSED = sql`NOT EXISTS (SELECT 1 FROM mailbox_licences WHERE mailbox_licences.assignment_id = licence_assignments.id)`;

/** How people call the user of the row. */
const USER_NAME =
  sql.raw(`(SELECT coalesce(u.name, (SELECT a.address FROM customer_user_addresses a WHERE a.user_id = u.id LIMIT 1), u.id)
  FROM customer_users u WHERE u.id = licence_assignments.customer_user_id)`);

const columns = {
  id: licenceAssignments.id,
  workgroupId: licenceAssignments.workgroupId,
  customerId: licenceAssignments.customerId,
  customerUserId: licenceAssignments.customerUserId,
  kind: licenceAssignments.kind,
  appliedBy: licenceAssignments.appliedBy,
  appliedByName: licenceAssignments.appliedByName,
  appliedAt: licenceAssignments.appliedAt,
  state: stateOf,
};

export type WhichAssignments =
  | { ids: readonly string[]; userIds?: undefined }
  | { ids?: undefined; userIds: readonly string[] };

/** In the order in which they were applied. */
export async function listAssignments(
  db: Db,
  workgroupId: string,
  customerId: string,
  page: { cursor?: string | undefined; limit: number },
): Promise<Assignment[]> {
  return db
    .select(columns)
    .from(licenceAssignments)
    .where(
      and(
        eq(licenceAssignments.workgroupId, workgroupId),
        eq(licenceAssignments.customerId, customerId),
        page.cursor === undefined ? undefined : gt(licenceAssignments.id, page.cursor),
      ),
    )
    .orderBy(asc(licenceAssignments.id))
    .limit(page.limit);
}

/** Licences of users of a customer: those of these ids, or of these users, in the order in which they were applied. */
export async function listAssignmentsOf(
  db: Db,
  workgroupId: string,
  customerId: string,
  which: WhichAssignments,
): Promise<Assignment[]> {
  const isOne = which.ids
    ? isAnyOf(licenceAssignments.id, which.ids)
    : isAnyOf(licenceAssignments.customerUserId, which.userIds);
  return db
    .select(columns)
    .from(licenceAssignments)
    .where(and(eq(licenceAssignments.workgroupId, workgroupId), eq(licenceAssignments.customerId, customerId), isOne))
    .orderBy(asc(licenceAssignments.id));
}

export async function getAssignment(
  db: Db,
  workgroupId: string,
  assignmentId: string,
): Promise<(Assignment & { userName: string }) | undefined> {
  const [row] = await db
    .select({ ...columns, userName: sql<string>`${USER_NAME}` })
    .from(licenceAssignments)
    .where(isAssignment(workgroupId, assignmentId));
  return row;
}

const isAssignment = (workgroupId: string, assignmentId: string): SQL | undefined =>
  and(eq(licenceAssignments.workgroupId, workgroupId), eq(licenceAssignments.id, assignmentId));

export type Application = {
  workgroupId: string;
  customerId: string;
  kind: LicenceKind;
  /** Each with the id that the licence gets, if the user has none of the kind. */
  users: readonly { id: string; userId: string }[];
  actor: Actor & { id: string };
  now: number;
};

/**
 * Applies licences to users of the customer who have none: to all of them, or where the balance does not suffice for all,
 * to none. `event` gets the `count`.
 */
export function applyStatements(db: Db, application: Application, event: NewEvent): Statement[] {
  const { workgroupId, customerId, kind, users, actor, now } = application;
  const rows = JSON.stringify(users.map(({ id, userId }) => [id, userId]));
  const ids = JSON.stringify(users.map(({ id }) => id));
  const needy = sql`json_each(${rows}) asked JOIN customer_users u ON u.id = json_extract(asked.value, '$[1]')
    WHERE u.workgroup_id = ${workgroupId} AND u.customer_id = ${customerId} AND NOT EXISTS (
      SELECT 1 FROM licence_assignments known WHERE known.customer_user_id = u.id AND known.kind = ${kind})`;
  const made = sql`${licenceAssignments.workgroupId} = ${workgroupId} AND ${licenceAssignments.id} IN (SELECT value FROM json_each(${ids}))`;
  return [
    // Sorted: all of it is read before anything is written.
    db.insert(licenceAssignments).select(
      sql`SELECT json_extract(asked.value, '$[0]'), ${workgroupId}, ${customerId}, u.id, ${kind}, ${actor.id}, ${actor.name}, ${now}
        FROM ${needy} AND (SELECT count(*) FROM ${needy}) <= ${balanceOf(workgroupId, kind)} ORDER BY asked.key`,
    ),
    db.insert(licenceEntries).select(
      sql`SELECT NULL, 'lic_' || substr(${licenceAssignments.id}, 5) || 'a', ${workgroupId}, ${now}, ${kind}, 'applied', -1,
        NULL, ${licenceAssignments.id}, NULL, NULL, ${USER_NAME}, ${actor.kind}, ${actor.id}, ${actor.name}
        FROM ${licenceAssignments} WHERE ${made} ORDER BY ${licenceAssignments.id}`,
    ),
    eventStatement(db, workgroupId, event, {
      data: sql`json_object('count', (SELECT count(*) FROM ${licenceAssignments} WHERE ${made}))`,
    }),
  ];
}

/** Users of the customer among these, and how many of them have no licence of the kind. */
export async function countNeedy(
  db: Db,
  workgroupId: string,
  customerId: string,
  kind: LicenceKind,
  userIds: readonly string[],
): Promise<{ known: string[]; needy: number; available: number }> {
  const rows = await db
    .select({
      id: customerUsers.id,
      has: sql<number>`EXISTS (SELECT 1 FROM licence_assignments a WHERE a.customer_user_id = customer_users.id AND a.kind = ${kind})`,
      available: balanceOf(workgroupId, kind),
    })
    .from(customerUsers)
    .where(
      and(
        eq(customerUsers.workgroupId, workgroupId),
        eq(customerUsers.customerId, customerId),
        sql`${customerUsers.id} IN (SELECT value FROM json_each(${JSON.stringify(userIds)}))`,
      ),
    );
  return {
    known: rows.map(({ id }) => id),
    needy: rows.filter(({ has }) => has === 0).length,
    available: rows[0]?.available ?? 0,
  };
}

/** Takes licences that are not in use from their users, and adds them to the balance. An event of several gets their `count`. */
export function revokeStatements(
  db: Db,
  { workgroupId, ids }: { workgroupId: string; ids: readonly string[] },
  actor: Actor,
  now: number,
  event: NewEvent,
): Statement[] {
  const unused = and(eq(licenceAssignments.workgroupId, workgroupId), isAnyOf(licenceAssignments.id, ids), IS_UNUSED);
  const count = sql`json_object('count', (SELECT count(*) FROM ${licenceAssignments} WHERE ${unused}))`;
  return [
    db.insert(licenceEntries).select(
      sql`SELECT NULL, 'lic_' || substr(${licenceAssignments.id}, 5) || 'v', ${workgroupId}, ${now}, ${licenceAssignments.kind}, 'revoked', 1,
        NULL, ${licenceAssignments.id}, NULL, NULL, ${USER_NAME}, ${actor.kind}, ${actor.id}, ${actor.name}
        FROM ${licenceAssignments} WHERE ${unused}`,
    ),
    eventStatement(db, workgroupId, event, event.subject.kind === 'customer' ? { data: count } : {}),
    db.delete(licenceAssignments).where(unused),
  ];
}
