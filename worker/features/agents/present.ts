import { toIso } from '../../lib/clock.ts';
import { roleOf } from '../workgroups/access.ts';
import type { AgentRow } from './agent-store.ts';
import type { ListedInvitation } from './invitation-store.ts';
import type { InvitationRow } from './table.ts';

export function presentAgent({ id, name, email, role, hasTwoFactor, joinedAt, lastSignInAt }: AgentRow) {
  return {
    id,
    name,
    email,
    role: roleOf(role),
    hasTwoFactor,
    joinedAt: toIso(joinedAt),
    lastSignInAt: toIso(lastSignInAt),
  };
}

/** A pending invitation whose time is over has expired. */
export function stateOf({ state, expiresAt }: Pick<InvitationRow, 'state' | 'expiresAt'>, now: number) {
  return state === 'pending' && expiresAt <= now ? 'expired' : state;
}

export function presentInvitation({ invitation, message }: ListedInvitation, now: number) {
  const { id, email, role, language, invitedBy, invitedByName } = invitation;
  return {
    id,
    email,
    role,
    language,
    state: stateOf(invitation, now),
    invitedBy: { id: invitedBy, name: invitedByName },
    message: message && {
      id: message.id,
      state: message.state,
      lastResponse: message.lastResponse,
      sentAt: toIso(message.sentAt),
    },
    createdAt: toIso(invitation.createdAt),
    expiresAt: toIso(invitation.expiresAt),
    endedAt: toIso(invitation.endedAt),
  };
}
