import type { MailSecurity } from './mail-settings.ts';
import type { Language } from './languages.ts';

/** A mail as drivers take it. No text in it has line ends that could end a header. */
export type OutgoingMail = {
  /** Without its angle brackets; the same on every attempt. */
  messageId: string;
  from: { name: string; address: string };
  to: string;
  replyTo: string | null;
  subject: string;
  text: string;
  html: string;
  language: Language;
};

/** By which driver a mail goes, with what it needs. */
export type MailWay =
  | { driver: 'binding' | 'outbox' }
  | {
      driver: 'smtp';
      host: string;
      port: number;
      security: MailSecurity;
      account?: { username: string; password: string };
    };
