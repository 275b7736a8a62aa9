import { LICENCE_LIMIT_REACHED, NO_LICENCE_LEFT } from '../../lib/licence-facts.ts';
import type { MailboxFailure } from '../mailboxes/table.ts';

/** Why a mailbox waits, for people. It continues by itself. */
export const WAITS_FOR_LICENCE: MailboxFailure = {
  code: NO_LICENCE_LEFT,
  title: 'No licence left',
  cause: 'Every licence of your workgroup is in use, and this mailbox has none yet.',
  remedy:
    'Buy licences under Settings → Licences, or apply a User Bundle to this mailbox’s user. The pass then continues automatically.',
};

export const WAITS_AT_LIMIT: MailboxFailure = {
  code: LICENCE_LIMIT_REACHED,
  title: 'Data limit of the licence reached',
  cause: 'This mailbox has copied as much data as its Mailbox licence covers.',
  remedy:
    'Apply a User Bundle to this mailbox’s user: it has no limit, and the pass then continues automatically. Or stop the pass: what was copied stays at the destination.',
};
