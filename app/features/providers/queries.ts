import type { Accessor } from 'solid-js';
import { api, read } from '../../api.ts';
import { createQuery } from '../../lib/create-query.ts';
import { keys } from '../../lib/query-keys.ts';

/** Providers that fit the words, the best first. While others are searched for, those that are known stay. */
export function createProvidersQuery(words: Accessor<string>) {
  return createQuery(() => ({
    queryKey: [...keys.providers, words()],
    queryFn: async () => (await read(api.providers.$get({ query: words() ? { query: words() } : {} }))).items,
    placeholderData: (known) => known,
  }));
}

/** Whose servers hold the mail of a domain or an e-mail address; undefined for other words. */
export function createSuggestionQuery(address: Accessor<string | undefined>) {
  return createQuery(() => ({
    queryKey: [...keys.providerSuggestion, address() ?? ''],
    queryFn: () => read(api.providers.suggestion.$get({ query: { address: address() ?? '' } })),
    enabled: address() !== undefined,
    retry: false,
  }));
}
