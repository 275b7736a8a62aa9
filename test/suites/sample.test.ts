import { expect, test } from 'vitest';
import { sizeFrom } from '../sample.ts';

test('samples are small, full in CI, and what SAMPLE says anywhere', () => {
  expect(sizeFrom({})).toBe('small');
  expect(sizeFrom({ CI: 'true' })).toBe('full');
  expect(sizeFrom({ CI: 'true', SAMPLE: 'small' })).toBe('small');
  expect(sizeFrom({ SAMPLE: 'full' })).toBe('full');
  expect(() => sizeFrom({ SAMPLE: 'all' })).toThrow('SAMPLE is all: it is small or full.');
});
