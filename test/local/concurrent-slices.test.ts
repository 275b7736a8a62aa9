import { expect, it } from 'vitest';
import { maxConcurrentSlices, maxConcurrentSlicesHere } from '../../worker/local/concurrent-slices.ts';

it('a computer moves as many mailboxes at once as its memory and open files allow', () => {
  expect(maxConcurrentSlices(24e9, 20_000)).toBe(100);
  expect(maxConcurrentSlices(16e9, Infinity)).toBe(100);
  expect(maxConcurrentSlices(2e9, 20_000)).toBe(70);
  expect(maxConcurrentSlices(16e9, 1_024)).toBe(42);
  expect(maxConcurrentSlices(0.5e9, 256)).toBe(1);
  expect(maxConcurrentSlicesHere()).toBeGreaterThan(0);
});
