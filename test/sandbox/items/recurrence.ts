import type { Item, Value } from './model.ts';
import { childText, fieldText, parseInstant } from './values.ts';
import { fromLocal, toLocal } from './time-zones.ts';

const DAY = 86_400_000;
const NAMES = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');
const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const INDEX: Record<string, number> = { First: 0, Second: 1, Third: 2, Fourth: 3, Last: -1 };
// A series without an end is expanded this far at most.
const MAX_OCCURRENCES = 1000;

function matches(day: number, wanted: string): boolean {
  const weekday = new Date(day).getUTCDay();
  if (wanted === 'Day') return true;
  if (wanted === 'Weekday') return weekday > 0 && weekday < 6;
  if (wanted === 'WeekendDay') return weekday === 0 || weekday === 6;
  return NAMES[weekday] === wanted;
}

function relativeDay(year: number, month: number, wanted: string, index: string): number {
  const days: number[] = [];
  for (let day = Date.UTC(year, month, 1); new Date(day).getUTCMonth() === month; day += DAY)
    if (matches(day, wanted)) days.push(day);
  const at = INDEX[index] ?? 0;
  return (at === -1 ? days.at(-1) : days[at]) ?? days.at(-1) ?? Date.UTC(year, month, 1);
}

// The last day of a short month stands for a day that it has not.
const monthDay = (year: number, month: number, day: number): number =>
  Date.UTC(year, month, Math.min(day, new Date(Date.UTC(year, month + 1, 0)).getUTCDate()));

/** Days (midnight, as if UTC) of a pattern from the range's start on, without end. */
function* days(pattern: [string, Value], start: number): Generator<number> {
  const [name, value] = pattern;
  const get = (field: string): string => childText(value, field) ?? '';
  const interval = Math.max(1, Number(get('Interval')) || 1);
  const from = new Date(start);
  const year = from.getUTCFullYear();
  const month = from.getUTCMonth();
  if (name === 'DailyRecurrence') for (let day = start; ; day += interval * DAY) yield day;
  if (name === 'WeeklyRecurrence') {
    const wanted = get('DaysOfWeek').split(/\s+/);
    const first = NAMES.indexOf(get('FirstDayOfWeek') || 'Sunday');
    const weekStart = start - ((from.getUTCDay() - first + 7) % 7) * DAY;
    for (let week = weekStart; ; week += interval * 7 * DAY)
      for (let day = week; day < week + 7 * DAY; day += DAY)
        if (day >= start && wanted.some((each) => matches(day, each))) yield day;
  }
  const yearly = name.includes('Yearly');
  const fixed = MONTHS.indexOf(get('Month'));
  for (let step = 0; ; step += yearly ? 1 : interval) {
    const at = yearly ? [year + step, fixed] : [year + Math.floor((month + step) / 12), (month + step) % 12];
    const day = name.startsWith('Relative')
      ? relativeDay(at[0] as number, at[1] as number, get('DaysOfWeek'), get('DayOfWeekIndex'))
      : monthDay(at[0] as number, at[1] as number, Number(get('DayOfMonth')));
    if (day >= start) yield day;
  }
}

export type Occurrence = { originalStart: number; start: number; end: number; index: number };

/**
 * The occurrences of a series by its rule, in the time zone of its start; deleted ones and exceptions are still
 * among them. Nothing for single items and for patterns without fixed dates.
 */
export function expand(item: Pick<Item, 'properties'>, until = Infinity, limit = MAX_OCCURRENCES): Occurrence[] {
  const { fields } = item.properties;
  const recurrence = fields['Recurrence'];
  if (!recurrence || typeof recurrence === 'string' || !recurrence.c) return [];
  const [pattern, range] = recurrence.c as [[string, Value], [string, Value]];
  if (pattern[0].includes('Regeneration')) return [];
  const zone = zoneOf(fields['StartTimeZone']);
  const start = parseInstant(fieldText(fields, 'Start') ?? '1970-01-01T00:00:00Z');
  const length = parseInstant(fieldText(fields, 'End') ?? '1970-01-01T00:00:00Z') - start;
  const local = toLocal(start, zone);
  const timeOfDay = ((local % DAY) + DAY) % DAY;
  const first = Date.parse(`${(childText(range[1], 'StartDate') ?? '1970-01-01').slice(0, 10)}T00:00:00Z`);
  const count = Number(childText(range[1], 'NumberOfOccurrences') ?? MAX_OCCURRENCES);
  const endDate = childText(range[1], 'EndDate');
  const last = endDate ? Date.parse(`${endDate.slice(0, 10)}T00:00:00Z`) : Infinity;
  const out: Occurrence[] = [];
  for (const day of days(pattern, first)) {
    if (day > last || out.length >= Math.min(count, limit)) break;
    const at = fromLocal(day + timeOfDay, zone);
    if (at > until) break;
    out.push({ originalStart: at, start: at, end: at + length, index: out.length + 1 });
  }
  return out;
}

/** The Windows id of a time zone definition. */
export const zoneOf = (value: Value | undefined): string | undefined =>
  value === undefined || typeof value === 'string' ? undefined : value.a?.['Id'];
