import type { Accessor } from 'solid-js';
import type { Delivery } from '../../api.ts';
import { api, read, readAll, readSome } from '../../api.ts';
import { createQuery } from '../../lib/create-query.ts';
import { keys } from '../../lib/query-keys.ts';

const PAGE = 25;
const BUSY_MS = 2_000;
const CALM_MS = 15_000;

export function createWebhooksQuery() {
  return createQuery(() => ({
    queryKey: keys.webhooks,
    queryFn: () => readAll((query) => api.webhooks.$get({ query })),
    refetchInterval: CALM_MS,
  }));
}

export function createWebhookQuery(id: Accessor<string>) {
  return createQuery(() => ({
    queryKey: keys.webhook(id()),
    queryFn: () => read(api.webhooks[':id'].$get({ param: { id: id() } })),
    refetchInterval: CALM_MS,
  }));
}

export type StateFilter = Delivery['state'] | 'all';

/** The first pages of a webhook's deliveries, newest first. While one is being sent, they are read often. */
export function createDeliveriesQuery(id: Accessor<string>, state: Accessor<StateFilter>, pages: Accessor<number>) {
  return createQuery(() => {
    const [param, only, count] = [{ id: id() }, state(), pages() * PAGE];
    return {
      queryKey: [...keys.deliveries(id()), only, pages()],
      queryFn: () =>
        readSome<Delivery>(
          (query) =>
            api.webhooks[':id'].deliveries.$get({ param, query: { ...query, ...(only !== 'all' && { state: only }) } }),
          PAGE,
          count,
        ),
      placeholderData: (known) => known,
      refetchInterval: (query) => (query.state.data?.items.some(isUnderWay) ? BUSY_MS : CALM_MS),
    };
  });
}

function isUnderWay({ state, nextAttemptAt }: Delivery): boolean {
  return state === 'pending' && (nextAttemptAt === null || Date.parse(nextAttemptAt) < Date.now() + 2 * CALM_MS);
}

export function createDeliveryQuery(webhookId: Accessor<string>, id: Accessor<string>) {
  return createQuery(() => ({
    queryKey: keys.delivery(webhookId(), id()),
    queryFn: () =>
      read(api.webhooks[':id'].deliveries[':deliveryId'].$get({ param: { id: webhookId(), deliveryId: id() } })),
    refetchInterval: (query) => (query.state.data && isUnderWay(query.state.data) ? BUSY_MS : CALM_MS),
  }));
}
