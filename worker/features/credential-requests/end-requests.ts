import type { SQL } from 'drizzle-orm';
import { and, eq, isNull, sql } from 'drizzle-orm';
import type { LinkEnd } from '../../lib/credential-request-facts.ts';
import type { Db, Statement } from '../kernel/db.ts';
import { withdrawStatement } from '../messages/store.ts';
import { credentialLinks, credentialRequests, OPEN_STATES } from './table.ts';

/** True of requests that can be answered. */
export const IS_OPEN = sql`${credentialRequests.state} IN (${OPEN_STATES})`;

type End = {
  /** Which requests, as a condition on the table. */
  which: SQL;
  state: 'revoked' | 'expired';
  revokedBy?: string;
  now: number;
};

const WITHDRAWN = {
  revoked: 'The credential request was revoked before the message was sent.',
  expired: 'The credential request expired before the message was sent.',
} as const;

/** Requests that can be answered end, with their links, what they have kept of answers, and messages that still wait. */
export function endStatements(db: Db, workgroupId: string, { which, state, revokedBy, now }: End): Statement[] {
  const ended = and(eq(credentialRequests.workgroupId, workgroupId), IS_OPEN, which);
  const idsOf = (column: SQL) => sql`(SELECT ${column} FROM ${credentialRequests} WHERE ${ended})`;
  return [
    endLinks(db, workgroupId, sql`${credentialLinks.requestId} IN ${idsOf(sql`${credentialRequests.id}`)}`, state, now),
    withdrawStatement(db, workgroupId, idsOf(sql`${credentialRequests.messageId}`), WITHDRAWN[state]),
    db
      .update(credentialRequests)
      .set({ state, endedAt: now, pending: null, pendingSince: null, nextCheckAt: null, revokedBy: revokedBy ?? null })
      .where(ended),
  ];
}

/** Links that work end. */
export function endLinks(db: Db, workgroupId: string, which: SQL, endReason: LinkEnd, now: number): Statement {
  return db
    .update(credentialLinks)
    .set({ endedAt: now, endReason })
    .where(and(eq(credentialLinks.workgroupId, workgroupId), isNull(credentialLinks.endedAt), which));
}

/** Messages of these requests that have not gone out yet would end the links of newer ones. */
export function withdrawEarlier(
  db: Db,
  workgroupId: string,
  requests: readonly { messageId: string | null }[],
): Statement {
  const ids = JSON.stringify(requests.flatMap(({ messageId }) => messageId ?? []));
  return withdrawStatement(
    db,
    workgroupId,
    sql`(SELECT value FROM json_each(${ids}))`,
    'A newer message took its place.',
  );
}
