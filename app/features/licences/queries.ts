import type { InferResponseType } from 'hono/client';
import { useQueryClient } from '@tanstack/solid-query';
import type { Accessor } from 'solid-js';
import type { LicenceKind } from '../../../worker/lib/licence-facts.ts';
import { api, problemIn, read, readAll, readSome } from '../../api.ts';
import { counted } from '../../lib/counted.ts';
import { createQuery } from '../../lib/create-query.ts';
import { keys } from '../../lib/query-keys.ts';
import { showToast } from '../../ui/toast.tsx';
import { createProjectQuery } from '../projects/queries.ts';

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

type Revoked = InferResponseType<(typeof api.projects)[':id']['licences']['revoke']['$post'], 200>['items'];

/** Users that one request of a customer's licences names. */
const MOST_USERS = 1_000;

/** Applies licences to the owners of mailboxes of a project, and takes them back; each says so, and can be undone. */
export function createMailboxLicenceActions(projectId: Accessor<string>) {
  const client = useQueryClient();
  const project = createProjectQuery(projectId);
  const readLicences = createReadAgain();
  const readAgain = async () => {
    const customerId = project.data?.customerId;
    await Promise.all([
      readLicences(),
      client.invalidateQueries({ queryKey: keys.mailboxes(projectId()) }),
      ...(customerId ? [client.invalidateQueries({ queryKey: keys.customerLicences(customerId) })] : []),
    ]);
  };
  const routes = api.projects[':id'].licences;
  const undo = async (work: () => Promise<unknown>) => {
    try {
      await work();
      showToast('The change is undone.');
    } catch (error) {
      showToast(`The change could not be undone: ${problemIn(error).title}`);
    } finally {
      await readAgain();
    }
  };
  const giveBack = async (revoked: Revoked) => {
    const id = project.data?.customerId ?? '';
    for (const [kind, ofKind] of Map.groupBy(revoked, (each) => each.kind))
      for (let from = 0; from < ofKind.length; from += MOST_USERS) {
        const userIds = ofKind.slice(from, from + MOST_USERS).map(({ userId }) => userId);
        await read(api.customers[':id'].licences.apply.$post({ param: { id }, json: { kind, userIds } }));
      }
  };
  return {
    /** Throws what refused it. */
    apply: async (kind: LicenceKind, mailboxIds: string[]): Promise<void> => {
      const param = { id: projectId() };
      const { items } = await read(routes.apply.$post({ param, json: { kind, mailboxIds } }));
      await readAgain();
      if (items.length === 0) {
        showToast('All owners have this licence already.');
        return;
      }
      const assignmentIds = items.map(({ id }) => id);
      showToast(`${counted(items.length, 'licence is', 'licences are')} applied.`, () => {
        void undo(() => read(routes.revoke.$post({ param, json: { assignmentIds } })));
      });
    },
    /** Throws what refused it. */
    revoke: async (mailboxIds: string[]): Promise<void> => {
      const { items } = await read(routes.revoke.$post({ param: { id: projectId() }, json: { mailboxIds } }));
      await readAgain();
      if (items.length === 0) {
        showToast('There is no unused licence to return.');
        return;
      }
      showToast(`${counted(items.length, 'licence is', 'licences are')} available again.`, () => {
        void undo(() => giveBack(items));
      });
    },
  };
}
