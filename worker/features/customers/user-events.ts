import { changesBetween } from '../../lib/event.ts';
import type { EventType } from '../../lib/event-types.ts';
import type { NewEvent } from '../events/event.ts';
import { actorOf, newEvent } from '../events/event.ts';
import type { Deps } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import type { Person } from './ensure-users.ts';
import { MOST_EXAMPLES } from './ensure-users.ts';
import type { CustomerRow, CustomerUserRow } from './table.ts';

type Needs = Pick<Deps, 'newId' | 'now'>;
type UserEvent = EventType & `customer-user.${string}`;

/** A user as people call them. */
function nameOfUser({ name }: Pick<CustomerUserRow, 'name'>, addresses: readonly string[]): string {
  return name ?? addresses[0] ?? 'without an address';
}

export function userEvent(
  deps: Needs,
  principal: Principal,
  type: UserEvent,
  row: CustomerUserRow,
  addresses: readonly string[],
  changes: NewEvent['changes'] = [],
): NewEvent {
  return newEvent(deps, actorOf(principal), {
    type,
    subject: { kind: 'customer-user', id: row.id, name: nameOfUser(row, addresses) },
    customerId: row.customerId,
    words: addresses,
    ...(changes && { changes }),
  });
}

export function userUpdated(
  deps: Needs,
  principal: Principal,
  [before, had]: [CustomerUserRow, readonly string[]],
  [after, has]: [CustomerUserRow, readonly string[]],
): NewEvent {
  const changes = changesBetween<{ name: string | null; addresses: readonly string[] }>(
    { name: before.name, addresses: had },
    { name: after.name, addresses: has },
  );
  return userEvent(deps, principal, 'customer-user.updated', before, [...new Set([...had, ...has])], changes);
}

/** One event for all users of an import. `count`: how many. */
export function usersImported(
  deps: Needs,
  principal: Principal,
  type: UserEvent,
  customer: CustomerRow,
  people: readonly Person[],
): NewEvent {
  return newEvent(deps, actorOf(principal), {
    type,
    subject: { kind: 'customer', id: customer.id, name: customer.companyName },
    customerId: customer.id,
    ...manyOf(people),
  });
}

/** One event for all users who are added with mailboxes of a project, or get addresses by them. */
export function usersOfMailboxes(
  deps: Needs,
  principal: Principal,
  type: UserEvent,
  project: { id: string; name: string },
  people: readonly Person[],
): NewEvent {
  return newEvent(deps, actorOf(principal), {
    type,
    subject: { kind: 'project', id: project.id, name: project.name },
    projectId: project.id,
    ...manyOf(people),
  });
}

function manyOf(people: readonly Person[]): Pick<NewEvent, 'data' | 'words'> {
  const addresses = people.map((person) => person.addresses[0] ?? '');
  return {
    data: { count: people.length, examples: addresses.slice(0, MOST_EXAMPLES) },
    words: people.flatMap((person) => [...(person.name ? [person.name] : []), ...person.addresses]),
  };
}
