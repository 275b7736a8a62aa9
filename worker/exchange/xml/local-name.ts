const COLON = 0x3a;

/** No schema has longer names; a guard against hostile ones. */
const MAX_NAME_BYTES = 256;
/** Names that are kept to be found again: EWS has about two thousand. */
const MAX_KNOWN = 4096;

/** Letters, digits, and the other characters of names in the schemas read here. */
const IS_NAME = new Uint8Array(256);
for (const char of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.') IS_NAME[char.charCodeAt(0)] = 1;

/** Names by their hash: the same few recur, and a known one needs no new string. */
const KNOWN = new Map<number, string>();

/** The name between two offsets, without its prefix; undefined if it is invalid, or longer than any real one. */
export function localName(bytes: Uint8Array, from: number, to: number): string | undefined {
  if (to - from > MAX_NAME_BYTES) return undefined;
  let start = from;
  let hash = 0;
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === COLON) {
      start = at + 1;
      hash = 0;
    } else if (IS_NAME[byte] === 0) return undefined;
    else hash = (Math.imul(hash, 31) + byte) | 0;
  }
  if (start === to) return undefined;
  const known = KNOWN.get(hash);
  if (known !== undefined && isSame(known, bytes, start, to)) return known;
  const name = String.fromCharCode(...bytes.subarray(start, to));
  if (known === undefined && KNOWN.size < MAX_KNOWN) KNOWN.set(hash, name);
  return name;
}

function isSame(name: string, bytes: Uint8Array, from: number, to: number): boolean {
  if (name.length !== to - from) return false;
  for (let at = from; at < to; at += 1) if (name.charCodeAt(at - from) !== bytes[at]) return false;
  return true;
}
