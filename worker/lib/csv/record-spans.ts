/** Where a record is: from `start` up to `end`, without its line end. `isBroken`: a quotation mark is wrong. */
export type RecordSpan = { start: number; end: number; isBroken: boolean };

const QUOTE = '"';
const isLineEnd = (letter: string | undefined): boolean => letter === '\r' || letter === '\n';

/** Behind the quotation mark that closes the one at `at`; -1 where none does. Doubled ones are part of the text. */
function afterQuoted(text: string, at: number): number {
  for (let close = text.indexOf(QUOTE, at + 1); close >= 0; close = text.indexOf(QUOTE, close + 2))
    if (text[close + 1] !== QUOTE) return close + 1;
  return -1;
}

/**
 * The records of a CSV text from `from` on (RFC 4180), whatever line ends it has: LF, CR or CRLF, also mixed. A quotation
 * mark counts at the beginning of a cell alone. One that is not closed, or is followed by more text, breaks its line and
 * no other. Linear in the length of the text.
 */
export function recordSpans(text: string, delimiter: string, from: number): RecordSpan[] {
  const spans: RecordSpan[] = [];
  let at = from;
  const skipToEnd = (start: number) => {
    let end = start;
    while (end < text.length && !isLineEnd(text[end])) end += 1;
    return end;
  };
  /** The end of the record, or -1 if it is broken. */
  const endOf = (start: number): number => {
    let end = start;
    for (;;) {
      if (text[end] === QUOTE) {
        end = afterQuoted(text, end);
        if (end < 0) return -1;
        while (text[end] === ' ') end += 1;
        if (end < text.length && !isLineEnd(text[end]) && !text.startsWith(delimiter, end)) return -1;
      } else while (end < text.length && !isLineEnd(text[end]) && !text.startsWith(delimiter, end)) end += 1;
      if (end >= text.length || !text.startsWith(delimiter, end)) return end;
      end += delimiter.length;
    }
  };
  while (at < text.length) {
    const end = endOf(at);
    const isBroken = end < 0;
    const stop = isBroken ? skipToEnd(at) : end;
    spans.push({ start: at, end: stop, isBroken });
    at = stop + (text[stop] === '\r' && text[stop + 1] === '\n' ? 2 : 1);
  }
  return spans;
}
