import { eq } from 'drizzle-orm';
import { toIso } from '../../../lib/clock.ts';
import { actorOf, newEvent } from '../../events/event.ts';
import { eventStatement, HAS_CHANGED } from '../../events/event-statement.ts';
import type { AppContext } from '../../kernel/app.ts';
import { isAbove } from '../../../lib/roles.ts';
import { roleOf } from '../../workgroups/access.ts';
import { listMemberships } from '../../workgroups/store.ts';
import { twoFactors } from '../../workgroups/table.ts';
import { accountNotice, homeOf } from '../agent.ts';
import { problem } from '../errors.ts';
import { runDecided } from '../run-decided.ts';
import { forgetTwoFactor } from './change-two-factor.ts';

/**
 * Turns two-factor sign-in off for an agent who has lost their device. Only their home workgroup may: others could weaken
 * what guards it. Throws `agent-not-found`, `agent-role-too-high`, `agent-of-other-workgroup` and `two-factor-off`.
 */
export async function resetTwoFactor(c: AppContext, id: string): Promise<void> {
  const { deps, principal } = c.var;
  const { db } = deps;
  const memberships = await listMemberships(db, id);
  const agent = memberships.find(({ workgroupId }) => workgroupId === principal.workgroupId);
  if (!agent) throw problem('agent-not-found');
  if (isAbove(roleOf(agent.role), principal.role)) throw problem('agent-role-too-high');
  const home = homeOf(memberships);
  if (home !== undefined && home !== agent) throw problem('agent-of-other-workgroup');
  const event = newEvent(deps, actorOf(principal), {
    type: 'agent.two-factor-reset',
    subject: { kind: 'agent', id, name: agent.agentName },
  });
  const variables = { resetBy: principal.actorName, changedAt: toIso(deps.now()) };
  const end = db.delete(twoFactors).where(eq(twoFactors.agentId, id)).returning({ agentId: twoFactors.agentId });
  const isReset = await runDecided(db, end, [
    eventStatement(db, principal.workgroupId, event),
    ...accountNotice(deps, memberships, { kind: 'two-factor-reset', variables }, HAS_CHANGED),
    ...forgetTwoFactor(db, id),
  ]);
  if (!isReset) throw problem('two-factor-off');
}
