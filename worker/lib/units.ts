export const SECOND_MS = 1000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

const KILOBYTE_BYTES = 1024;
export const MEGABYTE_BYTES = 1024 * KILOBYTE_BYTES;

/** A quantity per hour, or 0 where no time has passed. */
export function perHour(quantity: number, elapsedMs: number): number {
  return elapsedMs > 0 ? (quantity * HOUR_MS) / elapsedMs : 0;
}

/** Cost of an item in addition to its content, in bytes, so that many small items and few large ones both count. */
export const ITEM_COST_BYTES = 20_000;

export type Work = { count: number; bytes: number };

/** Items and bytes as one measure of work, in bytes. */
export function workOf(items: Work): number {
  return items.count * ITEM_COST_BYTES + items.bytes;
}

/** Share of the work that is done, 0..1; 0 where the whole is not known yet. */
export function fractionOf(done: Work, total: Work): number {
  return total.count <= 0 ? 0 : Math.min(1, Math.max(0, workOf(done) / workOf(total)));
}

export type Rates = { itemsPerSecond: number; bytesPerSecond: number };

/** Time left at the present speed, in ms; undefined while nothing moves. */
export function etaMsOf(done: Work, total: Work, rates: Rates): number | undefined {
  const speed = workOf({ count: rates.itemsPerSecond, bytes: rates.bytesPerSecond });
  if (speed <= 0) return undefined;
  const left = { count: Math.max(0, total.count - done.count), bytes: Math.max(0, total.bytes - done.bytes) };
  return Math.round((workOf(left) / speed) * 1000);
}
