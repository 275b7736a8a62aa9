import { LANGUAGE_NAMES, LANGUAGES } from '../../../worker/lib/mail/languages.ts';
import { MESSAGE_KINDS } from '../../../worker/lib/mail/message-kinds.ts';
import type { NoticeLanguage } from '../../../worker/lib/new-notice.ts';
import type { AutomaticNotice, NoticeLogState, NoticeState } from '../../../worker/lib/notice-facts.ts';
import { NOTICE_KINDS, NOTICE_LOG_STATES } from '../../../worker/lib/notice-facts.ts';
import type { Notice } from '../../api.ts';
import { counted } from '../../lib/counted.ts';
import { formatCount } from '../../lib/format.ts';
import type { IconName } from '../../ui/icon.tsx';
import type { Tone } from '../../ui/parts.tsx';

type Look = readonly [Tone, IconName, string];

const STATE_LOOKS: Readonly<Record<NoticeState, Look>> = {
  scheduled: ['wait', 'clock', 'Scheduled'],
  sending: ['run', 'refresh', 'Sending'],
  sent: ['ok', 'check', 'Sent'],
  cancelled: ['idle', 'close', 'Cancelled'],
};

/** An automatic notice that waits for what causes it, or that is turned off. */
const ON: Look = ['ok', 'check', 'On'];
const OFF: Look = ['idle', 'close', 'Off'];

export function lookOf({ state, automatic }: Pick<Notice, 'state' | 'automatic'>): Look {
  if (automatic !== null && state === 'cancelled') return OFF;
  if (state === 'scheduled' && (automatic === 'start' || automatic === 'completion')) return ON;
  return STATE_LOOKS[state];
}

export const LOG_LOOKS: Readonly<Record<NoticeLogState, Look>> = {
  pending: ['wait', 'clock', 'Waiting'],
  queued: ['wait', 'clock', 'Queued'],
  sent: ['ok', 'check', 'Sent'],
  failed: ['bad', 'warning', 'Failed'],
  bounced: ['bad', 'warning', 'Bounced'],
  skipped: ['idle', 'circle', 'Skipped'],
  cancelled: ['idle', 'close', 'Cancelled'],
};

const AUTOMATIC_TITLES: Readonly<Record<AutomaticNotice, string>> = {
  before: 'Before the migration',
  start: 'At its start',
  completion: 'At completion',
};

export const titleOf = ({ kind, automatic }: Pick<Notice, 'kind' | 'automatic'>): string =>
  automatic === null ? MESSAGE_KINDS[kind].title : `Automatic: ${AUTOMATIC_TITLES[automatic].toLowerCase()}`;

export const KIND_OPTIONS = NOTICE_KINDS.map((value) => ({ value, label: MESSAGE_KINDS[value].title }));

export const LANGUAGE_OPTIONS: readonly { value: NoticeLanguage; label: string }[] = [
  { value: 'user', label: 'The language of each user' },
  { value: 'customer', label: 'The language of the customer' },
  ...LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] })),
];

/** `38 sent, 2 bounced`: how far a notice is. */
export function countsOf({ counts }: Pick<Notice, 'counts'>): string {
  const parts = NOTICE_LOG_STATES.filter((state) => counts[state] > 0).map(
    (state) => `${formatCount(counts[state])} ${LOG_LOOKS[state][2].toLowerCase()}`,
  );
  return parts.length === 0 ? 'Nobody yet' : parts.join(', ');
}

export const usersOf = (count: number): string => counted(count, 'user', 'users');
