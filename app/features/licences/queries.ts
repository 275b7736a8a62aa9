import { useQueryClient } from '@tanstack/solid-query';
import type { Accessor } from 'solid-js';
import { api, read, readAll, readSome } from '../../api.ts';
import { createQuery } from '../../lib/create-query.ts';
import { keys } from '../../lib/query-keys.ts';

const PAGE = 50;

export function createLicencesQuery() {
  return createQuery(() => ({ queryKey: keys.licences, queryFn: () => read(api.licences.$get()) }));
}

/** The first pages of the orders, latest first. */
export function createOrdersQuery(pages: Accessor<number>) {
  return createQuery(() => ({
    queryKey: [...keys.licenceOrders, pages()],
    queryFn: () => readSome((query) => api['licence-orders'].$get({ query }), PAGE, pages() * PAGE),
    // While more are read, those that are known stay.
    placeholderData: (known) => known,
  }));
}

export function createOrderQuery(id: Accessor<string>) {
  return createQuery(() => ({
    queryKey: keys.licenceOrder(id()),
    queryFn: () => read(api['licence-orders'][':id'].$get({ param: { id: id() } })),
  }));
}

/** The licences of all users of a customer. */
export function createAssignmentsQuery(customerId: Accessor<string>) {
  return createQuery(() => ({
    queryKey: keys.customerLicences(customerId()),
    queryFn: () => readAll((query) => api.customers[':id'].licences.$get({ param: { id: customerId() }, query }), 1000),
  }));
}

/** The first pages of the ledger, latest first. */
export function createLedgerQuery(pages: Accessor<number>) {
  return createQuery(() => ({
    queryKey: [...keys.licenceLedger, pages()],
    queryFn: () => readSome((query) => api['licence-ledger'].$get({ query }), PAGE, pages() * PAGE),
    placeholderData: (known) => known,
  }));
}

/** Reads everything about licences again: a change of one thing changes the others. */
export function createReadAgain(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    const all = [keys.licences, keys.licenceOrders, keys.licenceLedger, ['licence-order']];
    await Promise.all(all.map((queryKey) => client.invalidateQueries({ queryKey })));
  };
}
