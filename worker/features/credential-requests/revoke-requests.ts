import { sql } from 'drizzle-orm';
import type { Actor } from '../events/event.ts';
import { eventStatement } from '../events/event-statement.ts';
import { isAnyOf } from '../kernel/db.ts';
import type { Deps } from '../kernel/deps.ts';
import { endStatements, IS_OPEN } from './end-requests.ts';
import { requestsEvent } from './request-events.ts';
import { listMailboxNames } from './store.ts';
import type { RequestRow } from './table.ts';
import { credentialRequests } from './table.ts';

/**
 * Ends requests that can be answered, with their links. Their mailboxes wait on, until someone sends the requests again,
 * enters the credentials or stops the pass. Returns how many there were.
 */
export async function revokeRequests(
  deps: Pick<Deps, 'db' | 'newId' | 'now'>,
  actor: Actor,
  project: { id: string; workgroupId: string; name: string },
  requests: readonly RequestRow[],
): Promise<number> {
  const { db } = deps;
  const { workgroupId } = project;
  const open = requests.filter(({ endedAt }) => endedAt === null);
  if (open.length === 0) return 0;
  const names = await listMailboxNames(
    db,
    workgroupId,
    open.map(({ mailboxId }) => mailboxId),
  );
  const about = open.map((row) => ({ ...row, sourceEmail: names.get(row.mailboxId) ?? row.recipient }));
  const event = requestsEvent(deps, actor, 'credential-request.revoked', project, about);
  const which = isAnyOf(
    credentialRequests.id,
    open.map(({ id }) => id),
  );
  // As many as the database still finds: another request may have ended some meanwhile.
  const count = sql<number>`(SELECT count(*) FROM ${credentialRequests} WHERE ${credentialRequests.workgroupId} = ${workgroupId} AND ${IS_OPEN} AND ${which})`;
  const data = open.length > 1 ? { data: sql`json_object('count', ${count})` } : {};
  const [[found]] = await db.batch([
    db.select({ count }).from(sql`(SELECT 1)`),
    eventStatement(db, workgroupId, event, { when: sql`${count} > 0`, ...data }),
    ...endStatements(db, workgroupId, {
      which,
      state: 'revoked',
      ...(actor.id !== null && { revokedBy: actor.id }),
      now: event.at,
    }),
  ]);
  return found?.count ?? 0;
}
