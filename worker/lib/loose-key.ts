import { foldText } from './fold-text.ts';

/** Characters that people take for one another, or mistype: `Cust0mer` is found by `customer`. */
const LOOK_ALIKES: Readonly<Record<string, string>> = { '0': 'o', '1': 'l', '|': 'l', '3': 'e', '5': 's', '&': 'a' };

/** Only letters and digits, with look-alikes as one: `1&1 IONOS` and `1 & 1 ionos` are the same. */
export function looseKey(text: string): string {
  let key = '';
  for (const char of foldText(text)) {
    const same = LOOK_ALIKES[char] ?? char;
    if (/[\p{L}\p{N}]/u.test(same)) key += same;
  }
  return key;
}

/** Whether every word of a query is in one of these texts, as people spell it. An empty query fits everything. */
export function fitsLoosely(query: string, texts: readonly string[]): boolean {
  const keys = texts.map(looseKey);
  const words = query.split(/\s+/u).map(looseKey);
  return words.every((word) => keys.some((key) => key.includes(word)));
}
