import type { PartError } from '../../lib/problem.ts';
import type { Vault } from '../kernel/deps.ts';
import type { SealedAccount } from './open-credentials.ts';
import { reasonToAskAgain } from './reason-to-ask-again.ts';

/** What of a mailbox says whether it can be signed in to. */
type MailboxAccess = {
  id: string;
  sourceEmail: string;
  sourcePasswordSealed: string | null;
  destinationEmail: string;
  destinationPasswordSealed: string | null;
};

type Side = SealedAccount & { url: string };

/**
 * Which mailboxes can't be signed in to, on which side: neither the endpoint has an administrator nor the mailbox a
 * password of its own (its login defaults to its address), or its password was given for another server.
 */
export function findMissingCredentials(
  vault: Pick<Vault, 'boundTo'>,
  rows: readonly MailboxAccess[],
  source: Side,
  destination: Side,
): PartError[] {
  return rows.flatMap((row) => [
    ...missingAt(vault, row, 'source', source, row.sourceEmail, row.sourcePasswordSealed),
    ...missingAt(vault, row, 'destination', destination, row.destinationEmail, row.destinationPasswordSealed),
  ]);
}

function missingAt(
  vault: Pick<Vault, 'boundTo'>,
  { id }: MailboxAccess,
  side: 'source' | 'destination',
  endpoint: Side,
  email: string,
  sealed: string | null,
): PartError[] {
  const path = `mailboxes.${id}.${side}Password`;
  if (sealed !== null) {
    const reason = reasonToAskAgain(vault, sealed, endpoint.url);
    return reason === null ? [] : [{ path, message: `${email}: ${reason}` }];
  }
  const { username, passwordSealed } = endpoint;
  if (username === null || passwordSealed === null)
    return [{ path, message: `${email} has no credentials for the ${side}.` }];
  const reason = reasonToAskAgain(vault, passwordSealed, endpoint.url);
  return reason === null ? [] : [{ path, message: `Password of the ${side} endpoint: ${reason}` }];
}
