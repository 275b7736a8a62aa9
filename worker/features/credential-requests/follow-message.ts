import type { SQL } from 'drizzle-orm';
import { and, eq, sql } from 'drizzle-orm';
import type { Follower } from '../messages/followers.ts';
import { IS_OPEN } from './end-requests.ts';
import { credentialRequests } from './table.ts';

/** A request follows its latest message: it was sent, or did not arrive. What a person has begun to answer stays opened. */
export const followMessage: Follower = (db, { id, workgroupId }, state, when, now) => {
  const change = (to: { state: SQL; sentAt?: number }, condition: SQL) => [
    db
      .update(credentialRequests)
      .set(to)
      .where(
        and(eq(credentialRequests.workgroupId, workgroupId), eq(credentialRequests.messageId, id), IS_OPEN, condition),
      ),
  ];
  if (state === 'queued') return [];
  if (state === 'sent')
    return change({ state: sql`iif(${credentialRequests.state} = 'opened', 'opened', 'sent')`, sentAt: now }, when);
  return change({ state: sql`'bounced'` }, sql`${credentialRequests.state} <> 'opened' AND ${when}`);
};
