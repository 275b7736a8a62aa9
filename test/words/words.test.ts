import { describe, expect, test } from 'vitest';
import { findPhrases } from './find-phrases.ts';
import { PHRASES } from './phrases.ts';

describe('the check of words', () => {
  test('finds every phrase of its list, and what to write instead', () => {
    for (const [phrase, instead] of PHRASES)
      expect(findPhrases(`// One.\nconst text = 'It ${phrase}, they say.';`)).toEqual([{ line: 2, phrase, instead }]);
  });

  test('finds a phrase in any case, at either end of a line', () => {
    const found = findPhrases('Can not be read\nMade ANEW').map(({ line, phrase }) => `${line} ${phrase}`);
    expect(found).toEqual(['1 can not', '2 anew']);
  });

  test('leaves longer words and plain text alone', () => {
    expect(findPhrases('The shallow folder cannot be read. Scan notes, renewed and heeded.')).toEqual([]);
  });

  test('suggests nothing that it forbids', () => {
    for (const [phrase, instead] of PHRASES) expect(findPhrases(instead), phrase).toEqual([]);
  });
});
