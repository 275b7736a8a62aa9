/** How the user name and the password of Basic authentication become bytes. */
export type BasicCharset = 'utf-8' | 'windows-1252';

/**
 * A password that a server refuses is tried no other way: neither in another charset nor bound to the certificate.
 * `form`: which of the charsets that are possible is the one.
 */
export type OneTry = { form: 0 | 1 };

/**
 * Characters of the bytes 0x80 to 0x9F in windows-1252 (https://encoding.spec.whatwg.org/index-windows-1252.txt); a
 * space stands where Windows has none.
 */
const SPECIAL = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';

/** The bytes of a text in windows-1252, the code page of Windows in the West; undefined where it has no such form. */
export function windows1252(text: string): Uint8Array | undefined {
  // `ü` may arrive as `u` and two dots.
  const composed = text.normalize('NFC');
  const bytes = new Uint8Array(composed.length);
  for (let at = 0; at < composed.length; at++) {
    const code = composed.charCodeAt(at);
    const special = code > 0x7f ? SPECIAL.indexOf(composed.charAt(at)) : -1;
    const isSame = code <= 0x7f || (code >= 0xa0 && code <= 0xff);
    if (special < 0 && !isSame) return undefined;
    bytes[at] = special < 0 ? code : 0x80 + special;
  }
  return bytes;
}

/** Whether a text has other characters than those that all code pages share. */
export function isBeyondAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0x7f) return true;
  return false;
}
