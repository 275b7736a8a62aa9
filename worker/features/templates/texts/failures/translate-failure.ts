import type { Language } from '../../../../lib/mail/languages.ts';
import { GERMAN } from './de.ts';
import type { FailureTexts } from './english.ts';
import { ENGLISH } from './english.ts';
import { SPANISH } from './es.ts';
import { FRENCH } from './fr.ts';
import { ITALIAN } from './it.ts';
import { DUTCH } from './nl.ts';

const TEXTS: Readonly<Record<Language, FailureTexts>> = {
  en: ENGLISH,
  de: GERMAN,
  fr: FRENCH,
  es: SPANISH,
  it: ITALIAN,
  nl: DUTCH,
};

/** The longest first: of two that begin alike, it is the longer one. */
const NAMES = (Object.keys(ENGLISH) as (keyof FailureTexts)[]).toSorted(
  (a, b) => ENGLISH[b].length - ENGLISH[a].length,
);

/**
 * What Mailferry said of a failure, in the language of a recipient. Whatever it does not know stays as it is: the words of a
 * server, and what an earlier version said otherwise.
 */
export function translateFailure(english: string, language: Language): string {
  const parts: string[] = [];
  let rest = english;
  for (;;) {
    const name = NAMES.find((each) => rest.startsWith(ENGLISH[each]));
    if (name === undefined) break;
    parts.push(TEXTS[language][name]);
    rest = rest.slice(ENGLISH[name].length).trimStart();
  }
  return [...parts, ...(rest === '' ? [] : [rest])].join(' ');
}
