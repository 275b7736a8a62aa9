import type { SQL } from 'drizzle-orm';
import { sql } from 'drizzle-orm';
import type { Statement } from '../kernel/db.ts';
import type { Db } from '../kernel/db.ts';
import type { Deps } from '../kernel/deps.ts';
import type { LinkMaker } from '../messages/secret-links.ts';
import { newToken } from '../messages/secret-links.ts';
import { endLinks } from './end-requests.ts';
import { getRequestOfMessage } from './store.ts';
import type { RequestRow } from './table.ts';
import { credentialLinks, OPEN_STATES } from './table.ts';

const ENDED = {
  answered: 'The end user gave the credentials before the message was sent.',
  revoked: 'The credential request was revoked before the message was sent.',
  expired: 'The credential request expired before the message was sent.',
} as const;

/** The address of the page of a token. It is in the path: the page works without scripts, and its answers are not logged. */
export function pageOf({ publicUrl }: Pick<Deps['settings'], 'publicUrl'>, token: string): string {
  return `${publicUrl}/r/${token}`;
}

/** The link of a credential request or its reminder. Links of earlier messages end with it. */
export const credentialLink: LinkMaker = async ({ db, now, random, settings }, row) => {
  const request = await getRequestOfMessage(db, row.workgroupId, row.id);
  if (!request) return 'A newer message, or a copied link, has taken the place of this one.';
  const at = now();
  const { state } = request;
  if (state === 'answered' || state === 'revoked' || state === 'expired') return ENDED[state];
  if (request.expiresAt <= at) return ENDED.expired;
  const { token, hash } = await newToken(random);
  const isCurrent = sql`q.message_id = ${row.id} AND q.state IN (${OPEN_STATES})`;
  return { url: pageOf(settings, token), statements: mintStatements(db, request, hash, isCurrent, at) };
};

/**
 * A new link of a request, in place of all others of the mailbox. If `isCurrent` (of the request `q`) no longer holds in
 * that batch, nothing ends, and the new link is one that has ended: whoever gets it learns that.
 */
export function mintStatements(
  db: Db,
  { id, workgroupId, mailboxId, expiresAt }: RequestRow,
  tokenHash: string,
  isCurrent: SQL,
  now: number,
): Statement[] {
  const holds = sql`EXISTS (SELECT 1 FROM credential_requests q WHERE q.id = ${id} AND ${isCurrent})`;
  const ofMailbox = sql`${credentialLinks.requestId} IN (SELECT q.id FROM credential_requests q WHERE q.mailbox_id = ${mailboxId})`;
  return [
    endLinks(db, workgroupId, sql`${ofMailbox} AND ${holds}`, 'replaced', now),
    db.insert(credentialLinks).select(
      sql`SELECT ${tokenHash}, ${workgroupId}, ${id}, ${now}, ${expiresAt}, iif(${holds}, NULL, ${now}),
        CASE WHEN ${holds} THEN NULL ELSE (SELECT CASE q.state WHEN 'answered' THEN 'answered' WHEN 'revoked' THEN 'revoked'
          WHEN 'expired' THEN 'expired' ELSE 'replaced' END FROM credential_requests q WHERE q.id = ${id}) END`,
    ),
  ];
}
