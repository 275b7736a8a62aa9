import { and, eq, sql } from 'drizzle-orm';
import type { Role } from '../../lib/roles.ts';
import { isAbove } from '../../lib/roles.ts';
import { eventStatement } from '../events/event-statement.ts';
import type { Statement } from '../kernel/db.ts';
import type { Deps } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import { invitationEvent } from './agent-events.ts';
import { listPendingOf } from './invitation-store.ts';
import { invitations } from './table.ts';

/**
 * Ends the open invitations of an agent that grant more than the agent may grant from now on: who loses access must not
 * come back by an invitation to an address of their own. Goes behind the statement that changes the role to `to`, and does
 * nothing unless that did.
 */
export async function endInvitationsOf(
  deps: Pick<Deps, 'db' | 'now' | 'newId'>,
  principal: Principal,
  agentId: string,
  to: Role,
): Promise<Statement[]> {
  const { db, now } = deps;
  const { workgroupId } = principal;
  const pending = await listPendingOf(db, workgroupId, agentId);
  const hasMore = sql`EXISTS (SELECT 1 FROM member WHERE organization_id = ${workgroupId} AND user_id = ${agentId} AND role <> ${to})`;
  return pending
    .filter(({ role }) => isAbove(role, to))
    .flatMap((invitation) => [
      db
        .update(invitations)
        .set({ state: 'revoked', endedAt: now() })
        .where(
          and(
            eq(invitations.workgroupId, workgroupId),
            eq(invitations.id, invitation.id),
            eq(invitations.state, 'pending'),
            sql`NOT ${hasMore}`,
          ),
        ),
      eventStatement(db, workgroupId, invitationEvent(deps, principal, 'invitation.revoked', invitation)),
    ]);
}
