import { api, readAll } from '../../api.ts';
import { createQuery } from '../../lib/create-query.ts';
import { keys } from '../../lib/query-keys.ts';

const endpointsQuery = () => ({
  queryKey: keys.endpoints,
  queryFn: () => readAll((query) => api.endpoints.$get({ query })),
});

export function createEndpointsQuery() {
  return createQuery(endpointsQuery);
}
