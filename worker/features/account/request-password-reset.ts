import { sql } from 'drizzle-orm';
import { toIso } from '../../lib/clock.ts';
import { HOUR_MS } from '../../lib/units.ts';
import type { AppContext } from '../kernel/app.ts';
import { clientAddress } from '../kernel/client-address.ts';
import { runBatch } from '../kernel/db.ts';
import { messagesIf } from '../messages/message-statement.ts';
import { LIMITS } from '../workgroups/attempt-limits.ts';
import { requireAttempt } from '../workgroups/attempts.ts';
import type { Membership } from '../workgroups/store.ts';
import { installation } from '../workgroups/table.ts';
import { accountsOfAddress } from './accounts-of-address.ts';
import { addressedTo, homeOf } from './agent.ts';
import { linkStatements } from './link-store.ts';

const LINK_MS = HOUR_MS;

/** In the place of the account where there is none: what is written for it does not come to pass. */
const NOBODY: Membership = {
  workgroupId: '',
  workgroupName: '',
  role: 'agent',
  agentId: '',
  agentName: '',
  agentEmail: '',
  isUnproven: true,
  hasTwoFactor: false,
  requiresTwoFactor: false,
  language: null,
  timeZone: null,
};

/**
 * Sends links to the accounts with an address. Neither the answer nor the work done for it shows whether there are any: the
 * same statements run, and in either case something is written, as writing takes its time.
 */
export async function requestPasswordReset(c: AppContext, address: string): Promise<void> {
  const { deps } = c.var;
  const { db, now, newId } = deps;
  await requireAttempt(deps, [
    [LIMITS.linkFromAddress, clientAddress(deps.settings, c.req.raw), 'stays'],
    [LIMITS.linkOfAccount, address.toLowerCase(), 'stays'],
  ]);
  const homes = (await accountsOfAddress(db, address)).flatMap((memberships) => homeOf(memberships) ?? []);
  const isThere = sql`${homes.length > 0 ? 1 : 0}`;
  const expiresAt = now() + LINK_MS;
  const asked = (homes.length > 0 ? homes : [NOBODY]).map((home) => ({ home, messageId: newId('msg') }));
  await runBatch(db, [
    ...messagesIf(
      db,
      asked.map(({ home, messageId }) => ({
        workgroupId: home.workgroupId,
        message: {
          ...addressedTo(deps, home),
          id: messageId,
          kind: 'password-reset' as const,
          variables: { expiresAt: toIso(expiresAt), name: home.agentName },
        },
      })),
      isThere,
    ),
    ...linkStatements(
      db,
      asked.map(({ home, messageId }) => ({
        messageId,
        agentId: home.agentId,
        purpose: 'reset-password' as const,
        email: home.agentEmail,
        expiresAt,
      })),
      isThere,
    ),
    db.update(installation).set({ createdAt: sql`${installation.createdAt}` }),
  ]);
  for (const { workgroupId } of homes) await deps.outbox.wake(workgroupId);
}
