import { createQuery } from '@tanstack/solid-query';
import { api, read } from '../../api.ts';
import { keys } from '../../lib/query-keys.ts';

export function createEndpointsQuery() {
  return createQuery(() => ({
    queryKey: keys.endpoints,
    queryFn: async () => (await read(api.endpoints.$get({ query: { limit: '200' } }))).items,
  }));
}
