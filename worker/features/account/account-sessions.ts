import { and, desc, eq, gt, ne } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import { clientNameOf } from '../../lib/client-name.ts';
import { toIso } from '../../lib/clock.ts';
import type { AppContext } from '../kernel/app.ts';
import { session } from '../workgroups/table.ts';
import { accountEvents } from './agent.ts';
import { problem } from './errors.ts';
import { requireOwnAccount, requireOwnAccountIn } from './own-account.ts';

const MOST = 200;

/** The sessions of an agent, the one used last first. */
export async function listSessions(c: AppContext) {
  const { db, now } = c.var.deps;
  const { agentId, sessionId } = requireOwnAccount(c);
  const rows = await db
    .select()
    .from(session)
    .where(and(eq(session.userId, agentId), gt(session.expiresAt, new Date(now()))))
    .orderBy(desc(session.updatedAt), desc(session.id))
    .limit(MOST);
  return rows.map((row) => ({
    id: row.id,
    isCurrent: row.id === sessionId,
    device: clientNameOf(row.userAgent) ?? 'Unknown device',
    from: row.ipAddress || null,
    signedInAt: toIso(row.createdAt.getTime()),
    lastUsedAt: toIso(row.updatedAt.getTime()),
    expiresAt: toIso(row.expiresAt.getTime()),
  }));
}

/** Ends sessions of the agent; returns how many. */
async function endSessions(c: AppContext, which: SQL): Promise<number> {
  const { deps } = c.var;
  const { agentId, memberships } = await requireOwnAccountIn(c);
  const end = deps.db
    .delete(session)
    .where(and(eq(session.userId, agentId), which))
    .returning({ id: session.id });
  const [ended] = await deps.db.batch([end, ...accountEvents(deps, memberships, { type: 'account.sessions-ended' })]);
  return ended.length;
}

/** Throws `session-not-found`. */
export async function endSession(c: AppContext, id: string): Promise<void> {
  if ((await endSessions(c, eq(session.id, id))) === 0) throw problem('session-not-found');
}

export async function endOtherSessions(c: AppContext): Promise<number> {
  return endSessions(c, ne(session.id, requireOwnAccount(c).sessionId));
}
