import type { Language } from '../../../../lib/mail/languages.ts';
import { DE } from './de.ts';
import { EN } from './en.ts';
import { ES } from './es.ts';
import { FR } from './fr.ts';
import { IT } from './it.ts';
import { NL } from './nl.ts';
import type { PageTexts } from './texts.ts';

/** French has a blank before these marks, and before the sign of per cent, at which no line may break. */
function withFrenchBlanks<Value>(value: Value): Value {
  if (typeof value === 'string') return value.replaceAll(/ (?=[:;?!%…])/g, '\u00a0') as Value;
  if (Array.isArray(value)) return value.map(withFrenchBlanks) as Value;
  const entries = Object.entries(value as object).map(([name, part]) => [name, withFrenchBlanks(part as unknown)]);
  return Object.fromEntries(entries) as Value;
}

const TEXTS: Readonly<Record<Language, PageTexts>> = {
  en: EN,
  de: DE,
  fr: withFrenchBlanks(FR),
  es: ES,
  it: IT,
  nl: NL,
};

/** What the end users' page says in a language. */
export function textsOf(language: Language): PageTexts {
  return TEXTS[language];
}
