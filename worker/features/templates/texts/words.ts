import type { Language } from '../../../lib/mail/languages.ts';

type Words = {
  /** With a name, or without one. */
  greeting: (name: string) => string;
  /** Under each message. */
  automatic: string;
  /** Under each message that can be answered. */
  reply: string;
};

/** What stands around every message. */
export const WORDS: Readonly<Record<Language, Words>> = {
  en: {
    greeting: (name) => (name ? `Hello ${name},` : 'Hello,'),
    automatic: 'This message was sent automatically.',
    reply: 'Do you have a question? Just reply to this message.',
  },
  de: {
    greeting: (name) => (name ? `Guten Tag ${name},` : 'Guten Tag,'),
    automatic: 'Diese Nachricht wurde automatisch versendet.',
    reply: 'Haben Sie eine Frage? Antworten Sie einfach auf diese Nachricht.',
  },
  fr: {
    greeting: (name) => (name ? `Bonjour ${name},` : 'Bonjour,'),
    automatic: 'Ce message a été envoyé automatiquement.',
    reply: 'Une question\u00a0? Il vous suffit de répondre à ce message.',
  },
  es: {
    greeting: (name) => (name ? `Hola, ${name}:` : 'Hola:'),
    automatic: 'Este mensaje se ha enviado automáticamente.',
    reply: '¿Tiene alguna pregunta? Responda a este mensaje.',
  },
  it: {
    greeting: (name) => (name ? `Buongiorno ${name},` : 'Buongiorno,'),
    automatic: 'Questo messaggio è stato inviato automaticamente.',
    reply: 'Ha una domanda? Risponda semplicemente a questo messaggio.',
  },
  nl: {
    greeting: (name) => (name ? `Beste ${name},` : 'Hallo,'),
    automatic: 'Dit bericht is automatisch verzonden.',
    reply: 'Hebt u een vraag? Beantwoord dan gewoon dit bericht.',
  },
};
