import { childText } from './values.ts';
import type { Value } from './model.ts';
import { offsetMinutes, type Zone } from './time-zones.ts';
import { ruleOfLegacy, type ZoneRule } from './zone-rules.ts';

const WEEKDAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');
const MONTHS = 'January February March April May June July August September October November December'.split(' ');

/**
 * A change of the clock as yearly rules tell it: minutes from UTC before and after, the wall clock before it in
 * minutes of the day, the month from 1, and which of its weekdays it is, -1 for the last.
 */
export type YearlyChange = {
  before: number;
  after: number;
  minute: number;
  month: number;
  weekday: string;
  occurrence: number;
};

/** Where a zone changes its clock in a year (UTC). */
export function changesIn(zone: Zone, year: number): YearlyChange[] {
  const out: YearlyChange[] = [];
  // No zone changes twice within a month; looking at each day would ask Intl a hundred thousand times for all of them.
  for (let month = 0; month < 12; month += 1) {
    let [low, high] = [Date.UTC(year, month, 1), Date.UTC(year, month + 1, 1)];
    const [before, after] = [offsetMinutes(low, zone), offsetMinutes(high, zone)];
    if (before === after) continue;
    while (high - low > 900_000) {
      const middle = low + Math.floor((high - low) / 1_800_000) * 900_000;
      if (offsetMinutes(middle, zone) === before) low = middle;
      else high = middle;
    }
    const local = new Date(high + before * 60_000);
    const lastDay = new Date(Date.UTC(year, local.getUTCMonth() + 1, 0)).getUTCDate();
    out.push({
      before,
      after,
      minute: local.getUTCHours() * 60 + local.getUTCMinutes(),
      month: local.getUTCMonth() + 1,
      weekday: WEEKDAYS[local.getUTCDay()] ?? 'Sunday',
      occurrence: local.getUTCDate() + 7 > lastDay ? -1 : Math.ceil(local.getUTCDate() / 7),
    });
  }
  return out;
}

const ORDERS = ['', 'First', 'Second', 'Third', 'Fourth', 'Last'];

/**
 * The clock of the TimeZone of an availability request.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/timezone-availability
 */
export function ruleOfSerializable(value: Value): ZoneRule | undefined {
  const minutes = (text: string | undefined): string => `${Number(text) < 0 ? '-' : ''}PT${Math.abs(Number(text))}M`;
  const c: [string, Value][] = [['BaseOffset', minutes(childText(value, 'Bias'))]];
  const changes = typeof value === 'string' ? [] : (value.c ?? []);
  for (const [name, change] of changes.filter(([each]) => each !== 'Bias')) {
    const month = Number(childText(change, 'Month'));
    // A zone without a summer has months of zero.
    if (month === 0) continue;
    const pattern: [string, Value][] = [
      ['DaysOfWeek', childText(change, 'DayOfWeek') ?? ''],
      ['DayOfWeekIndex', ORDERS[Number(childText(change, 'DayOrder'))] ?? ''],
      ['Month', MONTHS[month - 1] ?? ''],
    ];
    const parts: [string, Value][] = [
      ['Offset', minutes(childText(change, 'Bias'))],
      ['RelativeYearlyRecurrence', { c: pattern }],
      ['Time', childText(change, 'Time') ?? ''],
    ];
    c.push([name.replace('Time', ''), { c: parts }]);
  }
  return ruleOfLegacy({ c });
}

/** The children of such a TimeZone for any clock, with the changes of a year. */
export function serializableXml(zone: Zone, year: number): string {
  const changes = changesIn(zone, year);
  const standard = Math.min(offsetMinutes(Date.UTC(year, 0, 1), zone), ...changes.map((each) => each.after));
  const time = (name: string, change: YearlyChange | undefined): string => {
    const two = (value: number): string => String(value).padStart(2, '0');
    const minute = change?.minute ?? 0;
    const order = change === undefined ? 0 : change.occurrence === -1 ? 5 : change.occurrence;
    return `<t:${name}><t:Bias>${change ? standard - change.after : 0}</t:Bias><t:Time>${two(Math.floor(minute / 60))}:${two(minute % 60)}:00</t:Time><t:DayOrder>${order}</t:DayOrder><t:Month>${change?.month ?? 0}</t:Month><t:DayOfWeek>${change?.weekday ?? 'Sunday'}</t:DayOfWeek></t:${name}>`;
  };
  const isYearly = changes.length === 2;
  const find = (wanted: (change: YearlyChange) => boolean): YearlyChange | undefined =>
    isYearly ? changes.find(wanted) : undefined;
  return `<t:Bias>${-standard}</t:Bias>${time(
    'StandardTime',
    find(({ after }) => after === standard),
  )}${time(
    'DaylightTime',
    find(({ after }) => after !== standard),
  )}`;
}
