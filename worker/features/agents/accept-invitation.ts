import { and, eq } from 'drizzle-orm';
import { eventStatement } from '../events/event-statement.ts';
import type { Statement } from '../kernel/db.ts';
import { insertStatements, isUniqueViolation } from '../kernel/db.ts';
import type { Deps } from '../kernel/deps.ts';
import { member, session, user } from '../workgroups/table.ts';
import { invitationAccepted } from './agent-events.ts';
import { problem } from './errors.ts';
import type { Guest } from './guest.ts';
import { fits } from './guest.ts';
import { claimStatement, getInvitation, hasClaimed } from './invitation-store.ts';
import { newAccount } from './new-account.ts';
import type { OpenInvitation } from './open-invitation.ts';
import { endOf } from './open-invitation.ts';
import type { InvitationRow } from './table.ts';

type Needs = Pick<Deps, 'db' | 'now' | 'newId' | 'sessions'>;
type Claim = { memberId: string; agent: { id: string; name: string } };

/**
 * Accepts an invitation with the account that is signed in: the link and the account must both be of the address that was
 * invited. Throws `invitation-other-address` and `invitation-address-unproven`.
 */
export async function acceptSignedIn(deps: Needs, open: OpenInvitation, guest: Guest): Promise<string> {
  const { invitation } = open;
  if (!fits(guest, invitation)) throw problem('invitation-other-address');
  if (!guest.isProven) throw problem('invitation-address-unproven');
  const memberId = deps.newId('mem');
  const { db } = deps;
  const isOurs = hasClaimed(invitation.id, memberId);
  await claim(deps, open, { memberId, agent: { id: guest.agentId, name: guest.name } }, [
    db
      .update(session)
      .set({ activeOrganizationId: invitation.workgroupId })
      .where(and(eq(session.id, guest.sessionId), isOurs)),
    ...(invitation.provesEmail
      ? [
          db
            .update(user)
            .set({ emailVerified: true })
            .where(and(eq(user.id, guest.agentId), isOurs)),
        ]
      : []),
  ]);
  return guest.agentId;
}

/** Accepts an invitation with a new account. Returns its id, and what it signs in with. */
export async function acceptAsNew(
  deps: Needs,
  open: OpenInvitation,
  chosen: { name: string; password: string },
): Promise<{ agentId: string; email: string }> {
  const memberId = deps.newId('mem');
  const account = await newAccount(deps, open, chosen, hasClaimed(open.invitation.id, memberId));
  await claim(deps, open, { memberId, agent: { id: account.agentId, name: chosen.name } }, [], account.statements);
  return account;
}

/**
 * Makes a member of one attempt to accept an invitation, all or nothing. `before` and `after` the membership are written
 * for this attempt alone. Throws `invitation-account-exists` and `agent-already-member`, and
 * why the invitation has ended where someone or something was faster.
 */
async function claim(
  deps: Needs,
  { invitation }: OpenInvitation,
  { memberId, agent }: Claim,
  after: readonly Statement[],
  before: readonly Statement[] = [],
): Promise<void> {
  const { db, now } = deps;
  const { id, workgroupId, role } = invitation;
  const membership = {
    id: memberId,
    organizationId: workgroupId,
    userId: agent.id,
    role,
    createdAt: new Date(now()),
    lastSignInAt: now(),
  };
  try {
    const [claimed] = await db.batch([
      claimStatement(db, invitation, memberId, now()),
      eventStatement(db, workgroupId, invitationAccepted(deps, agent, invitation)),
      ...before,
      ...insertStatements(db, member, [membership], { where: hasClaimed(id, memberId) }),
      ...after,
    ]);
    if (claimed.length === 0) throw await whyNot(deps, invitation);
  } catch (error) {
    if (isUniqueViolation(error, 'member.')) throw problem('agent-already-member');
    if (isUniqueViolation(error, 'user.email')) throw problem('invitation-account-exists');
    throw error;
  }
}

/** Why nothing was claimed, by how the invitation is now: it was open a moment ago. */
async function whyNot({ db, now }: Needs, { workgroupId, id, tokenHash }: InvitationRow): Promise<Error> {
  const found = await getInvitation(db, workgroupId, id);
  return (found && endOf(found.invitation, tokenHash ?? '', now())) ?? problem('invitation-used');
}
