import { changesBetween } from '../../lib/event.ts';
import type { Role } from '../../lib/roles.ts';
import type { Actor, EventFacts, NewEvent } from '../events/event.ts';
import { actorOf, newEvent } from '../events/event.ts';
import type { Deps } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import type { AgentRow } from './agent-store.ts';
import type { InvitationRow } from './table.ts';

type Needs = Pick<Deps, 'newId' | 'now'>;
type Who = Pick<AgentRow, 'id' | 'name' | 'email'>;
type Invited = Pick<InvitationRow, 'id' | 'email' | 'role'>;

const subjectOf = ({ id, name }: Who) => ({ kind: 'agent', id, name });

export function roleChanged(deps: Needs, principal: Principal, agent: AgentRow, to: Role): NewEvent {
  return newEvent(deps, actorOf(principal), {
    type: 'agent.role-changed',
    subject: subjectOf(agent),
    changes: changesBetween({ role: agent.role }, { role: to }),
    words: [agent.email],
  });
}

export function agentRemoved(deps: Needs, principal: Principal, agent: AgentRow): NewEvent {
  return newEvent(deps, actorOf(principal), {
    type: 'agent.removed',
    subject: subjectOf(agent),
    data: { role: agent.role },
    words: [agent.email],
  });
}

export function ownershipTransferred(deps: Needs, principal: Principal, agent: AgentRow): NewEvent {
  return newEvent(deps, actorOf(principal), {
    type: 'agent.made-owner',
    subject: subjectOf(agent),
    changes: changesBetween({ role: agent.role }, { role: 'owner' }),
    words: [agent.email],
  });
}

type OfInvitation = Extract<EventFacts['type'], `invitation.${string}`>;

function ofInvitation(type: OfInvitation, { id, email, role }: Invited): EventFacts {
  return { type, subject: { kind: 'invitation', id, name: email }, data: { role } };
}

/** An invitation was created, sent again or revoked. */
export function invitationEvent(
  deps: Needs,
  principal: Principal,
  type: Exclude<OfInvitation, 'invitation.accepted'>,
  invitation: Invited,
): NewEvent {
  return newEvent(deps, actorOf(principal), ofInvitation(type, invitation));
}

export function invitationAccepted(deps: Needs, agent: Pick<Who, 'id' | 'name'>, invitation: Invited): NewEvent {
  const actor: Actor = { kind: 'agent', id: agent.id, name: agent.name };
  return newEvent(deps, actor, ofInvitation('invitation.accepted', invitation));
}
