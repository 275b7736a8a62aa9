import { finderOf, utf8, type Piece } from './bytes.ts';
import { rawXml } from './template.ts';

/**
 * Old servers write characters that XML 1.0 forbids as references (`&#x0;`), in text and in attributes, and every server
 * refuses them when it reads. All requests pass here: such references are left out, and the bytes around them stay as
 * they are.
 */
export function legal(pieces: readonly Piece[]): Piece[] {
  return pieces.map((piece): Piece => {
    if (piece instanceof Uint8Array) return legalBytes(piece);
    return piece.markup.includes('&#') ? rawXml(legalText(piece.markup)) : piece;
  });
}

/** The same for markup that continues inside something else. */
export function legalText(markup: string): string {
  return markup.replaceAll(/&#(x[0-9a-f]{1,8}|\d{1,9});/gi, (whole, digits: string) =>
    isLegal(codeOf(digits)) ? whole : '',
  );
}

/** Whether there is anything that `legal` would leave out. */
export function holdsForbidden(pieces: readonly Piece[]): boolean {
  return pieces.some((piece) => {
    const bytes = piece instanceof Uint8Array ? piece : utf8(piece.markup);
    return legalBytes(bytes) !== bytes;
  });
}

/** The same bytes if nothing is left out, otherwise a copy: a body may have millions of such references. */
function legalBytes(content: Uint8Array): Uint8Array {
  const nextReference = finderOf(content, '&');
  let kept: Uint8Array | undefined;
  let length = 0;
  let from = 0;
  const keepTo = (to: number) => {
    kept ??= new Uint8Array(content.length);
    if (to - from > FEW_BYTES) kept.set(content.subarray(from, to), length);
    else for (let at = from; at < to; at += 1) kept[length + at - from] = content[at] ?? 0;
    length += to - from;
  };
  for (let at = nextReference(0); at >= 0; at = nextReference(at + 1)) {
    if (content[at + 1] !== HASH) continue;
    const end = endOfReference(content, at + 2);
    if (end < 0 || isLegal(codeOf(String.fromCharCode(...content.subarray(at + 2, end))))) continue;
    keepTo(at);
    from = end + 1;
  }
  if (from === 0) return content;
  keepTo(content.length);
  return kept === undefined ? content : kept.subarray(0, length);
}

/** Where the semicolon of a reference stands; -1 where none comes soon. */
function endOfReference(content: Uint8Array, from: number): number {
  const last = Math.min(content.length, from + LONGEST_REFERENCE);
  for (let at = from; at < last; at += 1) if (content[at] === SEMICOLON) return at;
  return -1;
}

const HASH = 0x23;
const SEMICOLON = 0x3b;
/** Of its digits, with the semicolon. */
const LONGEST_REFERENCE = 10;
/** So few are sooner copied one by one. */
const FEW_BYTES = 32;

/** The code of `x1F600` or `128512`; NaN for what is no number. */
function codeOf(digits: string): number {
  return /^x/i.test(digits) ? Number.parseInt(digits.slice(1), 16) : Number.parseInt(digits, 10);
}

/** Production `Char` of https://www.w3.org/TR/xml/#charsets */
function isLegal(code: number): boolean {
  if (code < 0x20) return code === 0x9 || code === 0xa || code === 0xd;
  return code <= 0xd7ff || (code >= 0xe000 && code <= 0xfffd) || (code >= 0x1_0000 && code <= 0x10_ffff);
}
