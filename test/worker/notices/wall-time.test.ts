import { expect, test } from 'vitest';
import { daysBefore, resolveWallTime, wallTimeAt } from '../../../worker/lib/zoned-time.ts';

const at = (local: string, timeZone: string) => {
  const resolved = resolveWallTime({ local, timeZone });
  return resolved && [new Date(resolved.at).toISOString(), resolved.case, resolved.shownAs];
};

test('a time on the wall is a moment by the rules of its zone', () => {
  expect(at('2027-01-15T08:00', 'Europe/Oslo')).toEqual(['2027-01-15T07:00:00.000Z', 'exact', '2027-01-15T08:00']);
  expect(at('2027-07-15T08:00', 'Europe/Oslo')).toEqual(['2027-07-15T06:00:00.000Z', 'exact', '2027-07-15T08:00']);
  expect(at('2027-07-15T08:00', 'Asia/Kathmandu')).toEqual(['2027-07-15T02:15:00.000Z', 'exact', '2027-07-15T08:00']);
});

test('a time that clocks skip means the moment by the offset before, when they show a later one', () => {
  expect(at('2027-03-28T02:30', 'Europe/Oslo')).toEqual(['2027-03-28T01:30:00.000Z', 'skipped', '2027-03-28T03:30']);
  // By half an hour only.
  expect(at('2027-10-03T02:15', 'Australia/Lord_Howe')).toEqual([
    '2027-10-02T15:45:00.000Z',
    'skipped',
    '2027-10-03T02:45',
  ]);
});

test('of a time that comes twice the first counts', () => {
  expect(at('2027-10-31T02:30', 'Europe/Oslo')).toEqual(['2027-10-31T00:30:00.000Z', 'repeated', '2027-10-31T02:30']);
  expect(at('2027-11-07T01:30', 'America/New_York')).toEqual([
    '2027-11-07T05:30:00.000Z',
    'repeated',
    '2027-11-07T01:30',
  ]);
});

test('what is no date, no time or no zone means nothing', () => {
  expect(at('2027-02-30T08:00', 'Europe/Oslo')).toBeUndefined();
  expect(at('2027-02-03T25:00', 'Europe/Oslo')).toBeUndefined();
  expect(at('2027-02-03T08:00', 'Europe/Atlantis')).toBeUndefined();
  expect(at('', 'UTC')).toBeUndefined();
});

test('days before are days on the calendar, at the same time of day', () => {
  const start = { local: '2027-03-30T18:00', timeZone: 'Europe/Oslo' };
  expect(daysBefore(start, 7)).toEqual({ local: '2027-03-23T18:00', timeZone: 'Europe/Oslo' });
  expect(wallTimeAt('2027-07-15T06:00:00Z', 'Europe/Oslo')).toBe('2027-07-15T08:00');
});
