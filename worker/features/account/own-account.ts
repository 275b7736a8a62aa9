import type { AppContext } from '../kernel/app.ts';
import type { Deps } from '../kernel/deps.ts';
import { problem as anyProblem } from '../kernel/errors.ts';
import { LIMITS } from '../workgroups/attempt-limits.ts';
import { requireAttempt } from '../workgroups/attempts.ts';
import type { Membership } from '../workgroups/store.ts';
import { listMemberships } from '../workgroups/store.ts';
import { problem } from './errors.ts';

/** Whose account a request is about: that of the session. An API key has none. */
export function requireOwnAccount(c: AppContext): { agentId: string; sessionId: string } {
  const { agentId, sessionId } = c.var.principal;
  if (agentId === null) throw anyProblem('session-needed');
  return { agentId, sessionId: sessionId ?? '' };
}

/** The same, with the workgroups of the agent. */
export async function requireOwnAccountIn(
  c: AppContext,
): Promise<{ agentId: string; sessionId: string; memberships: Membership[] }> {
  const agent = requireOwnAccount(c);
  return { ...agent, memberships: await listMemberships(c.var.deps.db, agent.agentId) };
}

/** Lets on who knows the password of the account. Throws `password-refused` and `too-many-attempts`. */
export async function requirePassword(deps: Deps, agentId: string, password: string): Promise<void> {
  const attempt = await requireAttempt(deps, [[LIMITS.signInOfAccount, agentId]]);
  if (!(await deps.sessions.isPassword(agentId, password))) throw problem('password-refused');
  await attempt.succeed(LIMITS.signInOfAccount);
}

/** Messages and readers of events start at once. */
export async function wakeAll({ outbox }: Pick<Deps, 'outbox'>, memberships: readonly Membership[]): Promise<void> {
  for (const { workgroupId } of memberships) await outbox.wake(workgroupId);
}
