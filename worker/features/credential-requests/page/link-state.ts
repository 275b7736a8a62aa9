import { OPEN_REQUEST_STATES } from '../../../lib/credential-request-facts.ts';
import type { FoundLink } from '../store.ts';
import type { LinkEnd } from './texts/texts.ts';

/** What a link leads to: the form, the progress of the mailbox, or word of why it has ended. */
export type LinkState = { kind: 'open' } | { kind: 'progress' } | { kind: 'ended'; end: LinkEnd };

/** Of two reasons the one that helps its holder more: a newer link before the time that is up. */
export function linkStateOf({ link, request }: Pick<FoundLink, 'link' | 'request'>, now: number): LinkState {
  const isOver = link.expiresAt <= now;
  if (link.endReason === 'replaced') return { kind: 'ended', end: 'replaced' };
  if (request.state === 'answered') return isOver ? { kind: 'ended', end: 'answered' } : { kind: 'progress' };
  if (request.state === 'revoked' || link.endReason === 'revoked') return { kind: 'ended', end: 'revoked' };
  const isOpen = OPEN_REQUEST_STATES.some((state) => state === request.state) && request.expiresAt > now;
  return isOpen && !isOver && link.endedAt === null ? { kind: 'open' } : { kind: 'ended', end: 'expired' };
}
