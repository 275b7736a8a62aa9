import type { QueryClient } from '@tanstack/solid-query';
import { dehydrate, hydrate } from '@tanstack/solid-query';
import { keys } from './query-keys.ts';

const KEY = 'mailferry.last-state.3';
const LONGEST_CHARACTERS = 2_000_000;
const SAVE_AFTER_MS = 2_000;
/** A longer list of mailboxes is not kept: half of it would pass for all of it. */
const LONGEST_LIST = 1_000;
/** What is shown again on the way; error lists are not, they may carry subjects of mail. */
const KEPT: readonly string[] = [keys.me, keys.projects, keys.project(''), keys.mailboxes(''), keys.endpoints].map(
  ([noun]) => noun,
);

type Packed = { mapEntries: [key: string, value: unknown][] };

/** JSON knows no Map. */
function pack(data: unknown): unknown {
  return data instanceof Map ? ({ mapEntries: [...data] } satisfies Packed) : data;
}

function unpack(data: unknown): unknown {
  const isPacked = typeof data === 'object' && data !== null && 'mapEntries' in data;
  return isPacked ? new Map((data as Packed).mapEntries) : data;
}

/** The last state as text; undefined where it is too much for this device. */
export function textOfState(client: QueryClient): string | undefined {
  const state = dehydrate(client, {
    serializeData: pack,
    shouldDehydrateQuery: ({ queryKey, state: { data, status } }) =>
      status === 'success' && KEPT.includes(String(queryKey[0])) && !(data instanceof Map && data.size > LONGEST_LIST),
    shouldDehydrateMutation: () => false,
  });
  const text = JSON.stringify(state);
  return text.length <= LONGEST_CHARACTERS ? text : undefined;
}

export function restoreState(client: QueryClient, text: string): void {
  hydrate(client, JSON.parse(text), { defaultOptions: { deserializeData: unpack } });
}

/** Shows the last state at once, offline too; keeps it small, and on this device only. */
export function persistQueries(client: QueryClient): void {
  try {
    const text = localStorage.getItem(KEY);
    if (text) restoreState(client, text);
  } catch {
    localStorage.removeItem(KEY);
  }
  let timer: ReturnType<typeof setTimeout> | undefined;
  client.getQueryCache().subscribe(() => {
    timer ??= setTimeout(() => {
      timer = undefined;
      try {
        const text = textOfState(client);
        if (text) localStorage.setItem(KEY, text);
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
