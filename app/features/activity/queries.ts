import type { Accessor } from 'solid-js';
import type { Event } from '../../api.ts';
import { api, readAll, readSome } from '../../api.ts';
import { createQuery } from '../../lib/create-query.ts';
import { keys } from '../../lib/query-keys.ts';

/** Of which events a list consists, in the words of the API. */
export type EventFilter = Partial<
  Record<'type' | 'actor' | 'customerId' | 'projectId' | 'mailboxId' | 'from' | 'until' | 'query', string>
>;

const PAGE = 50;
/** What happens elsewhere is shown this soon. */
const EVERY_MS = 4_000;
/** As many lines as spreadsheets open without effort. */
const MOST_EXPORTED = 100_000;

const pageOf = (filter: EventFilter) => (query: { limit: string; cursor?: string }) =>
  api.events.$get({ query: { ...filter, ...query } });

/** The first pages of events, newest first; read again while the screen is open. */
export function createEventsQuery(filter: Accessor<EventFilter>, pages: Accessor<number>) {
  return createQuery(() => ({
    queryKey: [...keys.events, filter(), pages()],
    queryFn: () => readSome(pageOf(filter()), PAGE, pages() * PAGE),
    refetchInterval: EVERY_MS,
    // While others are read, those that are known stay.
    placeholderData: (known) => known,
  }));
}

/** All events of a filter, newest first. */
export function readAllEvents(filter: EventFilter): Promise<Event[]> {
  return readAll(pageOf(filter), 1000, MOST_EXPORTED);
}
