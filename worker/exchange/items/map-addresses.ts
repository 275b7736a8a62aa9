import type { AddressMap } from '../../lib/recipients.ts';

/** Characters of an address around its `@`, from the search position. */
const ATOM = /[^\s<>,;:"()[\]\\@]+/y;
/** The parts of an encoded word (RFC 2047). */
const WORD_PART = /[^?\s]*\?/y;

/**
 * Text with other addresses in it. The search goes forward only: people can mail headers of any length to a customer,
 * and each character of them is looked at a few times at most.
 */
export function mapAddresses(text: string, map: AddressMap): string {
  return replaced(
    text,
    map,
    () => -1,
    () => Infinity,
  );
}

/** The same of a field of a mail's header: what is quoted, a comment or an encoded word is left alone. */
export function mapHeaderAddresses(field: string, map: AddressMap): string {
  const quotes = closedPart(field, '"', '"');
  const comments = closedPart(field, '(', ')');
  const protectedTo = (at: number) => {
    const char = field[at];
    if (char === '"') return quotes(at);
    return char === '(' ? comments(at) : endOfWord(field, at);
  };
  return replaced(field, map, protectedTo, placesOf(field, '=?'));
}

/**
 * `protectedTo` returns where something ends that begins at an offset and is left alone, or -1. `nextWord` returns the
 * next place at or behind an offset where such may begin within a run of other characters.
 */
function replaced(
  text: string,
  map: AddressMap,
  protectedTo: (at: number) => number,
  nextWord: (at: number) => number,
): string {
  let out = '';
  let kept = 0;
  /** Where the run ends that the search stands in, which several encoded words may interrupt. */
  let runEnd = 0;
  for (let at = 0; at < text.length;) {
    const end = protectedTo(at);
    if (end > 0) {
      at = end;
      continue;
    }
    if (at >= runEnd) runEnd = endOf(ATOM, text, at);
    const local = runEnd;
    const domain = local > at && text[local] === '@' ? endOf(ATOM, text, local + 1) : -1;
    if (domain > local + 1) {
      const to = map(text.slice(at, domain));
      if (to !== undefined) {
        out += text.slice(kept, at) + to;
        kept = domain;
      }
      at = domain;
    } else {
      // An encoded word may begin within a run that is no address.
      const end = Math.max(local, at + 1);
      let word = nextWord(at + 1);
      while (word < end && protectedTo(word) < 0) word = nextWord(word + 1);
      at = Math.min(word, end);
    }
  }
  return kept === 0 ? text : out + text.slice(kept);
}

/** Where some characters stand next, asked for from places further and further on. */
function placesOf(text: string, wanted: string): (from: number) => number {
  let found = -1;
  return (from) => {
    if (found < from) {
      const at = text.indexOf(wanted, from);
      found = at < 0 ? Infinity : at;
    }
    return found;
  };
}

/** The end of a match at an offset; the offset itself if there is none. */
function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

function endOfWord(text: string, at: number): number {
  if (!text.startsWith('=?', at)) return -1;
  let end = at + 2;
  for (let part = 0; part < 3; part += 1) {
    const next = endOf(WORD_PART, text, end);
    if (next === end) return -1;
    end = next;
  }
  return text[end] === '=' ? end + 1 : -1;
}

/** Ends of parts between two signs, of which none stands inside unless a backslash is before it. */
function closedPart(text: string, open: string, close: string): (at: number) => number {
  /** Everything up to here was looked through for an end from an earlier beginning, and has none. */
  let openTo = 0;
  return (at) => {
    if (at < openTo) return -1;
    let end = at + 1;
    for (; end < text.length && text[end] !== close && text[end] !== open; end += 1) if (text[end] === '\\') end += 1;
    if (text[end] === close) return end + 1;
    openTo = Math.min(end, text.length);
    return -1;
  };
}
