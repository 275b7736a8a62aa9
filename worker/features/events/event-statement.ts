import type { SQL } from 'drizzle-orm';
import { getTableColumns, sql } from 'drizzle-orm';
import type { Db, Statement } from '../kernel/db.ts';
import type { NewEvent } from './event.ts';
import { events } from './table.ts';

/** True if the statement before it in the batch wrote a row (https://sqlite.org/lang_corefunc.html#changes). */
export const HAS_CHANGED = sql`changes() > 0`;

/**
 * Writes the event of a change, in its batch and directly after its statement: if that hits no row, as it does for the
 * slower of two equal requests, nothing is written. Further events of the same change follow it in the same way. The
 * database fills in the customer: that of the project, as it is in that batch, and its name in `data`. `when` replaces
 * the condition, for an event that stands elsewhere; `data` adds to the event's own what only the database knows.
 */
export function eventStatement(
  db: Db,
  workgroupId: string,
  event: NewEvent,
  { when = HAS_CHANGED, data }: { when?: SQL; data?: SQL } = {},
): Statement {
  const row = rowOf(workgroupId, event);
  const columns = getTableColumns(events);
  const own = sql`${sql.param(row.data, columns.data)}`;
  const whole = data ? sql`json_patch(${own}, ${data})` : own;
  const customer = sql`${event.customerId ?? null}`;
  const filledIn: Partial<Record<string, SQL>> = {
    customerId: sql`coalesce(owner.id, ${customer})`,
    // A customer's own events are named after it.
    data: event.subject.kind === 'customer' ? whole : withCustomerName(whole),
  };
  const values = Object.entries(columns).map(
    ([property, column]) => filledIn[property] ?? sql`${sql.param(row[property as keyof typeof row] ?? null, column)}`,
  );
  return db.insert(events).select(sql`SELECT ${sql.join(values, sql`, `)}
    FROM (SELECT 1) LEFT JOIN customers AS owner ON owner.workgroup_id = ${workgroupId}
    AND owner.id = coalesce(${customer}, ${customerOfProject(workgroupId, event.projectId ?? null)}) WHERE ${when}`);
}

// By name: the rooms of customers and projects build on this one.
const customerOfProject = (workgroupId: string, projectId: string | null): SQL =>
  sql`(SELECT customer_id FROM projects WHERE id = ${projectId} AND workgroup_id = ${workgroupId})`;

/** The data of an event with the name of its customer, the row `owner`; without one, as it is. */
export function withCustomerName(data: SQL): SQL {
  return sql`json_patch(${data}, iif(owner.id IS NULL, '{}', json_object('customerName', owner.company_name)))`;
}

function rowOf(workgroupId: string, event: NewEvent): typeof events.$inferInsert {
  const { id, at, type, actor, subject, changes = [], data = {} } = event;
  return {
    id,
    workgroupId,
    at,
    type,
    actorKind: actor.kind,
    actorId: actor.id,
    actorName: actor.name,
    customerId: event.customerId ?? null,
    projectId: event.projectId ?? null,
    mailboxId: event.mailboxId ?? null,
    passId: event.passId ?? null,
    subject,
    changes: [...changes],
    data,
    words: wordsOf(event),
  };
}

/** The texts by which a person would search for the event. */
function wordsOf({ actor, subject, changes = [], data = {}, words = [] }: NewEvent): string {
  const values = [...changes.flatMap(({ from, to }) => [from, to]), ...Object.values(data)];
  const texts = values.flat().filter((value) => typeof value === 'string');
  return [actor.name, subject.name, ...texts, ...words].join('\n').toLowerCase();
}
