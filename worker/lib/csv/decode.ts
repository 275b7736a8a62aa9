/** How the text of a file may be stored. */
export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** Of text that begins in Latin letters, every second byte is zero: this many of the first bytes show it. */
const LOOKED_AT = 200;

/** What files that are no text begin with, and what people call them. */
const SIGNATURES: readonly (readonly [readonly number[], 'workbook' | 'old-workbook' | 'pdf'])[] = [
  [[0x50, 0x4b, 0x03, 0x04], 'workbook'],
  [[0xd0, 0xcf, 0x11, 0xe0], 'old-workbook'],
  [[0x25, 0x50, 0x44, 0x46], 'pdf'],
];

/** Which file that is no text the bytes are, by their beginning: `workbook` is .xlsx, `old-workbook` .xls. */
export function binaryKindOf(bytes: Uint8Array): 'workbook' | 'old-workbook' | 'pdf' | undefined {
  return SIGNATURES.find(([start]) => start.every((byte, index) => bytes[index] === byte))?.[1];
}

/** By the byte order mark. */
function markedEncoding(bytes: Uint8Array): Encoding | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 'utf-8' : undefined;
}

/** By its zeros; undefined for anything but UTF-16. */
function utf16Of(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const start = bytes.subarray(0, LOOKED_AT);
  const zeros = [0, 1].map((place) => start.filter((byte, index) => byte === 0 && index % 2 === place).length);
  if (zeros[0] === zeros[1]) return undefined;
  return zeros[1]! > zeros[0]! ? 'utf-16le' : 'utf-16be';
}

export type DecodedText = {
  /** Without its byte order mark. */
  text: string;
  encoding: Encoding;
  /** Some bytes are no text in this encoding; a replacement character stands for them. */
  isDamaged: boolean;
};

/**
 * The text of a file as spreadsheets and PowerShell write it: in the encoding of its byte order mark; else UTF-16 by its
 * zeros, UTF-8 if all of its bytes are, and Windows-1252. `encoding`: what a person chose instead.
 */
export function decodeText(bytes: Uint8Array, encoding?: Encoding): DecodedText {
  const known = encoding ?? markedEncoding(bytes) ?? utf16Of(bytes);
  if (known === 'windows-1252')
    return { text: new TextDecoder(known).decode(bytes), encoding: known, isDamaged: false };
  try {
    const text = new TextDecoder(known ?? 'utf-8', { fatal: true, ignoreBOM: false }).decode(bytes);
    return { text, encoding: known ?? 'utf-8', isDamaged: false };
  } catch {
    const loose = known ?? 'windows-1252';
    return { text: new TextDecoder(loose).decode(bytes), encoding: loose, isDamaged: known !== undefined };
  }
}
