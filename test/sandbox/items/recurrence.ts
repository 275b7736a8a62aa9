import type { Item, Value } from './model.ts';
import { fromLocal, toLocal, type Zone } from './time-zones.ts';
import { childText, fieldText, parseInstant } from './values.ts';
import { ruleOfDefinition, ruleOfLegacy } from './zone-rules.ts';

const DAY = 86_400_000;
const NAMES = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');
const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const INDEX: Readonly<Record<string, number>> = { First: 0, Second: 1, Third: 2, Fourth: 3, Last: -1 };

/** No series goes further: 1 September 4500, where Exchange's calendar ends. */
export const END_OF_TIME = Date.UTC(4500, 8, 1);

function matches(day: number, wanted: string): boolean {
  const weekday = new Date(day).getUTCDay();
  if (wanted === 'Day') return true;
  if (wanted === 'Weekday') return weekday > 0 && weekday < 6;
  if (wanted === 'WeekendDay') return weekday === 0 || weekday === 6;
  return NAMES[weekday] === wanted;
}

function relativeDay(year: number, month: number, wanted: string, index: string): number {
  const days: number[] = [];
  const first = new Date(Date.UTC(year, month, 1));
  for (let day = first.getTime(); new Date(day).getUTCMonth() === first.getUTCMonth(); day += DAY)
    if (matches(day, wanted)) days.push(day);
  const at = INDEX[index] ?? 0;
  return (at === -1 ? days.at(-1) : days[at]) ?? days.at(-1) ?? first.getTime();
}

// The last day of a short month stands for a day that it has not.
const monthDay = (year: number, month: number, day: number): number =>
  Date.UTC(year, month, Math.min(day, new Date(Date.UTC(year, month + 1, 0)).getUTCDate()));

/** Days (midnight, as if UTC) of a pattern from the range's start on, up to the end of time. */
function* days(pattern: [string, Value], start: number): Generator<number> {
  const [name, value] = pattern;
  const get = (field: string): string => childText(value, field) ?? '';
  const interval = Math.max(1, Number(get('Interval')) || 1);
  const from = new Date(start);
  if (name === 'DailyRecurrence') {
    for (let day = start; day <= END_OF_TIME; day += interval * DAY) yield day;
    return;
  }
  if (name === 'WeeklyRecurrence') {
    const wanted = get('DaysOfWeek').split(/\s+/);
    const first = NAMES.indexOf(get('FirstDayOfWeek') || 'Sunday');
    const weekStart = start - ((from.getUTCDay() - first + 7) % 7) * DAY;
    for (let week = weekStart; week <= END_OF_TIME; week += interval * 7 * DAY)
      for (let day = week; day < week + 7 * DAY; day += DAY)
        if (day >= start && wanted.some((each) => matches(day, each))) yield day;
    return;
  }
  const yearly = name.includes('Yearly');
  const [year, month] = [from.getUTCFullYear(), yearly ? MONTHS.indexOf(get('Month')) : from.getUTCMonth()];
  for (let step = 0; ; step += yearly ? 12 : interval) {
    const day = name.startsWith('Relative')
      ? relativeDay(year, month + step, get('DaysOfWeek'), get('DayOfWeekIndex'))
      : monthDay(year, month + step, Number(get('DayOfMonth')));
    if (day > END_OF_TIME) return;
    if (day >= start) yield day;
  }
}

export type Occurrence = { originalStart: number; start: number; end: number; index: number };

type Fields = Readonly<Record<string, Value>>;
type Range = { kind: string; first: number; last: number; count: number };

/** Pattern and range of a recurrence; undefined for single items and for patterns without fixed dates. */
export function seriesOf(fields: Fields): { pattern: [string, Value]; range: Range } | undefined {
  const recurrence = fields['Recurrence'];
  if (!recurrence || typeof recurrence === 'string' || !recurrence.c) return undefined;
  const [pattern, range] = recurrence.c as [[string, Value], [string, Value]];
  if (pattern[0].includes('Regeneration')) return undefined;
  const date = (name: string): number => Date.parse(`${(childText(range[1], name) ?? '').slice(0, 10)}T00:00:00Z`);
  const last = date('EndDate');
  return {
    pattern,
    range: {
      kind: range[0],
      first: date('StartDate') || 0,
      last: Number.isNaN(last) ? END_OF_TIME : last,
      count: Number(childText(range[1], 'NumberOfOccurrences') ?? Infinity),
    },
  };
}

/** The days of a series, as the clock of its time zone shows them. */
function* seriesDays(fields: Fields): Generator<number> {
  const series = seriesOf(fields);
  if (!series) return;
  const { first, last, count } = series.range;
  let number = 0;
  for (const day of days(series.pattern, first)) {
    if (day > last || number >= count) return;
    number += 1;
    yield day;
  }
}

/** What turns a day of a series into its occurrence. */
function onDay(fields: Fields): (day: number, index: number) => Occurrence {
  const zone = clockOf(fields);
  const start = parseInstant(fieldText(fields, 'Start') ?? '1970-01-01T00:00:00Z');
  const end = parseInstant(fieldText(fields, 'End') ?? '1970-01-01T00:00:00Z');
  const local = toLocal(start, zone);
  // Both ends keep the time that the clock shows: a night over which it changes is an hour longer or shorter.
  const length = toLocal(end, zone) - local;
  const timeOfDay = ((local % DAY) + DAY) % DAY;
  return (day, index) => {
    const at = fromLocal(day + timeOfDay, zone);
    return { originalStart: at, start: at, end: fromLocal(day + timeOfDay + length, zone), index };
  };
}

/**
 * The occurrences of a series by its rule, one by one, in the time zone of its start; deleted ones and exceptions
 * are still among them. A series without an end goes on to the year 4500.
 */
export function* occurrences({ properties }: Pick<Item, 'properties'>): Generator<Occurrence> {
  const at = onDay(properties.fields);
  let index = 0;
  for (const day of seriesDays(properties.fields)) yield at(day, (index += 1));
}

/** The occurrences that start up to an instant, at most `limit` of them. One of both has to be given. */
export function expand(item: Pick<Item, 'properties'>, until: number, limit = Infinity): Occurrence[] {
  const out: Occurrence[] = [];
  if (limit === 0) return out;
  for (const each of occurrences(item)) {
    if (each.originalStart > until) break;
    out.push(each);
    if (out.length >= limit) break;
  }
  return out;
}

/** The first occurrence that is not deleted. */
export function firstOccurrence(item: Pick<Item, 'properties'>): Occurrence | undefined {
  const gone = new Set(item.properties.deleted);
  for (const each of occurrences(item)) if (!gone.has(each.originalStart)) return each;
  return undefined;
}

/** The last occurrence that is not deleted; undefined for a series without an end. */
export function lastOccurrence(item: Pick<Item, 'properties'>): Occurrence | undefined {
  const { fields, deleted = [] } = item.properties;
  if (seriesOf(fields)?.range.kind === 'NoEndRecurrence') return undefined;
  const gone = new Set(deleted);
  const all = [...seriesDays(fields)];
  const at = onDay(fields);
  for (let index = all.length; index > 0; index -= 1) {
    const each = at(all[index - 1] as number, index);
    if (!gone.has(each.originalStart)) return each;
  }
  return undefined;
}

/** The id of a time zone definition: Windows', or what a client called its own. */
export const zoneOf = (value: Value | undefined): string | undefined =>
  value === undefined || typeof value === 'string' ? undefined : value.a?.['Id'];

/** The clock that an appointment keeps: its start's zone by definition or by name, or a MeetingTimeZone of old. */
export function clockOf(fields: Fields, name: 'StartTimeZone' | 'EndTimeZone' = 'StartTimeZone'): Zone {
  const value = fields[name] ?? fields['StartTimeZone'];
  if (value !== undefined && typeof value !== 'string')
    return (value.c && ruleOfDefinition(value)) || value.a?.['Id'] || undefined;
  const legacy = fields['MeetingTimeZone'];
  if (legacy === undefined || typeof legacy === 'string') return undefined;
  return ruleOfLegacy(legacy) ?? legacy.a?.['TimeZoneName'];
}
