import { expect, it } from 'vitest';
import { slicesAtOnce, slicesAtOnceHere } from '../../worker/local/slices-at-once.ts';

it('a computer moves as many mailboxes at once as its memory and open files allow', () => {
  expect(slicesAtOnce(24e9, 20_000)).toBe(100);
  expect(slicesAtOnce(16e9, Infinity)).toBe(100);
  expect(slicesAtOnce(2e9, 20_000)).toBe(70);
  expect(slicesAtOnce(16e9, 1_024)).toBe(42);
  expect(slicesAtOnce(0.5e9, 256)).toBe(1);
  expect(slicesAtOnceHere()).toBeGreaterThan(0);
});
