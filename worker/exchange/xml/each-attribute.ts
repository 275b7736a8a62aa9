const GT = 0x3e;
const SLASH = 0x2f;
const EQUALS = 0x3d;
const COLON = 0x3a;
const QUOTE = 0x22;
const APOSTROPHE = 0x27;

/** Offsets of one attribute: its whole name, its name without prefix, and what stands between the quotes. */
export type Attribute = { from: number; nameFrom: number; nameTo: number; valueFrom: number; valueTo: number };

/**
 * Goes through the attributes of a start tag, from behind its name to its `>`, until `visit` returns true. Each byte is
 * looked at once, whatever stands there: what is no attribute is stepped over. The same object is given out every time.
 */
export function eachAttribute(bytes: Uint8Array, at: number, visit: (attribute: Attribute) => boolean): void {
  const found: Attribute = { from: 0, nameFrom: 0, nameTo: 0, valueFrom: 0, valueTo: 0 };
  while (at < bytes.length) {
    at = behindGaps(bytes, at);
    if (at >= bytes.length || bytes[at] === GT) return;
    if (isQuote(bytes[at])) {
      // A value without a name.
      const end = bytes.indexOf(bytes[at] ?? 0, at + 1);
      if (end < 0) return;
      at = end + 1;
      continue;
    }
    found.from = found.nameFrom = at;
    for (; at < bytes.length && !endsName(bytes[at]); at += 1) if (bytes[at] === COLON) found.nameFrom = at + 1;
    found.nameTo = at;
    at = behindSpaces(bytes, at);
    if (bytes[at] !== EQUALS) continue;
    at = behindSpaces(bytes, at + 1);
    if (!isQuote(bytes[at])) continue;
    found.valueFrom = at + 1;
    found.valueTo = bytes.indexOf(bytes[at] ?? 0, at + 1);
    if (found.valueTo < 0) return;
    at = found.valueTo + 1;
    if (found.nameTo > found.nameFrom && visit(found)) return;
  }
}

export function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function isQuote(byte: number | undefined): boolean {
  return byte === QUOTE || byte === APOSTROPHE;
}

function endsName(byte: number | undefined): boolean {
  return byte === EQUALS || byte === GT || byte === SLASH || isSpace(byte) || isQuote(byte);
}

function behindSpaces(bytes: Uint8Array, at: number): number {
  while (isSpace(bytes[at])) at += 1;
  return at;
}

/** Behind what may stand between two attributes, and the signs that belong to none. */
function behindGaps(bytes: Uint8Array, at: number): number {
  while (isSpace(bytes[at]) || bytes[at] === SLASH || bytes[at] === EQUALS) at += 1;
  return at;
}
