/** A text for a header: no control characters, no line ends of any kind, of a bounded length. */
export function oneLine(text: string, longest = 200): string {
  const line = text
    .replace(/[\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069]+/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
  return line.length <= longest ? line : `${line.slice(0, longest - 1).trimEnd()}…`;
}
