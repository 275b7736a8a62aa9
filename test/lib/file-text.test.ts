import { describe, expect, it } from 'vitest';
import type { Encoding } from '../../worker/lib/csv/decode.ts';
import { binaryKindOf, decodeText } from '../../worker/lib/csv/decode.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const utf16 = (text: string, isBig = false) =>
  Uint8Array.from(
    Array.from(text).flatMap((letter) => {
      const code = letter.charCodeAt(0);
      return isBig ? [code >> 8, code & 255] : [code & 255, code >> 8];
    }),
  );
const windows = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

describe('the text of a file', () => {
  const text = 'Name;Email\nÅse Müller;ase@x.example';
  it.each<[string, Uint8Array, Encoding]>([
    ['UTF-8', utf8(text), 'utf-8'],
    ['UTF-8 with a mark', utf8(`\uFEFF${text}`), 'utf-8'],
    ['UTF-16 with a mark', utf16(`\uFEFF${text}`), 'utf-16le'],
    ['UTF-16 the other way round', utf16(`\uFEFF${text}`, true), 'utf-16be'],
    ['UTF-16 without a mark', utf16(text), 'utf-16le'],
    ['UTF-16 without a mark, the other way round', utf16(text, true), 'utf-16be'],
    ['Windows-1252', windows(text), 'windows-1252'],
  ])('%s', (_, bytes, encoding) => {
    expect(decodeText(bytes)).toEqual({ text, encoding, isDamaged: false });
  });

  it('is judged by all of its bytes: an umlaut in row 9,999 counts', () => {
    const rows = Array.from({ length: 10_000 }, (_, index) => `p${String(index)}@x.example;x`);
    rows[9_998] = 'p9998@x.example;Müller';
    const whole = rows.join('\n');
    expect(decodeText(utf8(whole))).toEqual({ text: whole, encoding: 'utf-8', isDamaged: false });
    expect(decodeText(windows(whole))).toEqual({ text: whole, encoding: 'windows-1252', isDamaged: false });
  });

  it('is read in the encoding that a person chooses, who learns what does not fit it', () => {
    expect(decodeText(windows('Müller'), 'utf-8')).toEqual({ text: 'M\uFFFDller', encoding: 'utf-8', isDamaged: true });
    expect(decodeText(utf8('Müller'), 'windows-1252').text).toBe('MÃ¼ller');
    expect(decodeText(utf16('Müller'), 'utf-16le').text).toBe('Müller');
  });

  it('is none where a spreadsheet or a PDF is chosen', () => {
    expect(binaryKindOf(Uint8Array.of(0x50, 0x4b, 3, 4, 20))).toBe('workbook');
    expect(binaryKindOf(Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1))).toBe('old-workbook');
    expect(binaryKindOf(utf8('%PDF-1.7'))).toBe('pdf');
    expect(binaryKindOf(utf8('PK,Email'))).toBeUndefined();
  });
});
