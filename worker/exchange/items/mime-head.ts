import { concat } from '../xml/bytes.ts';

/** No real header is longer; a message with a longer one is copied unchanged. */
const MAX_HEADER_BYTES = 1024 * 1024;

/** The beginning of a message's MIME in base64, decoded as far as its header goes. */
export type Head = {
  /** Takes more of the content; true once the header is complete, or is not worth waiting for. */
  add(chunk: Uint8Array): boolean;
  /** All that was added. */
  readonly chunks: Uint8Array[];
  /**
   * The header with its empty line, decoded; what of the body was decoded with its last groups (less than three bytes);
   * and the content behind these groups. Undefined where no header was found.
   */
  header(): { header: Uint8Array; tail: Uint8Array; rest: () => Uint8Array } | undefined;
};

export function createHead(): Head {
  const chunks: Uint8Array[] = [];
  const decoded: Decoded = { bytes: new Uint8Array(4096), length: 0, quad: 0, digits: 0, searched: 0, headerEnd: -1 };
  let addedBytes = 0;
  let restAt = -1;
  let isGivenUp = false;
  return {
    chunks,
    add: (chunk) => {
      chunks.push(chunk);
      if (restAt < 0 && !isGivenUp) {
        const end = decodeHeader(decoded, chunk);
        if (end === 'no-header') isGivenUp = true;
        else if (end !== 'more') restAt = addedBytes + end;
      }
      addedBytes += chunk.length;
      return restAt >= 0 || isGivenUp;
    },
    header: () => {
      const { bytes, length, headerEnd } = decoded;
      if (headerEnd < 0) return undefined;
      const [header, tail] = [bytes.subarray(0, headerEnd), bytes.subarray(headerEnd, length)];
      return { header, tail, rest: () => concat(chunks).subarray(restAt) };
    },
  };
}

type Decoded = {
  bytes: Uint8Array;
  length: number;
  /** The digits of the group that is not complete, and how many. */
  quad: number;
  digits: number;
  /** How far the end of the header was looked for, in bytes. */
  searched: number;
  /** Length of the header with its empty line; -1 until it is complete. */
  headerEnd: number;
};

/** Decodes until the header is complete. Returns how much of the chunk that took. */
function decodeHeader(decoded: Decoded, chunk: Uint8Array): number | 'more' | 'no-header' {
  for (let at = 0; at < chunk.length; at += 1) {
    const code = chunk[at] ?? 0;
    const digit = DIGITS[code] ?? -1;
    // A padding ends the content, and the header would have to be all of it; line breaks stand between.
    if (code === PADDING) return 'no-header';
    if (digit < 0 || !addDigit(decoded, digit)) continue;
    decoded.headerEnd = endOfHeader(decoded.bytes, decoded.searched, decoded.length);
    decoded.searched = Math.max(0, decoded.length - 3);
    if (decoded.headerEnd >= 0) return at + 1;
    if (decoded.length > MAX_HEADER_BYTES) return 'no-header';
  }
  return 'more';
}

/** True where the digit completes a group, which then is decoded. */
function addDigit(decoded: Decoded, digit: number): boolean {
  decoded.quad = (decoded.quad << 6) | digit;
  decoded.digits += 1;
  if (decoded.digits < 4) return false;
  const { quad } = decoded;
  push(decoded, (quad >> 16) & 255);
  push(decoded, (quad >> 8) & 255);
  push(decoded, quad & 255);
  decoded.quad = decoded.digits = 0;
  return true;
}

function push(decoded: Decoded, byte: number): void {
  if (decoded.length === decoded.bytes.length) {
    const larger = new Uint8Array(decoded.length * 2);
    larger.set(decoded.bytes);
    decoded.bytes = larger;
  }
  decoded.bytes[decoded.length] = byte;
  decoded.length += 1;
}

/** Offset after the empty line that ends a header, searched from `from`; -1 if there is none yet. */
function endOfHeader(bytes: Uint8Array, from: number, length: number): number {
  for (let at = Math.max(0, from); at < length; at += 1) {
    if (bytes[at] !== LF) continue;
    if (bytes[at + 1] === LF && at + 1 < length) return at + 2;
    if (bytes[at + 1] === CR && bytes[at + 2] === LF && at + 2 < length) return at + 3;
  }
  return -1;
}

const PADDING = 0x3d;
const LF = 0x0a;
const CR = 0x0d;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const DIGITS = new Int8Array(256).fill(-1);
for (let index = 0; index < ALPHABET.length; index += 1) DIGITS[ALPHABET.charCodeAt(index)] = index;
