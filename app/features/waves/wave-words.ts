import type { Wave } from '../../api.ts';

/** The first to cut over first; those without a date last, by name. */
export function byCutover(a: Wave, b: Wave): number {
  const at = ({ cutoverAt }: Wave) => (cutoverAt === null ? Infinity : Date.parse(cutoverAt));
  return at(a) === at(b) ? a.name.localeCompare(b.name) : at(a) - at(b);
}

/** `4 Dec 2026, 22:00`, as the reader's clock shows it; `No date`. */
export const cutoverWords = ({ cutoverAt }: Pick<Wave, 'cutoverAt'>): string =>
  cutoverAt === null
    ? 'No date'
    : new Date(cutoverAt).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** What clocks show where it was planned; undefined where the reader's show the same. */
export function plannedWords({ cutoverAt, timeZone }: Pick<Wave, 'cutoverAt' | 'timeZone'>): string | undefined {
  if (cutoverAt === null || timeZone === null) return undefined;
  const shown = new Date(cutoverAt).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short', timeZone });
  return shown === cutoverWords({ cutoverAt }) ? undefined : `${shown}, ${timeZone.replaceAll('_', ' ')}`;
}
