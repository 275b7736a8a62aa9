import { EwsError } from '../operations/errors.ts';
import type { Value } from './model.ts';
import { clockOf, END_OF_TIME, occurrences, seriesOf, zoneOf } from './recurrence.ts';
import { isWindowsZone, knownIana } from './time-zones.ts';
import { childText, fieldText, isoSeconds, parseInstant } from './values.ts';
import { ruleOfDefinition, ruleOfLegacy } from './zone-rules.ts';
import { toLocal, fromLocal } from './time-zones.ts';

type Fields = Record<string, Value>;

const DAY = 86_400_000;
const FIVE_YEARS_MS = 5 * 366 * DAY;

/** The widest interval of each pattern (its page in the reference); the unit is in its name. */
const INTERVALS: Readonly<Record<string, number>> = {
  DailyRecurrence: 999,
  WeeklyRecurrence: 99,
  AbsoluteMonthlyRecurrence: 99,
  RelativeMonthlyRecurrence: 99,
  DailyRegeneration: 999,
  WeeklyRegeneration: 99,
  MonthlyRegeneration: 99,
  YearlyRegeneration: 99,
};
const MOST_OCCURRENCES = 999;

function within(value: string | undefined, least: number, most: number): void {
  const number = Number(value);
  if (number < least || number > most) throw new EwsError('ErrorCalendarOutOfRange');
}

/**
 * Holds a recurrence against what Exchange can keep, of an appointment or a task.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/responsecode
 */
export function checkRecurrence(recurrence: Value): void {
  const [pattern, range] = (typeof recurrence === 'string' ? [] : (recurrence.c ?? [])) as [
    [string, Value],
    [string, Value],
  ];
  const [name, parts] = pattern;
  const most = INTERVALS[name];
  if (most !== undefined) within(childText(parts, 'Interval'), 1, most);
  if (name.startsWith('Absolute')) within(childText(parts, 'DayOfMonth'), 1, 31);
  const days = (childText(parts, 'DaysOfWeek') ?? '').trim().split(/\s+/);
  if (name === 'WeeklyRecurrence' && days.some((day) => /^(?:Day|Weekday|WeekendDay)$/.test(day)))
    throw new EwsError('ErrorCalendarInvalidDayForWeeklyRecurrence');
  const date = (field: string): number => Date.parse(`${(childText(range[1], field) ?? '').slice(0, 10)}T00:00:00Z`);
  if (range[0] === 'NumberedRecurrence') within(childText(range[1], 'NumberOfOccurrences'), 1, MOST_OCCURRENCES);
  if (range[0] === 'EndDateRecurrence') {
    if (date('EndDate') > END_OF_TIME) throw new EwsError('ErrorRecurrenceEndDateTooBig');
    // Unproven: which of the codes says that the range ends before it starts.
    if (date('EndDate') < date('StartDate')) throw new EwsError('ErrorCalendarEndDateIsEarlierThanStartDate');
  }
}

/** Refuses unknown time zones that do not describe themselves. */
function checkZones(fields: Fields): void {
  for (const name of ['StartTimeZone', 'EndTimeZone']) {
    const value = fields[name];
    if (value === undefined) continue;
    const isDescribed = typeof value !== 'string' && value.c !== undefined;
    const id = zoneOf(value);
    if (isDescribed ? !ruleOfDefinition(value) : id === undefined || !isWindowsZone(id))
      throw new EwsError('ErrorTimeZone');
  }
  const legacy = fields['MeetingTimeZone'];
  if (legacy === undefined || typeof legacy === 'string') return;
  if (!ruleOfLegacy(legacy) && !knownIana(legacy.a?.['TimeZoneName'] ?? ''))
    throw new EwsError('ErrorCalendarInvalidTimeZone');
}

/** Days of all-day events begin and end at midnight of the zone that they are made in. */
function wholeDays(fields: Fields, start: number, end: number): [number, number] {
  if (fieldText(fields, 'IsAllDayEvent') !== 'true') return [start, end];
  const [first, last] = [clockOf(fields), clockOf(fields, 'EndTimeZone')];
  const from = Math.floor(toLocal(start, first) / DAY) * DAY;
  const to = Math.ceil(toLocal(end, last) / DAY) * DAY;
  return [fromLocal(from, first), fromLocal(Math.max(to, from + DAY), last)];
}

/**
 * Holds times, zones and recurrence of an appointment against each other, and settles what the server settles: whole
 * days, and a series that begins with its first occurrence.
 */
export function settleAppointment(fields: Fields): void {
  checkZones(fields);
  let start = parseInstant(fieldText(fields, 'Start') ?? '');
  let end = parseInstant(fieldText(fields, 'End') ?? '');
  if (end < start) throw new EwsError('ErrorCalendarEndDateIsEarlierThanStartDate');
  if (end - start > FIVE_YEARS_MS) throw new EwsError('ErrorCalendarDurationIsTooLong');
  [start, end] = wholeDays(fields, start, end);
  fields['Start'] = isoSeconds(start);
  fields['End'] = isoSeconds(end);
  if (fields['Recurrence'] === undefined) return;
  checkRecurrence(fields['Recurrence']);
  settleSeries(fields);
}

/** Moves a series to its first occurrence; refuses one without any, or whose occurrences lie over each other. */
export function settleSeries(fields: Fields): void {
  if (!seriesOf(fields)) return;
  const [first, ...others] = take(fields, 30);
  if (!first) throw new EwsError('ErrorRecurrenceHasNoOccurrence');
  fields['Start'] = isoSeconds(first.start);
  fields['End'] = isoSeconds(first.end);
  let before = first;
  for (const each of others) {
    if (before.end > each.start) throw new EwsError('ErrorOccurrenceTimeSpanTooBig');
    before = each;
  }
}

function take(fields: Fields, count: number): { start: number; end: number }[] {
  const out: { start: number; end: number }[] = [];
  for (const each of occurrences({ properties: { fields, named: {} } })) {
    out.push(each);
    if (out.length === count) break;
  }
  return out;
}
