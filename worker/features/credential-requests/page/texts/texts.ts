/** Why an answer was not accepted, in the end user's terms. */
export const REFUSALS = [
  'wrong-password',
  'locked',
  'password-expired',
  'disabled',
  'second-factor',
  'other-mailbox',
] as const;
export type Refusal = (typeof REFUSALS)[number];

/** Why an answer could not be checked yet: it is kept and checked again. */
export const KEPT_REASONS = ['unreachable', 'busy', 'certificate', 'access-off', 'other'] as const;
export type KeptReason = (typeof KEPT_REASONS)[number];

/** What holds a mailbox, or moves it, in the words of its owner. */
export const STAGES = ['waiting', 'checking', 'copying', 'paused', 'attention', 'verified', 'partly', 'done'] as const;
export type Stage = (typeof STAGES)[number];

/** Why a link no longer leads to the form. */
export const LINK_ENDS = ['expired', 'revoked', 'replaced', 'answered'] as const;
export type LinkEnd = (typeof LINK_ENDS)[number];

type Said = { title: string; text: string };

/**
 * What the page says in one language. In braces: `{company}` who asks, `{customer}` for whom, `{mailbox}` an address,
 * `{contact}` whom to ask, `{host}` a server, `{date}` and `{time}` of the recipient's zone, `{count}` a number.
 */
export type PageTexts = {
  formTitle: string;
  /** Who asks and why; the second where the customer asks in their own name. */
  intro: string;
  introOwn: string;
  sideTitle: { source: string; destination: string };
  server: string;
  login: string;
  loginHint: string;
  password: string;
  passwordHint: { source: string; destination: string };
  showPassword: string;
  hidePassword: string;
  submit: string;
  submitHint: string;
  busy: string;
  accepted: string;
  next: { title: string; items: readonly string[] };
  kept: { title: string; items: readonly string[]; deletedAfter: string; deletedAtEnd: string };
  ask: Said;
  validUntil: string;
  language: string;
  /** Put before the title of a page with an error. */
  errorTitle: string;
  missing: { login: string; password: string; tooLong: string };
  refusals: Readonly<Record<Refusal, Said>>;
  /** Behind a wrong password: how often one may try again. */
  triesLeft: { one: string; other: string };
  /** `limitedUntil` with a time, `limited` where only a person can help. */
  limitedTitle: string;
  limitedUntil: string;
  limited: string;
  pending: { title: string; reasons: Readonly<Record<KeptReason, string>>; text: string; change: string; back: string };
  progress: {
    title: string;
    received: string;
    stages: Readonly<Record<Stage, Said>>;
    /** How far the copy is, as the title of the window and above the bar. */
    share: string;
    items: string;
    keepLink: string;
    refresh: string;
  };
  ends: Readonly<Record<LinkEnd, Said>>;
  newLink: { button: string; to: string; sentTitle: string; sent: string; limited: string };
  notFound: Said;
  tooMany: Said;
  failed: Said;
  tooLarge: Said;
  foreign: Said;
  preview: Said;
};
