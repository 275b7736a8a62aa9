import { describe, expect, test } from 'vitest';
import { Random } from '../generate/random.ts';
import type { Value } from './model.ts';
import { expand, firstOccurrence, lastOccurrence } from './recurrence.ts';
import { fromLocal, toLocal, windowsOf, ZONES } from './time-zones.ts';
import { isoSeconds } from './values.ts';

const DAY = 86_400_000;
const NAMES = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');
const MONTHS = 'January February March April May June July August September October November December'.split(' ');

type Parts = Record<string, string>;

const element = (name: string, parts: Parts): [string, Value] => [name, { c: Object.entries(parts) }];

/** A series that starts at this hour of its first day, as the clock of its zone shows it. */
function series(
  pattern: [string, Parts],
  range: [string, Parts],
  { zone = 'UTC', hour = 9, minutes = 30 }: { zone?: string; hour?: number; minutes?: number } = {},
) {
  const day = Date.parse(`${range[1]['StartDate']}T00:00:00Z`);
  const start = fromLocal(day + hour * 3_600_000, zone);
  const fields: Record<string, Value> = {
    Start: isoSeconds(start),
    End: isoSeconds(start + minutes * 60_000),
    StartTimeZone: { a: { Id: zone } },
    Recurrence: { c: [element(...pattern), element(...range)] },
  };
  return { properties: { fields, named: {} } };
}

const daysOf = (...given: Parameters<typeof series>): string[] =>
  expand(series(...given), Infinity, 40).map((each) => isoSeconds(each.start).slice(0, 10));

describe('days of a series', () => {
  test.each<[string, [string, Parts], [string, Parts], string[]]>([
    [
      'the 31st stands at the end of shorter months',
      ['AbsoluteMonthlyRecurrence', { Interval: '1', DayOfMonth: '31' }],
      ['NumberedRecurrence', { StartDate: '2024-01-31', NumberOfOccurrences: '4' }],
      ['2024-01-31', '2024-02-29', '2024-03-31', '2024-04-30'],
    ],
    [
      'a leap day stands on 28 February between',
      ['AbsoluteYearlyRecurrence', { DayOfMonth: '29', Month: 'February' }],
      ['NumberedRecurrence', { StartDate: '2024-02-29', NumberOfOccurrences: '5' }],
      ['2024-02-29', '2025-02-28', '2026-02-28', '2027-02-28', '2028-02-29'],
    ],
    [
      'weeks of every second week begin where FirstDayOfWeek says: Sunday',
      ['WeeklyRecurrence', { Interval: '2', DaysOfWeek: 'Sunday Tuesday', FirstDayOfWeek: 'Sunday' }],
      ['NumberedRecurrence', { StartDate: '2026-03-03', NumberOfOccurrences: '4' }],
      ['2026-03-03', '2026-03-15', '2026-03-17', '2026-03-29'],
    ],
    [
      'weeks of every second week begin where FirstDayOfWeek says: Monday',
      ['WeeklyRecurrence', { Interval: '2', DaysOfWeek: 'Sunday Tuesday', FirstDayOfWeek: 'Monday' }],
      ['NumberedRecurrence', { StartDate: '2026-03-03', NumberOfOccurrences: '4' }],
      ['2026-03-03', '2026-03-08', '2026-03-17', '2026-03-22'],
    ],
    [
      'the last working day of each quarter, to the end date and no further',
      ['RelativeMonthlyRecurrence', { Interval: '3', DaysOfWeek: 'Weekday', DayOfWeekIndex: 'Last' }],
      ['EndDateRecurrence', { StartDate: '2026-01-01', EndDate: '2026-10-30' }],
      ['2026-01-30', '2026-04-30', '2026-07-31', '2026-10-30'],
    ],
    [
      'the second day of the weekend in May',
      ['RelativeYearlyRecurrence', { DaysOfWeek: 'WeekendDay', DayOfWeekIndex: 'Second', Month: 'May' }],
      ['NumberedRecurrence', { StartDate: '2026-01-01', NumberOfOccurrences: '3' }],
      ['2026-05-03', '2027-05-02', '2028-05-07'],
    ],
    [
      'a day of the month that lies before the start waits for the next turn',
      ['AbsoluteMonthlyRecurrence', { Interval: '2', DayOfMonth: '5' }],
      ['NumberedRecurrence', { StartDate: '2026-01-10', NumberOfOccurrences: '2' }],
      ['2026-03-05', '2026-05-05'],
    ],
    [
      'regenerating tasks have none',
      ['DailyRegeneration', { Interval: '3' }],
      ['NoEndRecurrence', { StartDate: '2026-01-10' }],
      [],
    ],
  ])('%s', (_name, pattern, range, expected) => {
    expect(daysOf(pattern, range)).toEqual(expected);
  });

  const SEED = 5_512_021;
  test(`any pattern has the days that a look at every single day finds (seed ${SEED})`, () => {
    const random = new Random(SEED);
    for (let round = 0; round < 60; round += 1) {
      const begin = Date.UTC(2020, 0, 1) + random.between(0, 2000) * DAY;
      const interval = random.between(1, 4);
      const wanted = random.some(NAMES, random.between(1, 3));
      const firstDay = random.pick(NAMES);
      const dayOfMonth = random.between(1, 31);
      const month = random.between(0, 11);
      const index = random.between(0, 4);
      const dayName = random.pick([...NAMES, 'Day', 'Weekday', 'WeekendDay']);
      const isDay = (day: number, name: string): boolean => {
        const weekday = new Date(day).getUTCDay();
        const isWeekend = weekday % 6 === 0;
        return (
          name === 'Day' ||
          (name === 'Weekday' ? !isWeekend : name === 'WeekendDay' ? isWeekend : NAMES[weekday] === name)
        );
      };
      const monthsFrom = (day: number): number =>
        (new Date(day).getUTCFullYear() - new Date(begin).getUTCFullYear()) * 12 +
        new Date(day).getUTCMonth() -
        new Date(begin).getUTCMonth();
      const isClipped = (day: number): boolean => {
        const date = new Date(day);
        const length = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
        return date.getUTCDate() === Math.min(dayOfMonth, length);
      };
      const isNth = (day: number): boolean => {
        if (!isDay(day, dayName)) return false;
        let [before, after] = [0, 0];
        const same = (other: number): boolean => new Date(other).getUTCMonth() === new Date(day).getUTCMonth();
        for (let other = day - DAY; same(other); other -= DAY) if (isDay(other, dayName)) before += 1;
        for (let other = day + DAY; same(other); other += DAY) if (isDay(other, dayName)) after += 1;
        return index === 4 ? after === 0 : before === index;
      };
      const weekOf = (day: number): number => Math.floor((day / DAY + 4 - NAMES.indexOf(firstDay)) / 7);
      const indexName = ['First', 'Second', 'Third', 'Fourth', 'Last'][index] as string;
      const kinds: [[string, Parts], (day: number) => boolean][] = [
        [['DailyRecurrence', { Interval: `${interval}` }], (day) => ((day - begin) / DAY) % interval === 0],
        [
          ['WeeklyRecurrence', { Interval: `${interval}`, DaysOfWeek: wanted.join(' '), FirstDayOfWeek: firstDay }],
          (day) => wanted.some((name) => isDay(day, name)) && (weekOf(day) - weekOf(begin)) % interval === 0,
        ],
        [
          ['AbsoluteMonthlyRecurrence', { Interval: `${interval}`, DayOfMonth: `${dayOfMonth}` }],
          (day) => isClipped(day) && monthsFrom(day) % interval === 0,
        ],
        [
          ['RelativeMonthlyRecurrence', { Interval: `${interval}`, DaysOfWeek: dayName, DayOfWeekIndex: indexName }],
          (day) => isNth(day) && monthsFrom(day) % interval === 0,
        ],
        [
          ['AbsoluteYearlyRecurrence', { DayOfMonth: `${dayOfMonth}`, Month: MONTHS[month] as string }],
          (day) => isClipped(day) && new Date(day).getUTCMonth() === month,
        ],
        [
          [
            'RelativeYearlyRecurrence',
            { DaysOfWeek: dayName, DayOfWeekIndex: indexName, Month: MONTHS[month] as string },
          ],
          (day) => isNth(day) && new Date(day).getUTCMonth() === month,
        ],
      ];
      const [pattern, holds] = random.pick(kinds);
      const expected: string[] = [];
      for (let day = begin; day < begin + 2000 * DAY; day += DAY)
        if (holds(day)) expected.push(isoSeconds(day).slice(0, 10));
      const item = series(pattern, ['NoEndRecurrence', { StartDate: isoSeconds(begin).slice(0, 10) }]);
      const found = expand(item, begin + 2000 * DAY).map((each) => isoSeconds(each.start).slice(0, 10));
      expect(found, JSON.stringify(pattern)).toEqual(expected);
    }
  });

  test('a series without an end goes on; only one with an end has a last occurrence', () => {
    const daily: [string, Parts] = ['DailyRecurrence', { Interval: '1' }];
    const endless = series(daily, ['NoEndRecurrence', { StartDate: '2000-01-01' }]);
    expect(expand(endless, Infinity, 5000).at(-1)?.index).toBe(5000);
    expect(lastOccurrence(endless)).toBeUndefined();
    const ended = series(daily, ['NumberedRecurrence', { StartDate: '2000-01-01', NumberOfOccurrences: '999' }]);
    expect(lastOccurrence(ended)?.index).toBe(999);
    expect(expand(ended, Infinity)).toHaveLength(999);
    const [first, last] = [firstOccurrence(ended)?.start ?? 0, lastOccurrence(ended)?.start ?? 0];
    const cut = { properties: { ...ended.properties, deleted: [first, last] } };
    expect([firstOccurrence(cut)?.index, lastOccurrence(cut)?.index]).toEqual([2, 998]);
  });
});

describe('clocks', () => {
  test('the table has each zone of Windows once, and every one keeps a clock', () => {
    expect(Object.keys(ZONES)).toHaveLength(141);
    for (const [id, [iana, name]] of Object.entries(ZONES)) {
      expect(new Intl.DateTimeFormat('en', { timeZone: iana }).resolvedOptions().timeZone, id).toBeTruthy();
      expect(name).toMatch(/^\(UTC(?:[+-]\d\d:\d\d)?\) \S/);
    }
    expect(windowsOf('Europe/Zurich')).toBe('W. Europe Standard Time');
    expect(windowsOf('America/Toronto')).toBe('Eastern Standard Time');
    expect(windowsOf('Nowhere/Else')).toBeUndefined();
  });

  test.each([
    'W. Europe Standard Time',
    'Eastern Standard Time',
    'AUS Eastern Standard Time',
    'India Standard Time',
    'Lord Howe Standard Time',
    'Newfoundland Standard Time',
  ])('each occurrence in %s shows the same time on the wall', (zone) => {
    const item = series(['DailyRecurrence', { Interval: '1' }], ['NoEndRecurrence', { StartDate: '2025-01-01' }], {
      zone,
      hour: 9,
    });
    const clock = new Intl.DateTimeFormat('en-GB', { timeZone: ZONES[zone]?.[0], hour: '2-digit', minute: '2-digit' });
    const shown = new Set(expand(item, Date.UTC(2027, 0, 1)).map(({ start }) => clock.format(start)));
    expect([...shown]).toEqual(['09:00']);
  });

  test('the hour that spring leaves out comes an hour later, the one that autumn has twice comes first', () => {
    const zone = 'W. Europe Standard Time';
    expect(isoSeconds(fromLocal(Date.UTC(2026, 2, 29, 2, 30), zone))).toBe('2026-03-29T01:30:00Z');
    expect(isoSeconds(fromLocal(Date.UTC(2026, 9, 25, 2, 30), zone))).toBe('2026-10-25T00:30:00Z');
    for (let hour = Date.UTC(2026, 0, 1); hour < Date.UTC(2027, 0, 1); hour += 1_800_000)
      expect(Math.abs(fromLocal(toLocal(hour, zone), zone) - hour)).toBeLessThanOrEqual(3_600_000);
  });

  test('a night over which the clock changes is an hour longer', () => {
    const item = series(['DailyRecurrence', { Interval: '1' }], ['NoEndRecurrence', { StartDate: '2026-10-20' }], {
      zone: 'W. Europe Standard Time',
      hour: 0,
      minutes: 1440,
    });
    const lengths = expand(item, Date.UTC(2026, 9, 27)).map(({ start, end }) => (end - start) / 3_600_000);
    expect(lengths).toEqual([24, 24, 24, 24, 24, 25, 24, 24]);
  });
});
