import { and, eq, isNull, sql } from 'drizzle-orm';
import type { z } from 'zod';
import { toIso } from '../../lib/clock.ts';
import { HOUR_MS } from '../../lib/units.ts';
import type { AppContext } from '../kernel/app.ts';
import { clientAddress } from '../kernel/client-address.ts';
import { isUniqueViolation, runBatch } from '../kernel/db.ts';
import { messagesIf } from '../messages/message-statement.ts';
import { LIMITS } from '../workgroups/attempt-limits.ts';
import { requireAttempt } from '../workgroups/attempts.ts';
import { listMemberships } from '../workgroups/store.ts';
import { unprovenSignIns, user } from '../workgroups/table.ts';
import { accountEvents, accountNotice, addressedTo, homeOf } from './agent.ts';
import { problem } from './errors.ts';
import { endOtherLinks, isUsedBy, linkStatements, linkUseStatement } from './link-store.ts';
import { requireOwnAccountIn, requirePassword, wakeAll } from './own-account.ts';
import { requireLink } from './require-link.ts';
import { runDecided } from './run-decided.ts';
import type { EmailChange } from './schema.ts';
import { accountLinks } from './table.ts';

const LINK_MS = 24 * HOUR_MS;

/**
 * Sends a link to the new address. Nothing changes until it is opened, and nothing shows whether another account has the
 * address. An earlier request that waits ends.
 */
export async function requestEmailChange(c: AppContext, { email, password }: z.output<typeof EmailChange>) {
  const { deps } = c.var;
  const { db } = deps;
  const { agentId, memberships } = await requireOwnAccountIn(c);
  const home = homeOf(memberships);
  if (!home) throw new Error('Who is signed in is active in a workgroup');
  await requirePassword(deps, agentId, password);
  await requireAttempt(deps, [
    [LIMITS.linkFromAddress, clientAddress(deps.settings, c.req.raw), 'stays'],
    [LIMITS.linkOfAccount, agentId, 'stays'],
  ]);
  const newAddress = email.toLowerCase();
  const expiresAt = deps.now() + LINK_MS;
  const messageId = deps.newId('msg');
  const isWaiting = and(
    eq(accountLinks.agentId, agentId),
    eq(accountLinks.purpose, 'confirm-email'),
    isNull(accountLinks.usedAt),
  );
  const message = {
    ...addressedTo(deps, home),
    id: messageId,
    recipient: newAddress,
    kind: 'email-confirmation' as const,
    variables: { newAddress, expiresAt: toIso(expiresAt), name: home.agentName },
  };
  const link = { messageId, agentId, purpose: 'confirm-email' as const, email: newAddress, expiresAt };
  const always = sql`true`;
  await runBatch(db, [
    db.delete(accountLinks).where(isWaiting),
    ...linkStatements(db, [link], always),
    ...accountEvents(deps, memberships, { type: 'account.email-change-requested', data: { email: newAddress } }),
    ...messagesIf(db, [{ workgroupId: home.workgroupId, message }], always),
  ]);
  await wakeAll(deps, memberships);
}

/**
 * Changes the address by the link that was sent to it: it proves that the agent reads mail there. The old address gets a
 * notice. Throws `link-invalid`, `link-used`, `link-expired`, `email-taken` and `too-many-attempts`.
 */
export async function confirmEmail(c: AppContext, token: string): Promise<string> {
  const { deps } = c.var;
  const { db } = deps;
  const { link, tokenHash, attempt } = await requireLink(c, 'confirm-email', token);
  await attempt.succeed();
  const { agentId, email: to } = link;
  const memberships = await listMemberships(db, agentId);
  const from = memberships[0]?.agentEmail ?? null;
  const usedBy = deps.newId('use');
  const isMine = isUsedBy(usedBy);
  const variables = { newAddress: to, changedAt: toIso(deps.now()) };
  try {
    const isChanged = await runDecided(db, linkUseStatement(db, tokenHash, usedBy, deps.now()), [
      db
        .update(user)
        .set({ email: to, emailVerified: true, updatedAt: new Date(deps.now()) })
        .where(and(eq(user.id, agentId), isMine)),
      ...accountEvents(deps, memberships, {
        type: 'account.email-changed',
        changes: [{ field: 'email', from, to }],
      }),
      ...(from === to ? [] : accountNotice(deps, memberships, { kind: 'email-changed', variables }, isMine)),
      db.delete(unprovenSignIns).where(and(eq(unprovenSignIns.agentId, agentId), isMine)),
      endOtherLinks(db, agentId, usedBy),
    ]);
    if (!isChanged) throw problem('link-used');
  } catch (error) {
    if (isUniqueViolation(error, 'user.email')) throw problem('email-taken');
    throw error;
  }
  await wakeAll(deps, memberships);
  return to;
}
