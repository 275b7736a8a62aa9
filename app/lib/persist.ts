import type { QueryClient } from '@tanstack/solid-query';
import { dehydrate, hydrate } from '@tanstack/solid-query';
import { keys } from './query-keys.ts';

const KEY = 'mailferry.last-state.6';
/** What earlier versions kept, in other forms. */
const FORMER_KEYS = ['mailferry.last-state.3', 'mailferry.last-state.4', 'mailferry.last-state.5'];
const LONGEST_CHARACTERS = 2_000_000;
const SAVE_AFTER_MS = 2_000;
/** A longer list of mailboxes is not kept: half of it would pass for all of it. */
const LONGEST_LIST = 1_000;
/** What is shown again on the way; error lists are not, they may carry subjects of mail. */
const KEPT: readonly string[] = [
  keys.me,
  keys.projects,
  keys.project(''),
  keys.mailboxes(''),
  keys.customers,
  keys.customer(''),
  keys.customerUsers(''),
  keys.endpoints,
  keys.events,
].map(([noun]) => noun);

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

/** Whose state it is: an agent in a workgroup. Undefined while nobody is known to be signed in. */
function ownerOf(client: QueryClient): string | undefined {
  const query = client.getQueryState<{ agent: { id: string } | null; workgroup: { id: string } }>(keys.me);
  const me = query?.status === 'success' ? query.data : undefined;
  return me?.agent ? `${me.agent.id} ${me.workgroup.id}` : undefined;
}

/** What is kept on this device: a line that says whose state it is, and the state. Undefined where there is none. */
function textToKeep(client: QueryClient): string | undefined {
  const owner = ownerOf(client);
  const state = owner === undefined ? undefined : textOfState(client);
  return state === undefined ? undefined : `${owner}\n${state}`;
}

/** Takes back what was kept, and says whose it is. Throws where it is damaged. */
function restoreKept(client: QueryClient, text: string): string {
  const end = text.indexOf('\n');
  const owner = text.slice(0, end);
  restoreState(client, text.slice(end + 1));
  if (ownerOf(client) !== owner) throw new Error('The stored state belongs to another agent');
  return owner;
}

let timer: ReturnType<typeof setTimeout> | undefined;

/**
 * Shows the last state immediately, even offline; keeps it small, and only on this device. Once the server says that
 * someone else is signed in, or that they are in another workgroup, drops the previous state and calls `leave`.
 */
export function persistQueries(client: QueryClient, leave: (isSameAgent: boolean) => void): void {
  let owner: string | undefined;
  try {
    for (const key of FORMER_KEYS) localStorage.removeItem(key);
    const text = localStorage.getItem(KEY);
    if (text) owner = restoreKept(client, text);
  } catch {
    forgetState(client);
  }
  client.getQueryCache().subscribe(() => {
    const now = ownerOf(client);
    if (owner !== undefined && now !== undefined && now !== owner) {
      const [before, after] = [owner, now].map((text) => text.split(' ')[0]);
      owner = undefined;
      forgetState(client);
      return leave(before === after);
    }
    owner = now;
    timer ??= setTimeout(() => {
      timer = undefined;
      try {
        const text = textToKeep(client);
        if (text) localStorage.setItem(KEY, text);
      } catch {
        localStorage.removeItem(KEY);
      }
    }, SAVE_AFTER_MS);
  });
}

/** Nothing of one agent stays for the next: neither here nor in storage, and nothing is about to be written. */
export function forgetState(client: QueryClient): void {
  clearTimeout(timer);
  timer = undefined;
  client.clear();
  localStorage.removeItem(KEY);
}

/** The same, but that the answer of who is signed in stays: it leads to the sign-in. */
export function dropState(client: QueryClient): void {
  clearTimeout(timer);
  timer = undefined;
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== keys.me[0] });
  localStorage.removeItem(KEY);
}
