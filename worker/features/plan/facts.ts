import type { MailboxSide } from '../../lib/credential-request-facts.ts';
import type { NoticeKind } from '../../lib/notice-facts.ts';
import type { PassType } from '../../lib/pass-types.ts';
import type { ManualStep } from '../../lib/plan-steps.ts';

/** Instants in ms since 1970; null: it has not happened. */
type Instant = number | null;

export type EndpointFacts = {
  id: string;
  name: string;
  health: 'ok' | 'failing' | 'unknown';
  healthDetail: string | null;
  checkedAt: Instant;
  /** It has the credentials of an administrator. */
  hasAdministrator: boolean;
};

export type MailboxFacts = {
  total: number;
  lastAddedAt: Instant;
  /** No password opens it: passes ask its owner. */
  withoutCredentials: number;
  /** Only its owner can say how to sign in, whether they have or not. */
  ofOwners: number;
  /** Passwords that owners gave are stored for it. */
  givenByOwners: number;
  /** Their latest pass is a later one than verify, whatever came of it, or a verify pass that is completed. */
  beyondVerify: number;
  withErrors: number;
  errors: number;
};

/** Mailboxes by what their latest pass, of one type, came to. */
export type PassFacts = {
  /** In the pass now: queued or running. */
  open: number;
  /** In the pass, until their owner gives credentials. */
  waitingForOwner: number;
  /** In the pass, until there is a licence. */
  waitingForLicence: number;
  /** Failed or stopped, or paused until someone helps. */
  failed: number;
  /** Of all mailboxes, whatever came later: those that completed such a pass once. */
  completed: number;
  lastEndedAt: Instant;
};

export type NoticeFacts = {
  sent: number;
  lastSentAt: Instant;
  scheduled: number;
  nextAt: Instant;
};

export type WaveFacts = {
  name: string;
  cutoverAt: Instant;
  /** The zone in which it is planned. */
  timeZone: string | null;
  mailboxes: number;
};

/** All that the plan of a project is derived from. */
export type PlanFacts = {
  project: { id: string; createdAt: number };
  customer: { id: string; name: string; /** It stands for “none yet”. */ isDefault: boolean };
  endpoints: Record<MailboxSide, EndpointFacts>;
  mailboxes: MailboxFacts;
  passes: Record<PassType, PassFacts>;
  /** Of the last inventory of each mailbox, at the source. */
  inventory: {
    items: number;
    bytes: number;
    oversize: number;
    /** Mailboxes that do not open at the destination. */ withoutDestination: number;
  };
  /** Mailboxes with a completed run that at least signed in. */
  verified: number;
  /** The same that at least copied older items. */
  copied: number;
  requests: {
    open: number;
    /** Expired or could not be delivered, and the password is still missing. */
    lapsed: number;
  };
  notices: Record<NoticeKind, NoticeFacts>;
  /** Mailboxes that cut over together, the first to do so first; those without a date last. */
  waves: readonly WaveFacts[];
  /** Steps that someone has marked as done. */
  marks: Partial<Record<ManualStep, number>>;
};
