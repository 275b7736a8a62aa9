import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { formatDate, formatLongDate, formatMoment, formatTime, formatWeekday } from '../../app/lib/dates.ts';
import { formatAgo, formatBytes, formatCount, localizeInstants } from '../../app/lib/format.ts';
import { compareNames } from '../../app/lib/compare-names.ts';

const AT = new Date(2026, 10, 9, 4, 5, 9);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('numbers', () => {
  it('are grouped as English groups them', () => {
    const english = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
    for (const value of [0, 1, 12, 123, 999, 1000, 1409, 12_345, 999_999, 1_000_000, 9_007_199_254_740_991, -1, -1234])
      expect(formatCount(value)).toBe(english.format(value));
    expect(formatCount(1408.6)).toBe('1,409');
  });

  it('are sizes with one digit after the point from kilobytes on', () => {
    expect([0, 999, 1000, 19_000_000, 999_949, 999_950, 1.4e15, 2.5e18].map(formatBytes)).toEqual([
      '0 B',
      '999 B',
      '1.0 KB',
      '19.0 MB',
      '999.9 KB',
      '1.0 MB',
      '1,400.0 TB',
      '2,500,000.0 TB',
    ]);
  });
});

describe('dates', () => {
  it('are written in English', () => {
    expect(formatDate(AT)).toBe('9 Nov 2026');
    expect(formatLongDate(AT.toISOString())).toBe('9 November 2026');
    expect(formatWeekday(AT.getTime())).toBe('Monday, 9 November 2026');
    expect(formatTime(AT)).toBe('04:05');
    expect(formatMoment(AT, 'second')).toBe('9 Nov 2026, 04:05:09');
  });

  it('are near now by how far away they are', () => {
    const now = AT.getTime();
    const near = [
      ['just now', 44_000],
      ['1 min ago', MINUTE],
      ['59 min ago', 59 * MINUTE],
      ['1 h ago', HOUR],
      ['23 h ago', 23 * HOUR],
      ['yesterday', 30 * HOUR],
      ['3 days ago', 3 * DAY],
      ['2 Nov 2026', 7 * DAY],
    ] as const;
    for (const [words, ms] of near) expect(formatAgo(now - ms, now)).toBe(words);
    expect(formatAgo(now + 5 * MINUTE, now)).toBe('in 5 min');
    expect(formatAgo(now + 30 * HOUR, now)).toBe('tomorrow');
  });

  it('of a sentence are in the zone of the reader', () => {
    const sentence = `Paused until ${AT.toISOString()}.`;
    expect(localizeInstants(sentence, AT)).toBe('Paused until 04:05:09.');
    expect(localizeInstants(sentence, AT, 'minute')).toBe('Paused until 04:05.');
    expect(localizeInstants(sentence, new Date(2026, 10, 10))).toBe('Paused until 9 Nov 2026, 04:05.');
  });
});

it('names are in order without case and accents, and by their numbers', () => {
  expect(['Week 10', 'week 2', 'Week 1'].toSorted(compareNames)).toEqual(['Week 1', 'week 2', 'Week 10']);
  expect(['Zoo', 'ähre', 'Ahorn', 'Ährling', 'b'].toSorted(compareNames)).toEqual([
    'Ahorn',
    'ähre',
    'Ährling',
    'b',
    'Zoo',
  ]);
});

describe('without Intl', () => {
  beforeEach(() => {
    const refuse = () => {
      throw new Error('Intl takes a slow phone a fifth of a second.');
    };
    vi.spyOn(Intl, 'NumberFormat').mockImplementation(refuse);
    vi.spyOn(Intl, 'DateTimeFormat').mockImplementation(refuse);
    vi.spyOn(Intl, 'RelativeTimeFormat').mockImplementation(refuse);
    vi.spyOn(Intl, 'Collator').mockImplementation(refuse);
    for (const name of ['toLocaleString', 'toLocaleDateString', 'toLocaleTimeString'] as const)
      vi.spyOn(Date.prototype, name).mockImplementation(refuse);
    vi.spyOn(String.prototype, 'localeCompare').mockImplementation(refuse);
  });
  afterEach(() => vi.restoreAllMocks());

  it('a screen shows its first numbers, dates and names', () => {
    expect([
      formatCount(1409),
      formatBytes(1409),
      formatAgo(0, DAY),
      formatMoment(AT),
      formatWeekday(AT),
      localizeInstants(AT.toISOString(), AT),
      compareNames('a', 'b'),
    ]).toEqual(['1,409', '1.4 KB', 'yesterday', '9 Nov 2026, 04:05', 'Monday, 9 November 2026', '04:05:09', -1]);
  });
});
