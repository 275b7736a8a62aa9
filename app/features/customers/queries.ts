import type { Accessor } from 'solid-js';
import { api, read, readAll } from '../../api.ts';
import { createQuery } from '../../lib/create-query.ts';
import { keys } from '../../lib/query-keys.ts';

/** Which customers a list has. */
export type CustomerFilter = { archived: 'false' | 'true' | 'all'; query?: string };

const customersQuery = ({ archived, query: words }: CustomerFilter) => ({
  queryKey: [...keys.customers, archived, words ?? ''],
  queryFn: () =>
    readAll((query) =>
      api.customers.$get({
        query: { ...(archived !== 'false' && { archived }), ...(words && { query: words }), ...query },
      }),
    ),
});

/** Customers, latest first. While others are searched for, those that are known stay. */
export function createCustomersQuery(filter: Accessor<CustomerFilter> = () => ({ archived: 'false' })) {
  return createQuery(() => ({ ...customersQuery(filter()), placeholderData: (known) => known }));
}

export function createCustomerQuery(id: Accessor<string>) {
  return createQuery(() => ({
    queryKey: keys.customer(id()),
    queryFn: () => read(api.customers[':id'].$get({ param: { id: id() } })),
  }));
}

/** How often the statuses of mailboxes are read again while the list of users is open. */
const EVERY_MS = 10_000;

/** All users of a customer, in the order in which they were added. */
export function createUsersQuery(customerId: Accessor<string>) {
  return createQuery(() => ({
    queryKey: keys.customerUsers(customerId()),
    queryFn: () => readAll((query) => api.customers[':id'].users.$get({ param: { id: customerId() }, query }), 1000),
    refetchInterval: EVERY_MS,
  }));
}
