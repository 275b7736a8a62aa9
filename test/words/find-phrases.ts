import { PHRASES } from './phrases.ts';

export type Finding = { line: number; phrase: string; instead: string };

/** The phrases of the list in a text, line by line, in any case. Each line is searched once for each phrase. */
export function findPhrases(text: string): Finding[] {
  return text.split('\n').flatMap((line, index) => {
    const lower = line.toLowerCase();
    return PHRASES.filter(([phrase]) => hasWords(lower, phrase)).map(([phrase, instead]) => ({
      line: index + 1,
      phrase,
      instead,
    }));
  });
}

function hasWords(line: string, phrase: string): boolean {
  for (let at = line.indexOf(phrase); at >= 0; at = line.indexOf(phrase, at + phrase.length)) {
    if (!isLetter(line[at - 1]) && !isLetter(line[at + phrase.length])) return true;
  }
  return false;
}

function isLetter(character: string | undefined): boolean {
  return character !== undefined && character.toLowerCase() !== character.toUpperCase();
}
