/** Of text that begins in Latin letters, every second byte is zero: this many of the first bytes show it. */
const LOOKED_AT = 200;

/** By its byte order mark, else by its zeros; undefined for anything but UTF-16. */
function utf16Of(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const start = bytes.subarray(0, LOOKED_AT);
  const zeros = [0, 1].map((place) => start.filter((byte, index) => byte === 0 && index % 2 === place).length);
  if (zeros[0] === zeros[1]) return undefined;
  return zeros[1]! > zeros[0]! ? 'utf-16le' : 'utf-16be';
}

/**
 * The text of a file as spreadsheets and PowerShell write it: UTF-8 or UTF-16, with or without a byte order mark; what is
 * neither is Windows-1252. The mark is not part of the text.
 */
export function textOfBytes(bytes: Uint8Array): string {
  const utf16 = utf16Of(bytes);
  if (utf16) return new TextDecoder(utf16).decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

export async function textOfFile(file: Blob): Promise<string> {
  return textOfBytes(new Uint8Array(await file.arrayBuffer()));
}
