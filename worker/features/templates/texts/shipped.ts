import type { Language } from '../../../lib/mail/languages.ts';
import type { MessageKind } from '../../../lib/mail/message-kinds.ts';
import type { Template } from '../render/render-message.ts';
import { DE } from './de.ts';
import { EN } from './en.ts';
import { ES } from './es.ts';
import { FR } from './fr.ts';
import { IT } from './it.ts';
import { NL } from './nl.ts';
import type { Texts } from './texts.ts';

/** French has a blank before these marks and inside its quotes, at which no line may break. */
function withFrenchBlanks({ subject, body }: Template): Template {
  const bind = (text: string): string => text.replace(/ (?=[:;?!»])/g, '\u00a0').replaceAll('« ', '«\u00a0');
  return { subject: bind(subject), body: bind(body) };
}

const TEXTS: Readonly<Record<Language, Texts>> = { en: EN, de: DE, fr: FR, es: ES, it: IT, nl: NL };

/** The template that Mailferry brings, for workgroups without one of their own. */
export function shippedTemplate(kind: MessageKind, language: Language): Template {
  const template = TEXTS[language][kind];
  return language === 'fr' ? withFrenchBlanks(template) : template;
}
