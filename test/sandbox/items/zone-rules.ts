import { EwsError } from '../operations/errors.ts';
import type { Value } from './model.ts';
import { childText, childValue } from './values.ts';

/** A clock that a request described itself. Milliseconds to add to UTC at an instant. */
export type ZoneRule = { offsetAt: (time: number) => number };

const DAY = 86_400_000;
const WEEKDAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');
const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const INDEX: Readonly<Record<string, number>> = { First: 1, Second: 2, Third: 3, Fourth: 4, Last: -1 };

/** Milliseconds of an xs:duration in days and smaller; NaN when it is none. */
function durationMs(text: string | undefined): number {
  const match = /^(-)?P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec((text ?? '').trim());
  if (!match) return Number.NaN;
  const [day = 0, hour = 0, minute = 0, second = 0] = match.slice(2).map((each) => Number(each ?? 0));
  return (match[1] ? -1 : 1) * (((day * 24 + hour) * 60 + minute) * 60 + second) * 1000;
}

/** A change of the clock in a year, as the clock before it shows the moment. */
type Change = { wall: (year: number) => number; offset: number };

/** The n-th weekday of a month, counted from its end where n is negative. */
function nthWeekday(year: number, month: number, weekday: number, n: number): number {
  if (n < 0) {
    const last = Date.UTC(year, month + 1, 0);
    return last - ((new Date(last).getUTCDay() - weekday + 7) % 7) * DAY;
  }
  const first = Date.UTC(year, month, 1);
  return first + (((weekday - new Date(first).getUTCDay() + 7) % 7) + (n - 1) * 7) * DAY;
}

/** The offset that a set of yearly changes gives at an instant. */
function yearly(changes: readonly Change[], time: number): number {
  const year = new Date(time).getUTCFullYear();
  const points: { at: number; offset: number }[] = [];
  for (const each of [year - 1, year, year + 1])
    for (const { wall, offset } of changes) points.push({ at: wall(each), offset });
  points.sort((a, b) => a.at - b.at);
  let offset = points.at(-1)?.offset ?? 0;
  for (const point of points) {
    // The moment is given by the clock that is in force until then.
    if (time < point.at - offset) break;
    offset = point.offset;
  }
  return offset;
}

const parts = (value: Value | undefined): [string, Value][] =>
  value === undefined || typeof value === 'string' ? [] : (value.c ?? []);
const attribute = (value: Value, name: string): string | undefined =>
  typeof value === 'string' ? undefined : value.a?.[name];

function changesOf(group: Value, offsets: ReadonlyMap<string, number>): Change[] | undefined {
  const out: Change[] = [];
  for (const [name, each] of parts(group)) {
    const offset = offsets.get(childText(each, 'To') ?? '');
    if (offset === undefined) return undefined;
    const month = Number(childText(each, 'Month')) - 1;
    const timeOfDay = durationMs(childText(each, 'TimeOffset'));
    if (name === 'RecurringDayTransition') {
      const weekday = WEEKDAYS.indexOf(childText(each, 'DayOfWeek') ?? '');
      const n = Number(childText(each, 'Occurrence'));
      if (weekday === -1 || Number.isNaN(timeOfDay)) return undefined;
      out.push({ wall: (year) => nthWeekday(year, month, weekday, n) + timeOfDay, offset });
    } else if (name === 'RecurringDateTransition') {
      const day = Number(childText(each, 'Day'));
      out.push({ wall: (year) => Date.UTC(year, month, day) + timeOfDay, offset });
    } else out.push({ wall: () => -Infinity, offset });
  }
  return out;
}

/**
 * The clock of a TimeZoneDefinition with its periods; undefined when it contradicts itself (an unknown period or
 * group, no transitions). https://learn.microsoft.com/exchange/client-developer/web-service-reference/timezonedefinition
 */
export function ruleOfDefinition(value: Value): ZoneRule | undefined {
  const offsets = new Map<string, number>();
  for (const [, period] of parts(childValue(value, 'Periods'))) {
    const bias = durationMs(attribute(period, 'Bias'));
    if (Number.isNaN(bias)) return undefined;
    offsets.set(attribute(period, 'Id') ?? '', -bias);
  }
  const groups = new Map<string, Change[]>();
  for (const [, group] of parts(childValue(value, 'TransitionsGroups'))) {
    const changes = changesOf(group, offsets);
    if (!changes) return undefined;
    groups.set(attribute(group, 'Id') ?? '', changes);
  }
  const spans: { from: number; changes: Change[] }[] = [];
  for (const [name, each] of parts(childValue(value, 'Transitions'))) {
    const to = childValue(each, 'To');
    const target = childText(each, 'To') ?? '';
    const offset = offsets.get(target);
    const isPeriod = to !== undefined && attribute(to, 'Kind') === 'Period';
    const single = offset === undefined ? undefined : [{ wall: () => -Infinity, offset }];
    const changes = isPeriod ? single : groups.get(target);
    if (!changes || changes.length === 0) return undefined;
    const from = name === 'AbsoluteDateTransition' ? Date.parse(`${childText(each, 'DateTime')}`) : -Infinity;
    spans.push({ from, changes });
  }
  if (spans.length === 0) return undefined;
  return { offsetAt: (time) => yearly((spans.findLast(({ from }) => time >= from) ?? spans[0])?.changes ?? [], time) };
}

const LEGACY_DAYS = new Set(WEEKDAYS);

/**
 * The clock of a MeetingTimeZone, as Exchange 2007 has it; undefined without a base offset. Refuses changes on days
 * such as Weekday.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/meetingtimezone
 */
export function ruleOfLegacy(value: Value): ZoneRule | undefined {
  const base = durationMs(childText(value, 'BaseOffset'));
  if (Number.isNaN(base)) return undefined;
  const changes: Change[] = [];
  for (const name of ['Standard', 'Daylight']) {
    const change = childValue(value, name);
    if (change === undefined) continue;
    const offset = -(base + (durationMs(childText(change, 'Offset')) || 0));
    const [hour = 0, minute = 0, second = 0] = (childText(change, 'Time') ?? '').split(':').map(Number.parseFloat);
    const timeOfDay = ((hour * 60 + minute) * 60 + second) * 1000;
    const pattern = childValue(change, 'RelativeYearlyRecurrence');
    if (pattern === undefined) {
      const day = Date.parse(`${(childText(change, 'AbsoluteDate') ?? '').slice(0, 10)}T00:00:00Z`);
      const date = new Date(day);
      changes.push({ wall: (year) => Date.UTC(year, date.getUTCMonth(), date.getUTCDate()) + timeOfDay, offset });
      continue;
    }
    const weekday = childText(pattern, 'DaysOfWeek') ?? '';
    if (!LEGACY_DAYS.has(weekday)) throw new EwsError('ErrorCalendarInvalidDayForTimeChangePattern');
    const month = MONTHS.indexOf(childText(pattern, 'Month') ?? '');
    const n = INDEX[childText(pattern, 'DayOfWeekIndex') ?? ''] ?? 1;
    changes.push({ wall: (year) => nthWeekday(year, month, WEEKDAYS.indexOf(weekday), n) + timeOfDay, offset });
  }
  return { offsetAt: (time) => (changes.length === 0 ? -base : yearly(changes, time)) };
}
