import type { RequestView } from '../../worker/features/credential-requests/page/page-view.ts';

const MAILBOX = 'annika.lindqvist-bergstrom@fjordtrading.example';
const EXPIRES = Date.UTC(2026, 11, 13, 12);

const source = {
  side: 'source',
  email: MAILBOX,
  host: 'mail.old-provider.example',
  login: MAILBOX,
  isAccepted: false,
} as const;
const destination = { ...source, side: 'destination', host: 'outlook.new-provider.example' } as const;

const form = {
  kind: 'form',
  sides: [source],
  mailbox: MAILBOX,
  expiresAt: EXPIRES,
  purgeAfterDays: 90,
  press: 'press',
  nonce: 'nonce',
  replacesPending: false,
} as const;

const progress = { kind: 'progress', mailbox: MAILBOX, percent: null, items: 0, expiresAt: EXPIRES } as const;

/** Each page that an end user may see, by a name. */
export const VIEWS: Readonly<Record<string, RequestView>> = {
  form,
  refused: {
    ...form,
    sides: [{ ...source, problem: { kind: 'refused', refusal: 'wrong-password', triesLeft: 3 } }],
  },
  missing: {
    ...form,
    sides: [{ ...source, login: '', problem: { kind: 'missing', fields: { login: 'missing', password: 'missing' } } }],
  },
  'second-factor': { ...form, sides: [{ ...source, problem: { kind: 'refused', refusal: 'second-factor' } }] },
  'other-mailbox': { ...form, sides: [{ ...source, problem: { kind: 'refused', refusal: 'other-mailbox' } }] },
  locked: { ...form, sides: [{ ...source, problem: { kind: 'refused', refusal: 'locked' } }] },
  limited: {
    ...form,
    sides: [{ ...source, problem: { kind: 'refused', refusal: 'wrong-password', triesLeft: 0 } }],
    limited: { until: EXPIRES },
  },
  both: { ...form, purgeAfterDays: null, sides: [{ ...source, isAccepted: true }, destination] },
  kept: { kind: 'pending', reason: 'unreachable', mailbox: MAILBOX },
  waiting: { ...progress, stage: 'waiting' },
  copying: { ...progress, stage: 'copying', percent: 64, items: 12_840 },
  attention: { ...progress, stage: 'attention', percent: 64, items: 12_840 },
  done: { ...progress, stage: 'done', percent: 100, items: 20_113 },
  expired: { kind: 'end', end: 'expired', newLinkTo: MAILBOX },
  replaced: { kind: 'end', end: 'replaced', newLinkTo: MAILBOX },
  revoked: { kind: 'end', end: 'revoked', newLinkTo: null },
  sent: { kind: 'sent', to: MAILBOX, isLimited: false },
};

export const ASKER = {
  company: 'Harbour IT Services',
  customer: 'Fjord Trading AS',
  contact: 'Ingrid Solberg, +47 22 12 34 56',
  accent: '#0b6e6e',
};
