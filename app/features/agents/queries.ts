import { useQueryClient } from '@tanstack/solid-query';
import { api, readAll } from '../../api.ts';
import { createQuery } from '../../lib/create-query.ts';
import { keys } from '../../lib/query-keys.ts';

/** So many are read at once. */
const PAGE = 200;

export function createAgentsQuery() {
  return createQuery(() => ({
    queryKey: keys.agents,
    queryFn: () => readAll((query) => api.agents.$get({ query }), PAGE),
  }));
}

/** The invitations that nobody has accepted or revoked. */
export function createInvitationsQuery() {
  return createQuery(() => ({
    queryKey: keys.invitations,
    queryFn: () => readAll((query) => api.invitations.$get({ query: { ...query, state: 'pending' } }), PAGE),
    // Their messages are sent while the page is open.
    refetchInterval: 5_000,
  }));
}

/** Reads again what a change of agents concerns; one may have changed what they may do themselves. */
export function createReadAgain(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    const all = [keys.agents, keys.invitations, keys.me];
    await Promise.all(all.map((queryKey) => client.invalidateQueries({ queryKey })));
  };
}
