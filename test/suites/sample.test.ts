import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { sizeFrom, spread } from '../sample.ts';
import { FULL_ONLY } from './full-only.ts';
import { describeSamples } from './samples.ts';

test('samples are small, full in CI, and what SAMPLE says anywhere', () => {
  expect(sizeFrom({})).toBe('small');
  expect(sizeFrom({ CI: 'true' })).toBe('full');
  expect(sizeFrom({ CI: 'true', SAMPLE: 'small' })).toBe('small');
  expect(sizeFrom({ SAMPLE: 'full' })).toBe('full');
  expect(() => sizeFrom({ SAMPLE: 'all' })).toThrow('SAMPLE is all: it is small or full.');
});

test('a sample is spread evenly, from the first case to the last, and is the same each time', () => {
  const numbers = (length: number) => Array.from({ length }, (_, at) => at);
  expect(spread(numbers(10), 3)).toEqual([0, 3, 6, 9]);
  expect(spread(numbers(18), 3)).toEqual([0, 3, 7, 10, 14, 17]);
  expect(spread(numbers(3), 2)).toEqual([0, 2]);
  expect(spread(numbers(2), 2)).toEqual([0]);
  expect(spread(numbers(1), 2)).toEqual([0]);
  expect(spread([], 2)).toEqual([]);
  expect(spread(numbers(5), 1)).toEqual(numbers(5));
});

test('files that small runs leave out exist', () => {
  expect(Object.keys(FULL_ONLY).filter((file) => !existsSync(file))).toEqual([]);
});

test('what a small run has instead of such a file is not left out itself', () => {
  const leftOut = Object.keys(FULL_ONLY).map((file) => file.replace(/^test\/|\.test\.ts$/g, ''));
  const leaning = Object.entries(FULL_ONLY).filter(([, reason]) =>
    (reason.match(/[\w-]+(?:\/[\w-]+)+/g) ?? []).some((named) =>
      leftOut.some((file) => file === named || file.endsWith(`/${named}`)),
    ),
  );
  expect(leaning.map(([file, reason]) => `${file}: ${reason}`).filter((line) => !line.includes(': as '))).toEqual([]);
});

test('a run says how many cases and files it took', () => {
  expect(describeSamples('small', '5 15\n2 3\n', ['a.test.ts'])).toBe(
    'Samples: small: 7 of 18 cases in 2 tables; 1 files left to SAMPLE=full (test/suites/full-only.ts)',
  );
  expect(describeSamples('full', '15 15\n', [])).toBe('Samples: full: 15 of 15 cases in 1 tables');
});
