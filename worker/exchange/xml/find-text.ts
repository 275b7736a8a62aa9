import { finderOf } from './bytes.ts';

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

/** Whether more than `most` tags begin. */
export function hasMoreTags(bytes: Uint8Array, most: number): boolean {
  const nextTag = finderOf(bytes, '<');
  let count = 0;
  for (let at = nextTag(0); at >= 0 && count <= most; at = nextTag(at + 1)) if (bytes[at + 1] !== SLASH) count += 1;
  return count > most;
}
