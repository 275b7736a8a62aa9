import { and, eq, sql } from 'drizzle-orm';
import type { z } from 'zod';
import { toIso } from '../../lib/clock.ts';
import { changesBetween } from '../../lib/event.ts';
import type { AppContext } from '../kernel/app.ts';
import { writeOn } from '../kernel/write-on.ts';
import { user } from '../workgroups/table.ts';
import { addressOfEmail } from '../workgroups/unproven-email.ts';
import { accountEvents } from './agent.ts';
import { problem } from './errors.ts';
import { getNewEmail } from './link-store.ts';
import { requireOwnAccount, requireOwnAccountIn } from './own-account.ts';
import { runDecided } from './run-decided.ts';
import type { ProfileChange } from './schema.ts';
import { countRecoveryCodes, getTwoFactor } from './two-factor/code-use.ts';

/** An account as its agent sees it. */
export async function presentAccount(c: AppContext) {
  const { db, now } = c.var.deps;
  const { agentId } = requireOwnAccount(c);
  const [row, newEmail, twoFactor, recoveryCodesLeft] = await Promise.all([
    getAgent(c, agentId),
    getNewEmail(db, agentId, now()),
    getTwoFactor(db, agentId),
    countRecoveryCodes(db, agentId),
  ]);
  if (!row) throw problem('agent-not-found');
  const since = twoFactor?.enabledAt ?? null;
  return {
    id: row.id,
    name: row.name,
    email: addressOfEmail(row.email),
    isEmailConfirmed: row.emailVerified,
    newEmail: newEmail ?? null,
    language: row.language,
    timeZone: row.timeZone,
    twoFactor: { isOn: since !== null, since: toIso(since), recoveryCodesLeft },
  };
}

async function getAgent(c: AppContext, agentId: string) {
  const [row] = await c.var.deps.db.select().from(user).where(eq(user.id, agentId));
  return row;
}

/** Changes name, language and time zone. */
export async function changeProfile(c: AppContext, change: z.output<typeof ProfileChange>): Promise<void> {
  const { deps } = c.var;
  const { db } = deps;
  const { agentId, memberships } = await requireOwnAccountIn(c);
  const row = await getAgent(c, agentId);
  if (!row) throw problem('agent-not-found');
  await writeOn(
    row,
    () => getAgent(c, agentId),
    async (before) => {
      const { name, language, timeZone } = before;
      const changes = changesBetween({ name, language, timeZone }, change);
      if (changes.length === 0) return true;
      const isAsBefore = and(
        eq(user.id, agentId),
        eq(user.name, name),
        sql`${user.language} IS ${language}`,
        sql`${user.timeZone} IS ${timeZone}`,
      );
      const update = db
        .update(user)
        .set({ ...change, updatedAt: new Date(deps.now()) })
        .where(isAsBefore)
        .returning({ id: user.id });
      const events = accountEvents(deps, memberships, { type: 'account.updated', changes });
      return (await runDecided(db, update, events)) || undefined;
    },
  );
}
