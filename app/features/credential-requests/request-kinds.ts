import { OPEN_REQUEST_STATES } from '../../../worker/lib/credential-request-facts.ts';
import { STATUS_WORDS } from '../../../worker/lib/mailbox-statuses.ts';
import type { CredentialRequest, Mailbox } from '../../api.ts';
import { formatAgo } from '../../lib/format.ts';
import type { IconName } from '../../ui/icon.tsx';
import type { Tone } from '../../ui/parts.tsx';

/** How a mailbox stands with its user: what there is to do differs from kind to kind. In the order of the filters. */
export const REQUEST_KINDS = [
  'failed-sign-in',
  'bounced',
  'unusable',
  'expired',
  'queued',
  'unopened',
  'opened',
  'checking',
  'revoked',
  'answered',
] as const;
export type RequestKind = (typeof REQUEST_KINDS)[number];

export type RequestLook = { tone: Tone; icon: IconName; label: string };

export const REQUEST_LOOKS: Readonly<Record<RequestKind, RequestLook>> = {
  'failed-sign-in': { tone: 'bad', icon: 'failed', label: 'Sign-in failed' },
  bounced: { tone: 'bad', icon: 'warning', label: 'Bounced' },
  unusable: { tone: 'bad', icon: 'key', label: 'Password not accepted' },
  expired: { tone: 'bad', icon: 'clock', label: 'Expired' },
  queued: { tone: 'idle', icon: 'circle', label: 'Not sent yet' },
  unopened: { tone: 'wait', icon: 'send', label: 'Not opened' },
  opened: { tone: 'run', icon: 'account', label: 'Opened' },
  checking: { tone: 'run', icon: 'refresh', label: 'Being checked' },
  revoked: { tone: 'idle', icon: 'stop', label: 'Revoked' },
  answered: { tone: 'ok', icon: 'check-circle', label: 'Answered' },
};

/** The user can still answer it. */
export function isOpen(request: CredentialRequest | null): boolean {
  return request !== null && OPEN_REQUEST_STATES.some((state) => state === request.state);
}

/** The kind of a request by itself. Who has tried is further than who has only looked, whatever became of the mail. */
export function kindOfRequest({ state, isChecking, attempts }: CredentialRequest): RequestKind {
  if (state === 'answered' || state === 'expired' || state === 'revoked') return state;
  if (isChecking) return 'checking';
  if (attempts > 0) return 'failed-sign-in';
  return state === 'sent' ? 'unopened' : state;
}

/** Undefined for a mailbox whose user has nothing to do with its sign-in. */
export function kindOfMailbox(mailbox: Mailbox): RequestKind | undefined {
  const request = mailbox.credentialRequest;
  if (request && isOpen(request)) return kindOfRequest(request);
  if (isToBeAskedAgain(mailbox)) return 'unusable';
  return request ? kindOfRequest(request) : undefined;
}

/** A new link can be sent: the user is being asked, or was and the mailbox waits on. */
export function isToBeSentAgain(mailbox: Mailbox): boolean {
  const request = mailbox.credentialRequest;
  return isOpen(request) || (request !== null && isWaitingForUser(mailbox));
}

/** A pass that the password ended can begin again with a new one. */
export function isToBeAskedAgain(mailbox: Mailbox): boolean {
  return mailbox.askAgain !== null && mailbox.state === 'attention';
}

export function isWaitingForUser({ status }: Pick<Mailbox, 'status'>): boolean {
  return status === STATUS_WORDS['waiting-for-end-user'];
}

/** `Sent 3 days ago · bounced · 2 failed attempts`: what happened so far, in one line. */
export function wordsOfRequest(request: CredentialRequest, now: number): string {
  const ago = (at: string) => formatAgo(Date.parse(at), now);
  const { state, attempts, lastFailure } = request;
  if (state === 'answered' && request.answeredAt) return `Answered ${ago(request.answeredAt)}`;
  if (state === 'revoked' && request.endedAt) return `Revoked ${ago(request.endedAt)}`;
  if (state === 'expired') return `Expired ${ago(request.endedAt ?? request.expiresAt)}`;
  if (request.isChecking)
    return request.pendingSince
      ? `Answered ${ago(request.pendingSince)}, not checked yet`
      : 'Answered, not checked yet';
  const failed = attempts === 1 ? '1 failed attempt' : `${String(attempts)} failed attempts`;
  const [first = '', ...others] = [
    request.sentAt && `sent ${ago(request.sentAt)}`,
    state === 'queued' && (request.sentAt ? 'next message not sent yet' : 'not sent yet'),
    state === 'bounced' && 'bounced',
    request.openedAt && `opened ${ago(request.openedAt)}`,
    request.byCopiedLink && 'link copied',
    attempts > 0 && (lastFailure ? `${failed}: ${lastFailure.sentence}` : failed),
  ].filter((part) => typeof part === 'string');
  return [first.charAt(0).toUpperCase() + first.slice(1), ...others].join(' · ');
}
