import type { PeoplePlan } from '../../lib/people-facts.ts';

/** What an alias may have, without what hardly any has. Accents and other scripts are in names alone. */
const CHARACTERS = Array.from("abcdefghijklmnopqrstuvwxyz0123456789.-_'");
/** No search may be longer. */
const LONGEST_ENTRY = 64;
/** Names that are alike for longer than this are asked for by the agent. */
const MOST_ADDED = 12;
/** Enough for some ten thousand people. A server that says of each search that there is more would never end. */
const MOST_ASKED = 4_000;

/**
 * Nothing in EWS lists everyone: FindPeople needs the id of an address list, which no operation gives, and without one
 * it searches as ResolveNames does. So the list is read by the beginnings of names: each that finds too many is asked
 * for again with one character more.
 */
export function beginSearch(search = ''): PeoplePlan {
  return { pending: search === '' ? CHARACTERS.toReversed() : [search], asked: 0, isCutShort: false };
}

/** What is left to ask for once an entry was answered. `root`: what the search began with. */
export function afterAnswer(plan: PeoplePlan, entry: string, isCut: boolean, root = ''): PeoplePlan {
  const pending = plan.pending.filter((each) => each !== entry);
  const asked = plan.asked + 1;
  if (asked >= MOST_ASKED && (isCut || pending.length > 0)) return { pending: [], asked, isCutShort: true };
  if (!isCut) return { ...plan, pending, asked };
  const isTooLong = entry.length >= LONGEST_ENTRY || entry.length - root.length >= MOST_ADDED;
  if (isTooLong || entry.includes('@')) return { pending, asked, isCutShort: true };
  const longer = CHARACTERS.map((character) => entry + character).toReversed();
  return { ...plan, pending: [...pending, ...longer], asked };
}

/**
 * Who is called exactly what found too many is found by none of the longer beginnings; the address is asked for then,
 * in the domains of the endpoint.
 */
export function exactEntries(entry: string, domains: readonly string[]): string[] {
  if (!/^[\w.'-]+$/.test(entry)) return [];
  return domains.map((domain) => `smtp:${entry}@${domain}`);
}
