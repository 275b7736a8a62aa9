import type { PartError } from '../../lib/problem.ts';
import type { SealedAccount } from './open-credentials.ts';

/** What of a mailbox says whether it can be signed in to. */
type MailboxAccess = {
  id: string;
  sourceEmail: string;
  sourcePasswordSealed: string | null;
  destinationEmail: string;
  destinationPasswordSealed: string | null;
};

function hasAdministrator(endpoint: SealedAccount): boolean {
  return endpoint.username !== null && endpoint.passwordSealed !== null;
}

/**
 * Which mailboxes can't be signed in to, on which side: neither the endpoint has an administrator nor the mailbox a
 * password of its own (its login defaults to its address).
 */
export function findMissingCredentials(
  rows: readonly MailboxAccess[],
  source: SealedAccount,
  destination: SealedAccount,
): PartError[] {
  const errors: PartError[] = [];
  for (const row of rows) {
    const path = `mailboxes.${row.id}`;
    if (!hasAdministrator(source) && row.sourcePasswordSealed === null) {
      errors.push({ path: `${path}.sourcePassword`, message: `${row.sourceEmail} has no credentials at the source.` });
    }
    if (!hasAdministrator(destination) && row.destinationPasswordSealed === null) {
      const message = `${row.destinationEmail} has no credentials at the destination.`;
      errors.push({ path: `${path}.destinationPassword`, message });
    }
  }
  return errors;
}
