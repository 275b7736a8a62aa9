import type { Rates } from '../../lib/units.ts';

/** A number of items and the sum of their sizes at the source. */
export type Tally = { count: number; bytes: number };

export const NOTHING: Tally = { count: 0, bytes: 0 };

export function addTally(a: Tally, b: Tally): Tally {
  return { count: a.count + b.count, bytes: a.bytes + b.bytes };
}

/** A moment's view of what was copied, for rates. */
export type Sample = { at: number; copied: Tally };

/**
 * Speed over the samples of the last `windowMs`; zero until two samples are there. A window rather than the
 * whole run, so that a pause shows as one.
 */
export function ratesOf(samples: readonly Sample[], now: number, windowMs = 10_000): Rates {
  const recent = samples.filter((sample) => sample.at >= now - windowMs);
  const first = recent[0];
  const last = recent.at(-1);
  if (!first || !last || last.at <= first.at) return { itemsPerSecond: 0, bytesPerSecond: 0 };
  const seconds = (last.at - first.at) / 1000;
  return {
    itemsPerSecond: (last.copied.count - first.copied.count) / seconds,
    bytesPerSecond: (last.copied.bytes - first.copied.bytes) / seconds,
  };
}
