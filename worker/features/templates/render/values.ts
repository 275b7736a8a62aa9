import type { Language } from '../../../lib/mail/languages.ts';
import type { VariableType } from '../../../lib/mail/message-kinds.ts';
import type { PauseReason } from '../../../lib/webhook-facts.ts';
import { translateFailure } from '../texts/failures/translate-failure.ts';
import { WORDS } from '../texts/words.ts';

/** A value in the words of the recipient, and the address where it is a link. */
export type Written = { text: string; url?: string };

/** What a template can be given: by name, as the message row holds it. */
export type Values = Readonly<Record<string, string | number>>;

/** A message without one of its values is not sent. */
export class MissingValueError extends Error {
  constructor(name: string) {
    super(`The message has no value for {{${name}}}.`);
    this.name = 'MissingValueError';
  }
}

const LOCALES: Readonly<Record<Language, string>> = {
  // Dates with the day first, as in most countries where people read English as a second language.
  en: 'en-GB',
  de: 'de-DE',
  fr: 'fr-FR',
  es: 'es-ES',
  it: 'it-IT',
  nl: 'nl-NL',
};

const UNITS = ['kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** An address that a message may lead to; undefined for any other scheme. */
export function safeUrl(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  return ['https:', 'http:', 'mailto:', 'tel:'].includes(url.protocol) ? url.href : undefined;
}

function instantText(iso: string, language: Language, timeZone: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  return new Intl.DateTimeFormat(LOCALES[language], {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
    timeZoneName: 'short',
  }).format(at);
}

function bytesText(bytes: number, language: Language): string {
  // In steps of 1000, as the app shows them.
  let value = bytes / 1000;
  let unit = 0;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const format = { style: 'unit', unit: UNITS[unit]!, maximumFractionDigits: value < 10 ? 1 : 0 } as const;
  return new Intl.NumberFormat(LOCALES[language], format).format(value);
}

/** Earlier versions wrote a sentence where the reason is now. */
function pauseReasonText(reason: string, language: Language): string {
  const { pauseReasons } = WORDS[language];
  return Object.hasOwn(pauseReasons, reason) ? pauseReasons[reason as PauseReason] : reason;
}

/**
 * A value of a type as it is written in a language. `timeZone` as IANA names it. Throws MissingValueError without a
 * value, and for a link that leads nowhere safe.
 */
export function writeValue(
  name: string,
  type: VariableType,
  values: Values,
  language: Language,
  timeZone: string,
): Written {
  if (name === 'greeting') return { text: WORDS[language].greeting(String(values.name ?? '')) };
  const value = values[name];
  if (name === 'name') return { text: String(value ?? '') };
  if (value === undefined) throw new MissingValueError(name);
  switch (type) {
    case 'text':
    case 'code':
      return { text: String(value) };
    case 'pauseReason':
      return { text: pauseReasonText(String(value), language) };
    case 'failure':
      return { text: translateFailure(String(value), language) };
    case 'link':
    case 'secretLink': {
      const url = safeUrl(String(value));
      if (url === undefined) throw new MissingValueError(name);
      return { text: url, url };
    }
    case 'instant':
      return { text: instantText(String(value), language, timeZone) };
    case 'count':
      return { text: new Intl.NumberFormat(LOCALES[language]).format(Number(value)) };
    case 'bytes':
      return { text: bytesText(Number(value), language) };
  }
}
