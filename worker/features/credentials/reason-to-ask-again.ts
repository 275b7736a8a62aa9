import type { Vault } from '../kernel/deps.ts';
import { isBoundTo } from './bound-to.ts';

/** Why a stored password cannot be used for the server at this address, for people; null where it is. Opens nothing. */
export function reasonToAskAgain(vault: Pick<Vault, 'boundTo'>, sealed: string, address: string): string | null {
  const boundTo = vault.boundTo(sealed);
  if (boundTo === undefined) return 'Stored password cannot be read. Enter it again.';
  if (isBoundTo(boundTo, address)) return null;
  return `The password was entered for ${boundTo.origin}, so Mailferry does not send it to ${new URL(address).origin}. Enter it again.`;
}
