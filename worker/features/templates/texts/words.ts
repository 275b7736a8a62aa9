import type { Language } from '../../../lib/mail/languages.ts';
import type { PauseReason } from '../../../lib/webhook-facts.ts';

type Words = {
  /** With a name, or without one. */
  greeting: (name: string) => string;
  /** Under each message. */
  automatic: string;
  /** Under each message that can be answered. */
  reply: string;
  /** Why a webhook is paused. */
  pauseReasons: Readonly<Record<PauseReason, string>>;
};

/** What stands around every message, and what takes the place of a code in one. */
export const WORDS: Readonly<Record<Language, Words>> = {
  en: {
    greeting: (name) => (name ? `Hello ${name},` : 'Hello,'),
    automatic: 'This message was sent automatically.',
    reply: 'Do you have a question? Just reply to this message.',
    pauseReasons: {
      person: 'Someone paused it.',
      gone: 'The receiver answered 410, which says that it no longer exists.',
      failing: 'Every attempt of the last five days failed.',
    },
  },
  de: {
    greeting: (name) => (name ? `Guten Tag ${name},` : 'Guten Tag,'),
    automatic: 'Diese Nachricht wurde automatisch versendet.',
    reply: 'Haben Sie eine Frage? Antworten Sie einfach auf diese Nachricht.',
    pauseReasons: {
      person: 'Jemand hat ihn pausiert.',
      gone: 'Der Empfänger hat mit 410 geantwortet: Es gibt ihn nicht mehr.',
      failing: 'In den letzten fünf Tagen ist jeder Versuch fehlgeschlagen.',
    },
  },
  fr: {
    greeting: (name) => (name ? `Bonjour ${name},` : 'Bonjour,'),
    automatic: 'Ce message a été envoyé automatiquement.',
    reply: 'Une question\u00a0? Il vous suffit de répondre à ce message.',
    pauseReasons: {
      person: 'Quelqu’un l’a mis en pause.',
      gone: 'Le destinataire a répondu 410\u00a0: il n’existe plus.',
      failing: 'Toutes les tentatives des cinq derniers jours ont échoué.',
    },
  },
  es: {
    greeting: (name) => (name ? `Hola, ${name}:` : 'Hola:'),
    automatic: 'Este mensaje se ha enviado automáticamente.',
    reply: '¿Tiene alguna pregunta? Responda a este mensaje.',
    pauseReasons: {
      person: 'Alguien lo ha puesto en pausa.',
      gone: 'El receptor ha respondido 410: ya no existe.',
      failing: 'Todos los intentos de los últimos cinco días han fallado.',
    },
  },
  it: {
    greeting: (name) => (name ? `Buongiorno ${name},` : 'Buongiorno,'),
    automatic: 'Questo messaggio è stato inviato automaticamente.',
    reply: 'Ha una domanda? Risponda semplicemente a questo messaggio.',
    pauseReasons: {
      person: 'Qualcuno lo ha messo in pausa.',
      gone: 'Il destinatario ha risposto 410: non esiste più.',
      failing: 'Tutti i tentativi degli ultimi cinque giorni non sono riusciti.',
    },
  },
  nl: {
    greeting: (name) => (name ? `Beste ${name},` : 'Hallo,'),
    automatic: 'Dit bericht is automatisch verzonden.',
    reply: 'Hebt u een vraag? Beantwoord dan gewoon dit bericht.',
    pauseReasons: {
      person: 'Iemand heeft hem gepauzeerd.',
      gone: 'De ontvanger antwoordde met 410: hij bestaat niet meer.',
      failing: 'Alle pogingen van de afgelopen vijf dagen zijn mislukt.',
    },
  },
};
