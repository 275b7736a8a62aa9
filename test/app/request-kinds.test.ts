import { describe, expect, it } from 'vitest';
import type { CredentialRequest, Mailbox } from '../../app/api.ts';
import {
  isOpen,
  kindOfMailbox,
  kindOfRequest,
  wordsOfRequest,
} from '../../app/features/credential-requests/request-kinds.ts';
import { mailbox, request, waiting } from './fixtures.ts';

const NOW = Date.parse('2026-11-29T12:00:00.000Z');
const TODAY = '2026-11-29T10:00:00.000Z';
const WRONG = { side: 'source' as const, code: 'wrong-password', sentence: 'The password is wrong.', at: TODAY };

describe('how a request stands', () => {
  it.each<[Partial<CredentialRequest>, string, string]>([
    [{ state: 'queued', sentAt: null }, 'queued', 'Not sent yet'],
    [{}, 'unopened', 'Sent 3 days ago'],
    [{ state: 'bounced' }, 'bounced', 'Sent 3 days ago · bounced'],
    [{ state: 'bounced', sentAt: null }, 'bounced', 'Bounced'],
    [{ state: 'queued', byCopiedLink: true }, 'queued', 'Sent 3 days ago · next message not sent yet · link copied'],
    [{ state: 'bounced', byCopiedLink: true }, 'bounced', 'Sent 3 days ago · bounced · link copied'],
    [{ state: 'opened', openedAt: TODAY }, 'opened', 'Sent 3 days ago · opened 2 h ago'],
    [
      { state: 'opened', openedAt: TODAY, attempts: 1, lastFailure: WRONG },
      'failed-sign-in',
      'Sent 3 days ago · opened 2 h ago · 1 failed attempt: The password is wrong.',
    ],
    // Someone read the link to them.
    [{ state: 'bounced', attempts: 2 }, 'failed-sign-in', 'Sent 3 days ago · bounced · 2 failed attempts'],
    [
      { state: 'opened', attempts: 1, isChecking: true, pendingSince: TODAY },
      'checking',
      'Answered 2 h ago, not checked yet',
    ],
    [{ state: 'answered', attempts: 1, answeredAt: TODAY }, 'answered', 'Answered 2 h ago'],
    [{ state: 'expired', endedAt: TODAY }, 'expired', 'Expired 2 h ago'],
    [{ state: 'revoked', endedAt: TODAY }, 'revoked', 'Revoked 2 h ago'],
  ])('%j: %s', (more, kind, words) => {
    expect([kindOfRequest(request(more)), wordsOfRequest(request(more), NOW)]).toEqual([kind, words]);
  });

  it('is open until it is answered, expired or revoked', () => {
    const open = (['queued', 'sent', 'bounced', 'opened', 'answered', 'expired', 'revoked'] as const).filter((state) =>
      isOpen(request({ state })),
    );
    expect([open, isOpen(null)]).toEqual([['queued', 'sent', 'bounced', 'opened'], false]);
  });
});

describe('how a mailbox stands with its user', () => {
  const stopped = { status: 'Paused', state: 'attention' as const };
  const answered = request({ state: 'answered', answeredAt: TODAY });
  it.each<[string, Mailbox, string | undefined]>([
    ['no user was ever asked', mailbox('ann'), undefined],
    ['it waits', waiting('ann'), 'unopened'],
    ['the user has answered', mailbox('ann', {}, { credentialRequest: answered }), 'answered'],
    [
      'a password that worked is refused',
      mailbox('ann', {}, { ...stopped, askAgain: 'source', credentialRequest: answered }),
      'unusable',
    ],
    ['the endpoint’s own password is refused', mailbox('ann', {}, stopped), undefined],
    [
      'the user was asked again',
      mailbox('ann', {}, { ...stopped, askAgain: 'source', credentialRequest: request() }),
      'unopened',
    ],
  ])('%s', (_, each, kind) => {
    expect(kindOfMailbox(each)).toBe(kind);
  });
});
