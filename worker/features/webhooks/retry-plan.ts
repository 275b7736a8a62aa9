import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../lib/units.ts';

/** Waits between attempts, as the standard advises: the last attempt begins 75 h 35 min after the first. */
const WAITS_MS = [
  5 * SECOND_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  14 * HOUR_MS,
  20 * HOUR_MS,
  24 * HOUR_MS,
];

/** So many attempts, then a delivery has failed. */
export const MAX_TRIES = WAITS_MS.length + 1;

/** Waits are longer by up to this share, so that what failed together does not come back together. */
const JITTER = 0.05;
/** A receiver may ask for a longer wait, but not for ever. */
const LONGEST_RETRY_AFTER_MS = 24 * HOUR_MS;

/** How long to wait after the attempt of this number (1 is the first), in ms; undefined after the last. `chance` is 0..1. */
export function planRetry(tries: number, retryAfterMs: number, chance: number): number | undefined {
  const wait = WAITS_MS[tries - 1];
  if (wait === undefined) return undefined;
  return Math.max(Math.round(wait * (1 + JITTER * chance)), Math.min(retryAfterMs, LONGEST_RETRY_AFTER_MS));
}

/** A Retry-After header (RFC 9110, 10.2.3) as a wait from now, in ms; 0 where there is none that can be read. */
export function retryAfterOf(header: string | null, now: number): number {
  const text = header?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * SECOND_MS;
  const at = text.length <= 40 ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? 0 : Math.max(0, at - now);
}
