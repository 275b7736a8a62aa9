import { isEmailAddress } from '../email-address.ts';

/** What no one sees: white space, zero-width and direction marks, soft hyphens, byte order marks. */
const UNSEEN = /[\s\p{Cf}\p{Cc}\u115F\u1160\u3164\uFFA0]/u;
/** What mail programs put around an address, or before it. */
const WRAPPED: readonly (readonly [string, string])[] = [
  ['<', '>'],
  ['"', '"'],
  ["'", "'"],
];
const PREFIX = /^(?:mailto|smtp):/i;
/** Outlook ends each address with a semicolon. */
const END = /[;,]$/;
/** At most so many layers come off. */
const LAYERS = 6;

/**
 * An address without what came along with it: invisible characters at its edges, brackets, quotes, `mailto:`, Outlook's
 * semicolon, the name before `<…>`. A valid address stays as it is.
 */
export function cleanAddress(text: string): string {
  let rest = text;
  for (let layer = 0; layer < LAYERS && !isEmailAddress(rest); layer += 1) {
    const before = rest;
    rest = withoutEdges(rest).replace(END, '').replace(PREFIX, '');
    for (const [open, close] of WRAPPED)
      if (rest.length > 1 && rest.startsWith(open) && rest.endsWith(close)) rest = rest.slice(1, -1);
    const bracket = rest.endsWith('>') ? rest.lastIndexOf('<') : -1;
    if (bracket > 0) rest = rest.slice(bracket + 1, -1);
    if (rest === before) break;
  }
  return rest;
}

function withoutEdges(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && UNSEEN.test(text[start]!)) start += 1;
  while (end > start && UNSEEN.test(text[end - 1]!)) end -= 1;
  return text.slice(start, end);
}

/** The first character inside a text that no one sees, as `U+200B`; undefined where there is none. */
export function invisibleIn(text: string): string | undefined {
  const found = UNSEEN.exec(text)?.[0];
  if (found === undefined || found === ' ') return undefined;
  return `U+${found.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
}
