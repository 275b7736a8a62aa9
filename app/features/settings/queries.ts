import type { Accessor } from 'solid-js';
import { api, readSome } from '../../api.ts';
import { createQuery } from '../../lib/create-query.ts';
import { keys } from '../../lib/query-keys.ts';

const PAGE = 50;

/** The first pages of the workgroup's API keys, newest first. */
export function createApiKeysQuery(pages: Accessor<number>) {
  return createQuery(() => ({
    queryKey: [...keys.apiKeys, pages()],
    queryFn: () => readSome((query) => api['api-keys'].$get({ query }), PAGE, pages() * PAGE),
    // While more are read, those that are known stay.
    placeholderData: (known) => known,
  }));
}
