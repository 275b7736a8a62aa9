import { sha256 } from '../../lib/encoding.ts';
import type { Deps } from '../kernel/deps.ts';
import { problem } from './errors.ts';
import { getInvitationByToken } from './invitation-store.ts';
import { stateOf } from './present.ts';
import type { InvitationRow } from './table.ts';

/** An invitation that can be accepted, found by its link. */
export type OpenInvitation = { invitation: InvitationRow; workgroupName: string };

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
  const state = stateOf(found.invitation, now());
  if (state === 'accepted') throw problem('invitation-used');
  if (state === 'revoked') throw problem('invitation-revoked');
  if (found.invitation.tokenHash !== hash) throw problem('invitation-replaced');
  if (state === 'expired') throw problem('invitation-expired');
  return found;
}
