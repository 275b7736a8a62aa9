import type { MailboxSide } from '../../../lib/credential-request-facts.ts';
import type { Language } from '../../../lib/mail/languages.ts';
import type { KeptReason, LinkEnd, Refusal, Stage } from './texts/texts.ts';

/** Who asks, and how their page looks. */
export type Asker = {
  company: string;
  customer: string;
  /** Whom to ask whether the request is genuine. */
  contact: string;
  /** What the company says to its users; lines as it wrote them. */
  text: string | null;
  /** `#rrggbb`. */
  accent: string;
  /** Path on this server. */
  logoPath?: string | undefined;
};

/** What is wrong with one side of an answer. */
export type SideProblem =
  | { kind: 'missing'; fields: Partial<Record<'login' | 'password', 'missing' | 'too-long'>> }
  /** `triesLeft` of a wrong password alone. */
  | { kind: 'refused'; refusal: Refusal; triesLeft?: number };

/** One mailbox that is to be signed in to. */
export type FormSide = {
  side: MailboxSide;
  email: string;
  host: string;
  login: string;
  /** Signed in to by an earlier press. */
  isAccepted: boolean;
  problem?: SideProblem | undefined;
};

export type FormView = {
  kind: 'form';
  sides: readonly FormSide[];
  mailbox: string;
  expiresAt: number;
  /** Days after the last copy; null: at the end of the migration. */
  purgeAfterDays: number | null;
  /** Ties a press to this page; the same press is checked once, however often it arrives. */
  press: string;
  /** Shows where a browser hides it that the press comes from this page. */
  nonce: string;
  /** Too many attempts: until when, or for good. */
  limited?: { until: number | null } | undefined;
  /** An entry that is kept, and that this form would replace. */
  replacesPending: boolean;
};

export type PendingView = { kind: 'pending'; reason: KeptReason; mailbox: string };

export type ProgressView = {
  kind: 'progress';
  mailbox: string;
  stage: Stage;
  /** 0..100; null: not begun. */
  percent: number | null;
  items: number;
  expiresAt: number;
};

export type EndView = {
  kind: 'end';
  end: LinkEnd;
  /** Where a new link would go; null: none is offered. */
  newLinkTo: string | null;
};

export type SentView = { kind: 'sent'; to: string; isLimited: boolean };

/** What the page shows to someone with a link. */
export type RequestView = FormView | PendingView | ProgressView | EndView | SentView;

/** What every page knows of its reader. */
export type Reader = { language: Language; timeZone: string };
