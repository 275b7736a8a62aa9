import { and, eq, sql } from 'drizzle-orm';
import { DAY_MS } from '../../lib/units.ts';
import { actorOf } from '../events/event.ts';
import { eventStatement } from '../events/event-statement.ts';
import { runBatch } from '../kernel/db.ts';
import type { Deps } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import { newToken } from '../messages/secret-links.ts';
import { withdrawStatement } from '../messages/store.ts';
import { problem } from './errors.ts';
import { mintStatements, pageOf } from './link.ts';
import { hasWaitingRun } from './release-run.ts';
import { requestsEvent } from './request-events.ts';
import { dueAtOf, getRequestSettings } from './settings.ts';
import type { RequestRow } from './table.ts';
import { credentialLinks, credentialRequests, OPEN_STATES } from './table.ts';

type Needs = Pick<Deps, 'db' | 'newId' | 'now' | 'random' | 'settings'>;

/**
 * A link for an agent to hand over, to someone whose mail does not work. It ends all others, no message goes out any more,
 * and the request has a new term. Throws `credential-request-ended`.
 */
export async function copyLink(
  deps: Needs,
  principal: Principal,
  request: RequestRow,
  project: { id: string; name: string },
  sourceEmail: string,
): Promise<{ url: string; expiresAt: number }> {
  const { db, now, random } = deps;
  const { workgroupId, id } = request;
  const at = now();
  const settings = await getRequestSettings(db, workgroupId);
  const term = { askedAt: at, expiresAt: at + settings.validDays * DAY_MS, reminders: settings.reminderDays.length };
  const { token, hash } = await newToken(random);
  const event = requestsEvent(deps, actorOf(principal), 'credential-request.link-copied', project, [
    { ...request, sourceEmail },
  ]);
  const isCurrent = sql`q.message_id IS NULL AND q.state IN (${OPEN_STATES})`;
  await runBatch(db, [
    withdrawStatement(db, workgroupId, sql`(${request.messageId})`, 'Its link was copied instead.'),
    db
      .update(credentialRequests)
      .set({
        ...term,
        dueAt: dueAtOf(term, settings),
        state: sql`iif(${credentialRequests.state} = 'opened', 'opened', 'sent')`,
        messageId: null,
        sentAt: at,
        endedAt: null,
        revokedBy: null,
        byCopiedLink: true,
      })
      .where(
        and(
          eq(credentialRequests.workgroupId, workgroupId),
          eq(credentialRequests.id, id),
          sql`${credentialRequests.state} <> 'answered'`,
          sql`NOT EXISTS (SELECT 1 FROM credential_requests o WHERE o.mailbox_id = ${request.mailboxId} AND o.id > ${id})`,
          hasWaitingRun(sql`${request.mailboxId}`),
        ),
      ),
    eventStatement(db, workgroupId, event),
    ...mintStatements(db, { ...request, ...term }, hash, isCurrent, at),
  ]);
  const [link] = await db.select().from(credentialLinks).where(eq(credentialLinks.tokenHash, hash));
  if (!link || link.endedAt !== null) throw problem('credential-request-ended');
  return { url: pageOf(deps.settings, token), expiresAt: term.expiresAt };
}
