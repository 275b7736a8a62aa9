import { useQueryClient } from '@tanstack/solid-query';
import type { InferResponseType } from 'hono/client';
import { api, read } from '../../api.ts';
import { createQuery } from '../../lib/create-query.ts';
import { keys } from '../../lib/query-keys.ts';

export type Account = InferResponseType<typeof api.account.$get, 200>;
export type AccountSession = InferResponseType<typeof api.account.sessions.$get, 200>['items'][number];

export function createAccountQuery() {
  return createQuery(() => ({ queryKey: keys.account, queryFn: () => read(api.account.$get()) }));
}

export function createSessionsQuery() {
  return createQuery(() => ({
    queryKey: keys.sessions,
    queryFn: async () => (await read(api.account.sessions.$get())).items,
  }));
}

/** Reads again what a change of the account may have changed. */
export function createAccountRefresh(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    await Promise.all([keys.account, keys.sessions, keys.me].map((queryKey) => client.invalidateQueries({ queryKey })));
  };
}
