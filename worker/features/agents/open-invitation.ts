import { sha256 } from '../../lib/encoding.ts';
import type { Deps } from '../kernel/deps.ts';
import { problem } from './errors.ts';
import { getInvitationByToken } from './invitation-store.ts';
import { stateOf } from './present.ts';
import type { InvitationRow } from './table.ts';

/** An invitation that can be accepted, found by its link. */
export type OpenInvitation = { invitation: InvitationRow; workgroupName: string };

/**
 * Why a link leads nowhere: `invitation-used`, `-revoked`, `-replaced` or `-expired`. Undefined while the invitation can be
 * accepted by it.
 */
export function endOf(invitation: InvitationRow, tokenHash: string, now: number): Error | undefined {
  const state = stateOf(invitation, now);
  if (state === 'accepted') return problem('invitation-used');
  if (state === 'revoked') return problem('invitation-revoked');
  if (invitation.tokenHash !== tokenHash) return problem('invitation-replaced');
  return state === 'expired' ? problem('invitation-expired') : undefined;
}

/**
 * The invitation that a token leads to. Throws `invitation-not-found`, `-used`, `-revoked`, `-replaced` and `-expired`:
 * whoever has a link, or had one, learns why it has ended.
 */
export async function requireOpenInvitation(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  token: string,
): Promise<OpenInvitation> {
  const hash = await sha256(token);
  const found = await getInvitationByToken(db, hash);
  if (!found) throw problem('invitation-not-found');
  const end = endOf(found.invitation, hash, now());
  if (end) throw end;
  return found;
}
