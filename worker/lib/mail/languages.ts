/** The languages of messages. */
export const LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'nl'] as const;
export type Language = (typeof LANGUAGES)[number];

export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = {
  en: 'English',
  de: 'Deutsch',
  fr: 'Français',
  es: 'Español',
  it: 'Italiano',
  nl: 'Nederlands',
};

function known(tag: string): Language | undefined {
  const [base = ''] = tag.trim().toLowerCase().split(/[-_]/);
  return LANGUAGES.find((language) => language === base);
}

/** The language for a tag such as `pt-BR`: that of its first part, else that of the fallback, else English. */
export function matchLanguage(tag: string | null | undefined, fallback = 'en'): Language {
  return known(tag ?? '') ?? known(fallback) ?? 'en';
}
