import type { MessageKind } from './mail/message-kinds.ts';

/** The templates that people are notified with. */
export const NOTICE_KINDS = ['migration-notice', 'completion'] as const satisfies readonly MessageKind[];
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** What causes a notice that no one sends by hand: the start that comes near, the start, the end of a full pass. */
export const AUTOMATIC_NOTICES = ['before', 'start', 'completion'] as const;
export type AutomaticNotice = (typeof AUTOMATIC_NOTICES)[number];

/** The template of each automatic notice. */
export const KIND_OF_AUTOMATIC = {
  before: 'migration-notice',
  start: 'migration-notice',
  completion: 'completion',
} as const satisfies Record<AutomaticNotice, NoticeKind>;

/** `sent`: all of its messages are made; each has a state of its own. */
export const NOTICE_STATES = ['scheduled', 'sending', 'sent', 'cancelled'] as const;
export type NoticeState = (typeof NOTICE_STATES)[number];

/** The state of a recipient, before their message is made and then. */
export const RECIPIENT_STATES = ['pending', 'queued', 'skipped', 'cancelled'] as const;

/** Those, and the states of messages. */
export const NOTICE_LOG_STATES = ['pending', 'queued', 'sent', 'failed', 'bounced', 'skipped', 'cancelled'] as const;
export type NoticeLogState = (typeof NOTICE_LOG_STATES)[number];

/** Why a recipient gets no message. */
export const SKIP_REASONS = ['already-notified', 'mailbox-deleted', 'customer-archived', 'project-archived'] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

export const SKIP_WORDS: Readonly<Record<SkipReason, string>> = {
  'already-notified': 'They have had this notice already.',
  'mailbox-deleted': 'The mailbox was deleted before the notice was sent.',
  'customer-archived': 'The customer was archived before the notice was sent.',
  'project-archived': 'The project was archived before the notice was sent.',
};

export const LONGEST_DAYS_BEFORE = 60;
