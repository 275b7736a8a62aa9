import type { Wave } from '../../api.ts';
import { compareNames } from '../../lib/compare-names.ts';
import { formatMoment } from '../../lib/dates.ts';
import { zoneLabel } from '../../lib/time-zones.ts';
import { formatMomentIn } from '../../lib/zoned-moment.ts';

/** The first to cut over first; those without a date last, by name. */
export function byCutover(a: Wave, b: Wave): number {
  const at = ({ cutoverAt }: Wave) => (cutoverAt === null ? Infinity : Date.parse(cutoverAt));
  return at(a) === at(b) ? compareNames(a.name, b.name) : at(a) - at(b);
}

/** `4 Dec 2026, 22:00`, as the reader's clock shows it; `No date`. */
export const cutoverWords = ({ cutoverAt }: Pick<Wave, 'cutoverAt'>): string =>
  cutoverAt === null ? 'No date' : formatMoment(cutoverAt);

/** What clocks show where it was planned; undefined where the reader's show the same. */
export function plannedWords({ cutoverAt, timeZone }: Pick<Wave, 'cutoverAt' | 'timeZone'>): string | undefined {
  if (cutoverAt === null || timeZone === null) return undefined;
  const shown = formatMomentIn(cutoverAt, timeZone);
  return shown === cutoverWords({ cutoverAt }) ? undefined : `${shown}, ${zoneLabel(timeZone)}`;
}
