import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { toIso } from '../../lib/clock.ts';
import type { AppContext } from '../kernel/app.ts';
import { LIMITS } from '../workgroups/attempt-limits.ts';
import { requireAttempt } from '../workgroups/attempts.ts';
import { problem } from '../workgroups/errors.ts';
import { faultOfPassword } from '../workgroups/password-rules.ts';
import { listMemberships } from '../workgroups/store.ts';
import { newSignInKey } from '../workgroups/unproven-sign-in.ts';
import { accountEvents, accountNotice } from './agent.ts';
import { handOverPlain, readBody, withBody } from './hand-over.ts';
import { accountLinks, pendingSignIns } from './table.ts';

export const PasswordChange = z
  .object({ currentPassword: z.string(), newPassword: z.string(), revokeOtherSessions: z.boolean().optional() })
  .meta({ ref: 'PasswordChange' });

/** A changed password ends every other session of the agent, whatever the request says, and every link to reset it. */
export async function changePassword(c: AppContext): Promise<Response> {
  const { deps } = c.var;
  const session = await deps.sessions.read(c.req.raw);
  if (!session) throw problem('sign-in-refused', 'Sign in first, then change your password.');
  const { read } = await readBody(c, PasswordChange);
  const { agentId } = session;
  const memberships = await listMemberships(deps.db, agentId);
  const [agent] = memberships;
  const fault = faultOfPassword(read.newPassword, [agent?.agentEmail, agent?.agentName, agent?.workgroupName]);
  if (fault !== undefined) throw problem('sign-in-request-invalid', fault);
  const attempt = await requireAttempt(deps, [[LIMITS.signInOfAccount, agentId]]);
  const request = withBody(c.req.raw, { ...read, revokeOtherSessions: true });
  const notice = { kind: 'password-changed', variables: { changedAt: toIso(deps.now()) } } as const;
  const response = await handOverPlain(c, request, [
    ...accountEvents(deps, memberships, { type: 'agent.password-changed' }),
    ...accountNotice(deps, memberships, notice, sql`true`),
    deps.db.delete(accountLinks).where(eq(accountLinks.agentId, agentId)),
    deps.db.delete(pendingSignIns).where(eq(pendingSignIns.agentId, agentId)),
    ...(await newSignInKey(deps, agentId, agent?.agentEmail ?? '', read.newPassword)),
  ]);
  await attempt.succeed(LIMITS.signInOfAccount);
  for (const { workgroupId } of memberships) await deps.outbox.wake(workgroupId);
  return response;
}
