export const SECOND_MS = 1000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

export const KILOBYTE_BYTES = 1024;
export const MEGABYTE_BYTES = 1024 * KILOBYTE_BYTES;

/** A quantity per hour, or 0 where no time has passed. */
export function perHour(quantity: number, elapsedMs: number): number {
  return elapsedMs > 0 ? (quantity * HOUR_MS) / elapsedMs : 0;
}

/** A part of a whole as 0..1; 0 where the whole is not known yet. */
export function fractionOf(part: number, whole: number): number {
  if (whole <= 0) return 0;
  return Math.min(1, Math.max(0, part / whole));
}
