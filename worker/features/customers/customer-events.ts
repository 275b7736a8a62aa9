import { changesBetween } from '../../lib/event.ts';
import type { EventType } from '../../lib/event-types.ts';
import type { NewEvent } from '../events/event.ts';
import { actorOf, newEvent } from '../events/event.ts';
import type { Deps } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import type { CustomerRow } from './table.ts';

type Needs = Pick<Deps, 'newId' | 'now'>;

export function customerEvent(
  deps: Needs,
  principal: Principal,
  type: EventType & `customer.${string}`,
  { id, companyName }: Pick<CustomerRow, 'id' | 'companyName'>,
  more: Pick<NewEvent, 'changes' | 'data' | 'words'> = {},
): NewEvent {
  return newEvent(deps, actorOf(principal), {
    type,
    subject: { kind: 'customer', id, name: companyName },
    customerId: id,
    ...more,
  });
}

export function customerCreated(deps: Needs, principal: Principal, row: CustomerRow): NewEvent {
  const { primaryDomain, domains } = row;
  return customerEvent(deps, principal, 'customer.created', row, {
    data: { primaryDomain },
    words: [primaryDomain, ...domains],
  });
}

/** Of a logo only that it was set, changed or removed. */
export function customerUpdated(
  deps: Needs,
  principal: Principal,
  before: CustomerRow,
  after: CustomerRow,
  logo: { from: 'set' | null; to: 'set' | 'removed' } | undefined,
): NewEvent {
  const [from, to] = [fieldsOf(before), fieldsOf(after)];
  return customerEvent(deps, principal, 'customer.updated', before, {
    changes: [...changesBetween(from, to), ...(logo ? [{ field: 'logo', ...logo }] : [])],
  });
}

function fieldsOf(row: CustomerRow) {
  const {
    companyName,
    primaryDomain,
    domains,
    address,
    contactName,
    phone,
    email,
    timeZone,
    language,
    notes,
    userText,
  } = row;
  return {
    companyName,
    primaryDomain,
    domains,
    address,
    contactName,
    phone,
    email,
    timeZone,
    language,
    notes,
    userText,
  };
}
