import { finderOf } from './bytes.ts';

const LT = 0x3c;
const SLASH = 0x2f;

/** Whether ASCII text stands at an offset. */
export function startsWith(bytes: Uint8Array, text: string, at: number): boolean {
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false;
  return true;
}

/** Offset just behind `text`; -1 where it does not occur. */
export function indexOfText(bytes: Uint8Array, text: string, from: number): number {
  const first = text.charCodeAt(0);
  for (let at = bytes.indexOf(first, from); at >= 0; at = bytes.indexOf(first, at + 1)) {
    if (startsWith(bytes, text, at)) return at + text.length;
  }
  return -1;
}

/**
 * Counts the tags that begin in bytes which arrive in parts, closing ones left out. Gives the count so far; above `most`
 * it counts no further.
 */
export function countTags(most: number): (part: Uint8Array) => number {
  let count = 0;
  let endsWithLt = false;
  return (part) => {
    if (part.length === 0) return count;
    if (endsWithLt && part[0] !== SLASH) count += 1;
    endsWithLt = part[part.length - 1] === LT;
    const nextTag = finderOf(part, '<');
    for (let at = nextTag(0); at >= 0 && at + 1 < part.length && count <= most; at = nextTag(at + 1))
      if (part[at + 1] !== SLASH) count += 1;
    return count;
  };
}
