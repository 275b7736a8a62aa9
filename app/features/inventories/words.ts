import { formatDate } from '../../lib/dates.ts';
import type { ItemKind } from '../../../worker/lib/item-kinds.ts';
import { formatBytes, formatCount, formatDuration, formatPercent } from '../../lib/format.ts';

type Items = { count: number; bytes: number };
type Range = { fromMs: number; toMs: number };

export const KIND_NAMES: Readonly<Record<ItemKind, string>> = {
  email: 'E-mail',
  calendar: 'Calendar',
  contact: 'Contacts',
  'distribution-list': 'Distribution lists',
  task: 'Tasks',
  note: 'Notes',
  journal: 'Journal',
  post: 'Posts',
  other: 'Other',
};

/** `1,200 · 340.5 MB` */
export function itemsWords({ count, bytes }: Items): string {
  return count === 0 ? '0' : `${formatCount(count)} · ${formatBytes(bytes)}`;
}

/** `3 h to 5 h 10 min`; one time where both ends read the same. */
export function rangeWords({ fromMs, toMs }: Range): string {
  const [from, to] = [formatDuration(fromMs), formatDuration(toMs)];
  return from === to ? `about ${from}` : `${from} to ${to}`;
}

/** The result of an estimate. */
export function errorWords(error: number | null): string {
  if (error === null) return 'not completed';
  if (error === 0) return 'within the range';
  const share = formatPercent(Math.min(9.99, Math.abs(error)));
  if (error > 1) return 'more than twice the longest time';
  return error > 0 ? `${share} longer` : `${share} shorter`;
}

export function dateWords(at: string | null): string {
  return at === null ? '—' : formatDate(at);
}
