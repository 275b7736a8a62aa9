import type { Clock } from './clock.ts';
import { MINUTE_MS } from './units.ts';

/** Fills a buffer with random bytes, as `crypto.getRandomValues` does. */
export type Random = (bytes: Uint8Array) => void;

/** Makes an id such as `prj_01jd4…`; later ids sort after earlier ones. */
export type NewId = (prefix: string) => string;

/** Crockford's base32, lower case: no letters that look like digits, and text order is numeric order. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const TIME_DIGITS = 10;
const RANDOM_DIGITS = 16;
const RANDOM_BYTES = 10;

function timeDigits(atMs: number): string {
  let rest = atMs;
  let digits = '';
  for (let place = 0; place < TIME_DIGITS; place += 1) {
    digits = ALPHABET.charAt(rest % 32) + digits;
    rest = Math.floor(rest / 32);
  }
  return digits;
}

/** No id of this kind that was made at or after this instant sorts before it. */
export function firstIdAt(prefix: string, atMs: number): string {
  return `${prefix}_${timeDigits(Math.max(0, atMs))}`;
}

function randomDigits(bytes: Uint8Array): string {
  let bits = 0n;
  for (const byte of bytes) bits = (bits << 8n) | BigInt(byte);
  let digits = '';
  for (let place = 0; place < RANDOM_DIGITS; place += 1) {
    digits = ALPHABET.charAt(Number(bits & 31n)) + digits;
    bits >>= 5n;
  }
  return digits;
}

/** Adds one to a big-endian number in place. */
function increment(bytes: Uint8Array): void {
  for (let index = bytes.length - 1; index >= 0; index -= 1) {
    const next = ((bytes[index] ?? 0) + 1) & 0xff;
    bytes[index] = next;
    if (next !== 0) return;
  }
}

/** A clock that goes back further was wrong before: ids of a time to come would be missing from every range of time. */
const LONGEST_STEP_BACK_MS = 10 * MINUTE_MS;

/**
 * A source of ids: prefix, `_`, 48 bits of time and 79 random bits in base32 (26 digits, as a ULID has).
 * Within one source, ids of the same millisecond keep their order too: rows added together list as they were given. So
 * do ids on both sides of a small step back of the clock.
 */
export function createIdSource(now: Clock, random: Random): NewId {
  let lastMs = -1;
  const tail = new Uint8Array(RANDOM_BYTES);
  return (prefix) => {
    const at = now();
    if (at > lastMs || lastMs - at > LONGEST_STEP_BACK_MS) {
      lastMs = at;
      random(tail);
      // Half of the room stays free, so that counting up within the millisecond never overflows.
      tail[0] = (tail[0] ?? 0) & 0x7f;
    } else increment(tail);
    return `${prefix}_${timeDigits(lastMs)}${randomDigits(tail)}`;
  };
}
