import type { SQL } from 'drizzle-orm';
import { sql } from 'drizzle-orm';
import { foldText } from '../../lib/fold-text.ts';
import type { NewEvent } from '../events/event.ts';
import { eventStatement } from '../events/event-statement.ts';
import type { Db, Statement } from '../kernel/db.ts';
import type { USER_SOURCES } from './table.ts';
import { customerUserAddresses, customerUsers } from './table.ts';

/** A person known by addresses; the first counts before the others. `id`: theirs, if none of the addresses is known. */
export type Person = { id: string; name?: string | null; addresses: readonly string[] };

/** Where they belong. `customerId` may be one that the database finds; while it is null, nothing is written. */
export type Place = {
  workgroupId: string;
  customerId: SQL;
  source: (typeof USER_SOURCES)[number];
  /** The import of mailboxes that brings them. */
  importId?: string | undefined;
  now: number;
};

/** Addresses that differ only in case are one. */
export function addressKeyOf(address: string): string {
  return address.toLowerCase();
}

/** Addresses that an event of many users shows; it is found by all of them. */
export const MOST_EXAMPLES = 5;

/** People that go into one statement. */
const CHUNK = 1_000;

/**
 * Statements after which each of these people is a user of the customer, with all of the addresses: a user who has one of
 * them already gets the others, and everybody else is added. An address that another user has stays there. Requests
 * can't make doubles of anyone, however many come at once: the database finds and adds in one batch. `added` is written
 * if there is a new user, and gets their `count`; `completed` makes the events of users who get more addresses, which say
 * how many and give `examples`.
 */
export function ensureUserStatements(
  db: Db,
  place: Place,
  people: readonly Person[],
  { added, completed }: { added: NewEvent; completed?: (people: readonly Person[]) => NewEvent },
): Statement[] {
  if (people.length === 0) return [];
  const ids = JSON.stringify(people.map(({ id }) => id));
  const isNew = sql`${customerUsers.workgroupId} = ${place.workgroupId} AND ${customerUsers.id} IN (SELECT value FROM json_each(${ids}))`;
  const statements: Statement[] = [];
  for (let from = 0; from < people.length; from += CHUNK) {
    const chunk = people.slice(from, from + CHUNK);
    statements.push(...statementsOf(db, place, chunk, completed?.(chunk)));
  }
  return [
    ...statements,
    eventStatement(db, place.workgroupId, added, {
      when: sql`EXISTS (SELECT 1 FROM ${customerUsers} WHERE ${isNew})`,
      data: sql`json_object('count', (SELECT count(*) FROM ${customerUsers} WHERE ${isNew}))`,
    }),
  ];
}

function statementsOf(
  db: Db,
  { workgroupId, customerId, source, importId, now }: Place,
  people: readonly Person[],
  completed: NewEvent | undefined,
): Statement[] {
  const rows = JSON.stringify(
    people.map(({ id, name, addresses }) => [
      id,
      name ?? null,
      foldText(name ?? ''),
      addresses.map((address) => [addressKeyOf(address), address]),
    ]),
  );
  const of = (index: number) => sql.raw(`json_extract(person.value, '$[${String(index)}]')`);
  // The user who has an address of the person, the first address first. CROSS JOIN: each address is looked up in the index.
  const known = sql`SELECT known.user_id FROM json_each(person.value, '$[3]') AS own
    CROSS JOIN ${customerUserAddresses} AS known ON known.customer_id = ${customerId}
    AND known.address_key = json_extract(own.value, '$[0]') ORDER BY own.key LIMIT 1`;
  return [
    ...(completed ? [completedEvent(db, workgroupId, completed, { rows, known, customerId })] : []),
    db.insert(customerUsers).select(
      sql`SELECT ${of(0)}, ${workgroupId}, ${customerId}, ${of(1)}, ${of(2)}, ${source}, ${now}, ${now}
        FROM json_each(${rows}) AS person WHERE ${customerId} IS NOT NULL AND NOT EXISTS (${known})`,
    ),
    // Sorted: all of it is read before anything is written, and of two who have one address the first gets it.
    db
      .insert(customerUserAddresses)
      .select(
        sql`SELECT ${workgroupId}, ${customerId}, json_extract(address.value, '$[0]'), coalesce((${known}), ${of(0)}),
          json_extract(address.value, '$[1]'), ${importId ?? null} FROM json_each(${rows}) AS person
          CROSS JOIN json_each(person.value, '$[3]') AS address WHERE ${customerId} IS NOT NULL ORDER BY address.key, person.key`,
      )
      .onConflictDoNothing(),
  ];
}

/** Goes before anything is written: afterwards, nothing tells who had which address. */
function completedEvent(
  db: Db,
  workgroupId: string,
  event: NewEvent,
  { rows, known, customerId }: { rows: string; known: SQL; customerId: SQL },
): Statement {
  const theirs = sql`SELECT (${known}) AS user_id, json_extract(address.value, '$[1]') AS address
    FROM json_each(${rows}) AS person CROSS JOIN json_each(person.value, '$[3]') AS address
    WHERE ${customerId} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ${customerUserAddresses} AS taken
      WHERE taken.customer_id = ${customerId} AND taken.address_key = json_extract(address.value, '$[0]'))`;
  const count = sql`(SELECT count(DISTINCT user_id) FROM (${theirs}))`;
  const examples = sql`(SELECT json_group_array(address) FROM (SELECT DISTINCT address FROM (${theirs})
    WHERE user_id IS NOT NULL LIMIT ${MOST_EXAMPLES}))`;
  return eventStatement(db, workgroupId, event, {
    when: sql`${count} > 0`,
    data: sql`json_object('count', ${count}, 'examples', json(${examples}))`,
  });
}
