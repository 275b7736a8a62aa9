import type { Deps, SealBinding } from '../kernel/deps.ts';

/** Who signs in to a server, with the password sealed. */
export type SealedAccount = { username: string | null; passwordSealed: string | null };

/** What the password of an endpoint is sealed to. */
export function endpointPasswordBinding(endpointId: string): SealBinding {
  return { table: 'endpoints', rowId: endpointId, field: 'password' };
}

/** What the passwords of a mailbox are sealed to. */
export function mailboxPasswordBinding(
  mailboxId: string,
  field: 'source_password' | 'destination_password',
): SealBinding {
  return { table: 'mailboxes', rowId: mailboxId, field };
}

/**
 * The credentials of an endpoint, opened to be sent to an address; undefined where it has none. Throws SealError where
 * they were given for other servers.
 */
export async function openCredentials(
  deps: Pick<Deps, 'vault'>,
  endpoint: SealedAccount & { id: string },
  address: string,
): Promise<{ username: string; password: string } | undefined> {
  const { id, username, passwordSealed } = endpoint;
  if (username === null || passwordSealed === null) return undefined;
  return { username, password: await deps.vault.open(endpointPasswordBinding(id), passwordSealed, address) };
}
