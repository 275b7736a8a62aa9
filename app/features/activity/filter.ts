import type { EventFilter } from './queries.ts';

/** What the filters of the screen hold; empty texts for no limit. Days as the reader's own calendar has them. */
export type Filter = {
  words: string;
  type: string;
  actor: string;
  customerId: string;
  projectId: string;
  from: string;
  until: string;
};

export const NO_FILTER: Filter = { words: '', type: '', actor: '', customerId: '', projectId: '', from: '', until: '' };

export function isFiltered(filter: Filter): boolean {
  return Object.values(filter).some((value) => value !== '');
}

/** The filter as the API takes it. The last day counts as a whole. */
export function queryOf({ words, type, actor, customerId, projectId, from, until }: Filter): EventFilter {
  const query = words.trim();
  return {
    ...(query && { query }),
    ...(type && { type }),
    ...(actor && { actor }),
    ...(customerId && { customerId }),
    ...(projectId && { projectId }),
    ...(from && { from: startOfDay(from, 0) }),
    ...(until && { until: startOfDay(until, 1) }),
  };
}

/** The instant at which a day such as `2026-03-29` begins for the reader, or one that many days later. */
function startOfDay(day: string, later: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + later).toISOString();
}
