import { and, eq } from 'drizzle-orm';
import { toIso } from '../../lib/clock.ts';
import type { AppContext } from '../kernel/app.ts';
import { validationProblem } from '../kernel/validate.ts';
import { LIMITS } from '../workgroups/attempt-limits.ts';
import { clearAttempts } from '../workgroups/attempts.ts';
import { faultOfPassword } from '../workgroups/password-rules.ts';
import { listMemberships } from '../workgroups/store.ts';
import { account, session, unprovenSignIns } from '../workgroups/table.ts';
import { accountEvents, accountNotice } from './agent.ts';
import { problem } from './errors.ts';
import { endOtherLinks, isUsedBy, linkUseStatement } from './link-store.ts';
import { requireLink } from './require-link.ts';
import { runDecided } from './run-decided.ts';
import { pendingSignIns } from './table.ts';

/**
 * Sets a new password by a link. It is no sign-in: all sessions end and none begins, and the second factor stays as it is.
 * Of several uses at once one gets through. Throws `link-invalid`, `link-used`, `link-expired`, `validation-failed` and
 * `too-many-attempts`.
 */
export async function resetPassword(c: AppContext, { token, password }: { token: string; password: string }) {
  const { deps } = c.var;
  const { db, sessions } = deps;
  const { link, tokenHash, attempt } = await requireLink(c, 'reset-password', token);
  await attempt.succeed();
  const { agentId, email } = link;
  const memberships = await listMemberships(db, agentId);
  const [agent] = memberships;
  const fault = faultOfPassword(password, [email, agent?.agentName, agent?.workgroupName]);
  if (fault !== undefined) throw validationProblem([{ path: ['password'], message: fault }]);
  const usedBy = deps.newId('use');
  const isMine = isUsedBy(usedBy);
  const [hash, signInKey] = await Promise.all([sessions.hashPassword(password), sessions.signInKey(email, password)]);
  const notice = { kind: 'password-changed', variables: { changedAt: toIso(deps.now()) } } as const;
  const isReset = await runDecided(db, linkUseStatement(db, tokenHash, usedBy, deps.now()), [
    db
      .update(account)
      .set({ password: hash, updatedAt: new Date(deps.now()) })
      .where(and(eq(account.userId, agentId), eq(account.providerId, 'credential'), isMine)),
    ...accountEvents(deps, memberships, { type: 'account.password-reset' }),
    ...accountNotice(deps, memberships, notice, isMine),
    db.delete(session).where(and(eq(session.userId, agentId), isMine)),
    db.delete(pendingSignIns).where(and(eq(pendingSignIns.agentId, agentId), isMine)),
    // An agent with an unproven address is found by address and password together.
    db
      .update(unprovenSignIns)
      .set({ key: signInKey })
      .where(and(eq(unprovenSignIns.agentId, agentId), isMine)),
    endOtherLinks(db, agentId, usedBy),
  ]);
  if (!isReset) throw problem('link-used');
  // Who has guessed wrongly before keeps the agent waiting no longer.
  await clearAttempts(deps, LIMITS.signInOfAccount, email);
  for (const { workgroupId } of memberships) await deps.outbox.wake(workgroupId);
}
