import type { QueryClient } from '@tanstack/solid-query';
import { dehydrate, hydrate } from '@tanstack/solid-query';

const KEY = 'mailferry.last-state';
const LONGEST_CHARACTERS = 2_000_000;
const SAVE_AFTER_MS = 2_000;

/** Shows the last state at once, offline too; keeps it small, and on this device only. */
export function persistQueries(client: QueryClient): void {
  try {
    const text = localStorage.getItem(KEY);
    if (text) hydrate(client, JSON.parse(text));
  } catch {
    localStorage.removeItem(KEY);
  }
  let timer: ReturnType<typeof setTimeout> | undefined;
  client.getQueryCache().subscribe(() => {
    timer ??= setTimeout(() => {
      timer = undefined;
      const state = dehydrate(client, { shouldDehydrateQuery: (query) => query.state.status === 'success' });
      const text = JSON.stringify(state);
      try {
        if (text.length <= LONGEST_CHARACTERS) localStorage.setItem(KEY, text);
      } catch {
        localStorage.removeItem(KEY);
      }
    }, SAVE_AFTER_MS);
  });
}

/** Nothing of one agent stays for the next. */
export function forgetQueries(client: QueryClient): void {
  client.clear();
  localStorage.removeItem(KEY);
}
