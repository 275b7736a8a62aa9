import type { Language } from '../../../lib/mail/languages.ts';
import { LANGUAGES } from '../../../lib/mail/languages.ts';

const MOST_TAGS = 20;

/** The language that a browser prefers, of those that the page has; undefined where it names none of them. */
export function languageOfBrowser(header: string | undefined): Language | undefined {
  const asked = (header ?? '')
    .split(',', MOST_TAGS)
    .map((part, index) => {
      const [tag = '', ...options] = part.trim().toLowerCase().split(';');
      const q = options
        .find((option) => option.trim().startsWith('q='))
        ?.trim()
        .slice(2);
      return { base: tag.split('-')[0], weight: q === undefined ? 1 : Number(q) || 0, index };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight || a.index - b.index);
  for (const { base } of asked) {
    const found = LANGUAGES.find((language) => language === base);
    if (found) return found;
  }
  return undefined;
}

/** What somebody chose on the page. */
export function chosenLanguage(text: string | undefined): Language | undefined {
  return LANGUAGES.find((language) => language === text);
}
