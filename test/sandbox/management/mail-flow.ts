import type { Side } from '../side.ts';
import { primaryOf, recipientsOf } from './recipient.ts';

/** Where a message for an address goes: whether the mailbox keeps it, and to which address it is sent on. */
export type Route = { keeps: boolean; sentOnTo?: string };

/**
 * What a server does with a message for one of its mailboxes. A forwarding address, a recipient of the directory, wins
 * over a plain SMTP address; without the copy flag nothing stays.
 * https://learn.microsoft.com/powershell/module/exchange/set-mailbox
 */
export function routeOf(side: Side, email: string): Route {
  const recipient = recipientsOf(side).find(
    ({ kind, emailAddresses }) =>
      kind === 'UserMailbox' && emailAddresses.some((each) => each.toLowerCase() === `smtp:${email.toLowerCase()}`),
  );
  const target =
    recipient?.forwardingAddress === undefined
      ? undefined
      : side.organisation.recipients.get(recipient.forwardingAddress);
  const sentOnTo = target ? primaryOf(target) : recipient?.forwardingSmtpAddress;
  if (!recipient || sentOnTo === undefined) return { keeps: true };
  return { keeps: recipient.deliverToMailboxAndForward, sentOnTo };
}
