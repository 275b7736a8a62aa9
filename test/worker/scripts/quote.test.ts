import { describe, expect, test } from 'vitest';
import { commentText, filterText, psList, psText } from '../../../worker/features/scripts/quote.ts';

describe('a text as a PowerShell expression', () => {
  test.each([
    ['plain', `'plain'`],
    ['', `''`],
    [`O'Hara`, `'O''Hara'`],
    [
      'a\u2018b\u2019c\u201Ad\u201Be',
      `('a' + [char]0x2018 + 'b' + [char]0x2019 + 'c' + [char]0x201A + 'd' + [char]0x201B + 'e')`,
    ],
    ['$(calc) `$x "y"', `'$(calc) \`$x "y"'`],
    ['one\ntwo\r', `('one' + [char]0x000A + 'two' + [char]0x000D)`],
    ['\u202Eexe', `('' + [char]0x202E + 'exe')`],
    ['Zo\u00eb', `('Zo' + [char]0x00EB)`],
    ['\u{1F600}', `('' + [char]0xD83D + [char]0xDE00)`],
  ])('%j', (text, expression) => {
    expect(psText(text)).toBe(expression);
  });

  test('is plain ASCII of one line, whatever it holds', () => {
    const all = Array.from({ length: 0x10000 }, (_none, unit) => String.fromCharCode(unit)).join('');
    expect(psText(all)).toMatch(/^[\x20-\x7e]+$/);
  });
});

test('a value in a filter is quoted once more, the typographic quotes too', () => {
  expect(filterText(`o'b\u2019`)).toBe(`'o''b\u2019\u2019'`);
  expect(psText(`A -eq ${filterText(`o'b`)}`)).toBe(`'A -eq ''o''''b'''`);
});

test('a comment stays one line of ASCII', () => {
  expect(commentText('a\r\nRemove-Mailbox *\u2028\u202E #>')).toBe('a??Remove-Mailbox *?? #>');
  expect(commentText('x'.repeat(500))).toHaveLength(200);
});

test('a list has one text a line', () => {
  expect(psList([])).toBe('@()');
  expect(psList(['a', `b'`])).toBe(`@(\n    'a',\n    'b'''\n)`);
});
