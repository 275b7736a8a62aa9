import type { Role } from '../../lib/roles.ts';
import { isAbove } from '../../lib/roles.ts';
import { revokeKeysOfStatement } from '../api-keys/store.ts';
import type { Deps } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import { roleOf } from '../workgroups/access.ts';
import { agentRemoved, ownershipTransferred, roleChanged } from './agent-events.ts';
import type { AgentRow } from './agent-store.ts';
import { changeRole, getAgent, handOver, removeMember } from './agent-store.ts';
import { problem } from './errors.ts';
import { endInvitationsOf } from './end-invitations.ts';

type Needs = Pick<Deps, 'db' | 'now' | 'newId' | 'coordinator' | 'log'>;

export async function requireMember(deps: Pick<Deps, 'db'>, workgroupId: string, agentId: string): Promise<AgentRow> {
  const agent = await getAgent(deps.db, workgroupId, agentId);
  if (!agent) throw problem('agent-not-found');
  return agent;
}

/** Nobody gives or takes away a role above their own. Throws `agent-role-too-high`. */
export function requireNotAbove(principal: Pick<Principal, 'role'>, ...roles: readonly Role[]): void {
  if (roles.some((role) => isAbove(role, principal.role))) throw problem('agent-role-too-high');
}

/** Gives an agent another role, effective at once. Returns the agent as they are then. */
export async function changeAgent(deps: Needs, principal: Principal, agent: AgentRow, to: Role): Promise<AgentRow> {
  const { workgroupId } = principal;
  requireNotAbove(principal, roleOf(agent.role), to);
  if (agent.role === to) return agent;
  const isChanged = await changeRole(deps.db, workgroupId, agent, to, {
    by: principal,
    event: roleChanged(deps, principal, agent, to),
    after: await endInvitationsOf(deps, principal, agent.id, to),
  });
  if (!isChanged) throw await whyNot(deps, workgroupId, agent);
  await endAccess(deps, workgroupId);
  return { ...agent, role: to };
}

/** Takes an agent out of the workgroup: their access, sockets, API keys and open invitations end with it. */
export async function removeAgent(deps: Needs, principal: Principal, agent: AgentRow): Promise<void> {
  const { workgroupId } = principal;
  requireNotAbove(principal, roleOf(agent.role));
  const isRemoved = await removeMember(deps.db, workgroupId, agent, {
    by: principal,
    event: agentRemoved(deps, principal, agent),
    after: [
      ...(await endInvitationsOf(deps, principal, agent.id, 'inactive')),
      revokeKeysOfStatement(deps.db, workgroupId, agent.id, deps.now()),
    ],
  });
  if (!isRemoved) throw await whyNot(deps, workgroupId, agent);
  await endAccess(deps, workgroupId);
}

/** Makes an agent the owner in place of the owner who asks for it. */
export async function transferOwnership(
  deps: Needs,
  principal: Principal & { agentId: string },
  agent: AgentRow,
): Promise<AgentRow> {
  const { workgroupId, agentId } = principal;
  if (agent.id === agentId) throw problem('agent-changed', 'You are the owner already.');
  if (roleOf(agent.role) === 'inactive') throw problem('agent-inactive');
  const event = ownershipTransferred(deps, principal, agent);
  if (!(await handOver(deps.db, workgroupId, agentId, agent, [event]))) throw await whyNot(deps, workgroupId, agent);
  return { ...agent, role: 'owner' };
}

/** Why nothing was written, by how the agent is now. */
async function whyNot(deps: Needs, workgroupId: string, before: AgentRow) {
  const agent = await requireMember(deps, workgroupId, before.id);
  return problem(before.role === 'owner' && agent.role === 'owner' ? 'last-owner' : 'agent-changed');
}

/** Each request asks for the role of now; sockets that are open already are closed. */
async function endAccess({ coordinator, log }: Needs, workgroupId: string): Promise<void> {
  // The coordinators look for themselves a little later, whatever becomes of this.
  await coordinator
    .endWatchers(workgroupId)
    .catch((error: unknown) => log.error('watchers-not-ended', { workgroupId, error }));
}
