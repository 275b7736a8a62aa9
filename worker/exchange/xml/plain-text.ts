const CDATA = '<![CDATA[';
const CDATA_END = ']]>';
const COMMENT = '<!--';
const COMMENT_END = '-->';

/** The text in a piece of markup, with entities and CDATA resolved. Every character is looked at once. */
export function plainText(markup: string): string {
  let text = '';
  for (let at = 0; at < markup.length;) {
    const lt = markup.indexOf('<', at);
    if (lt < 0) return text + decodeEntities(markup.slice(at));
    text += decodeEntities(markup.slice(at, lt));
    const [begin, end] = markup.startsWith(CDATA, lt)
      ? [CDATA, CDATA_END]
      : markup.startsWith(COMMENT, lt)
        ? [COMMENT, COMMENT_END]
        : ['<', '>'];
    const close = markup.indexOf(end, lt + begin.length);
    // What is not closed has no end further on either.
    if (close < 0) return text;
    if (begin === CDATA) text += markup.slice(lt + begin.length, close);
    at = close + end.length;
  }
  return text;
}

/** Resolves the five named entities and character references; others stay as they are. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replaceAll(REFERENCE, (whole, hex, decimal, named) => {
    if (named !== undefined) return NAMED[named.toLowerCase()] ?? whole;
    const code = hex === undefined ? Number.parseInt(decimal, 10) : Number.parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

const REFERENCE = /&(?:#x([0-9a-f]{1,16})|#(\d{1,16})|(lt|gt|amp|quot|apos));/gi;
const NAMED: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
