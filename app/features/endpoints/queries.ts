import type { Accessor } from 'solid-js';
import { api, read, readAll } from '../../api.ts';
import { createQuery } from '../../lib/create-query.ts';
import { keys } from '../../lib/query-keys.ts';

const endpointsQuery = () => ({
  queryKey: keys.endpoints,
  queryFn: () => readAll((query) => api.endpoints.$get({ query })),
});

export function createEndpointsQuery() {
  return createQuery(endpointsQuery);
}

export function createEndpointQuery(id: Accessor<string>) {
  return createQuery(() => ({
    queryKey: keys.endpoint(id()),
    queryFn: () => read(api.endpoints[':id'].$get({ param: { id: id() } })),
  }));
}

/** The latest report of an endpoint. */
export function createReportsQuery(endpointId: Accessor<string>) {
  return createQuery(() => ({
    queryKey: keys.reports(endpointId()),
    queryFn: () => read(api.endpoints[':id'].reports.$get({ param: { id: endpointId() }, query: { limit: '1' } })),
  }));
}
