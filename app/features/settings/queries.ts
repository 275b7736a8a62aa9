import type { Accessor } from 'solid-js';
import { createMemo } from 'solid-js';
import { api, readSome } from '../../api.ts';
import { createQuery } from '../../lib/create-query.ts';
import { keys } from '../../lib/query-keys.ts';
import { createMeQuery } from '../session/queries.ts';
import { sectionsFor } from './sections.ts';

/** The sections of the settings that the agent may open. */
export function createSections() {
  const me = createMeQuery();
  return createMemo(() => sectionsFor(me.data?.role ?? 'agent'));
}

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
