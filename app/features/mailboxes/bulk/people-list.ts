import { csvOf } from '../../../../worker/lib/csv/write.ts';
import { foldText } from '../../../../worker/lib/fold-text.ts';
import { FIELD_TITLES } from '../../../../worker/lib/mailbox-list/fields.ts';
import { isOutsideDomains } from '../../../../worker/lib/own-domains.ts';
import type { Person } from '../../../../worker/lib/people-facts.ts';
import type { SessionFacts } from './list-session.ts';

/** Someone on the server, and how they stand to the project. */
export type PersonRow = Person & { id: string; state: 'new' | 'added' | 'outside' };

/** Room 2 before room 10. */
const BY_NAME = new Intl.Collator(undefined, { numeric: true });

/** People by address in lower case. */
export type People = ReadonlyMap<string, Person>;

/** Answers overlap: the first word on somebody counts, and a room stays a room. */
export function mergePeople(known: People, found: readonly Person[]): People {
  const merged = new Map(known);
  for (const person of found) {
    const key = person.email.toLowerCase();
    if (!merged.has(key) || (person.type === 'room' && merged.get(key)!.type !== 'room')) merged.set(key, person);
  }
  return merged;
}

/** Everyone who was found, by name. */
export function personRows(people: People, { taken, source }: Pick<SessionFacts, 'taken' | 'source'>): PersonRow[] {
  const added = new Set(taken.source);
  const stateOf = (key: string): PersonRow['state'] => {
    if (added.has(key)) return 'added';
    return isOutsideDomains(source.domains, key) ? 'outside' : 'new';
  };
  const rows = [...people].map(([key, { email, name, type }]) => ({ id: key, email, name, type, state: stateOf(key) }));
  return rows.toSorted((a, b) => BY_NAME.compare(a.name, b.name) || BY_NAME.compare(a.email, b.email));
}

/** Those whose name or address has this part. */
export function fittingPeople(rows: readonly PersonRow[], words: string): readonly PersonRow[] {
  const part = foldText(words.trim());
  return part === ''
    ? rows
    : rows.filter(({ name, email }) => [name, email].some((text) => foldText(text).includes(part)));
}

/** People as a list that bulk add reads. A name that is only the address again is left out. */
export function listTextOf(rows: readonly PersonRow[]): string {
  const titles = (['sourceEmail', 'contactName', 'type'] as const).map((field) => FIELD_TITLES[field]);
  return csvOf([
    titles,
    ...rows.map(({ email, name, type }) => [
      email,
      type === 'room' || name === email ? '' : name,
      type === 'room' ? 'RoomMailbox' : '',
    ]),
  ]);
}
