import type { SQL } from 'drizzle-orm';
import { and, desc, eq, lt, sql } from 'drizzle-orm';
import type { RequestState } from '../../lib/credential-request-facts.ts';
import type { EndpointRow } from '../endpoints/table.ts';
import { listEndpointsByIds } from '../endpoints/store.ts';
import type { Db } from '../kernel/db.ts';
import { isAnyOf } from '../kernel/db.ts';
import { isOfWorkgroup } from '../kernel/group-patches.ts';
import type { MailboxRow } from '../mailboxes/table.ts';
import { mailboxes } from '../mailboxes/table.ts';
import type { ProjectRow } from '../projects/table.ts';
import { projects } from '../projects/table.ts';
import type { LinkRow, RequestRow } from './table.ts';
import { credentialLinks, credentialRequests } from './table.ts';

/** A link with all that it leads to. */
export type FoundLink = {
  link: LinkRow;
  request: RequestRow;
  mailbox: MailboxRow;
  project: ProjectRow;
  source: EndpointRow;
  destination: EndpointRow;
};

/**
 * What the holder of a token may see and answer; undefined where there is no such link. The one query without a
 * workgroup: who asks has a token of 256 random bits and nothing else, and every later one is of the workgroup of its row.
 */
export async function findLink(db: Db, tokenHash: string): Promise<FoundLink | undefined> {
  const [found] = await db
    .select({ link: credentialLinks, request: credentialRequests, mailbox: mailboxes, project: projects })
    .from(credentialLinks)
    .innerJoin(credentialRequests, eq(credentialRequests.id, credentialLinks.requestId))
    .innerJoin(mailboxes, eq(mailboxes.id, credentialRequests.mailboxId))
    .innerJoin(projects, eq(projects.id, mailboxes.projectId))
    .where(eq(credentialLinks.tokenHash, tokenHash));
  if (!found) return undefined;
  const { workgroupId, sourceEndpointId, destinationEndpointId } = found.project;
  const endpoints = await listEndpointsByIds(db, workgroupId, [sourceEndpointId, destinationEndpointId]);
  const [source, destination] = [endpoints.get(sourceEndpointId), endpoints.get(destinationEndpointId)];
  return source && destination && { ...found, source, destination };
}

const ofOne = (workgroupId: string, id: string) =>
  and(eq(credentialRequests.workgroupId, workgroupId), eq(credentialRequests.id, id));

export async function getRequest(
  db: Db,
  workgroupId: string,
  requestId: string,
  isVisible?: SQL,
): Promise<RequestRow | undefined> {
  const [row] = await db
    .select()
    .from(credentialRequests)
    .where(and(ofOne(workgroupId, requestId), isVisible));
  return row;
}

/** The request whose link a message carries now. */
export async function getRequestOfMessage(
  db: Db,
  workgroupId: string,
  messageId: string,
): Promise<RequestRow | undefined> {
  const [row] = await db
    .select()
    .from(credentialRequests)
    .where(
      and(isOfWorkgroup(credentialRequests.workgroupId, workgroupId), eq(credentialRequests.messageId, messageId)),
    );
  return row;
}

type Filter = { state?: RequestState | undefined; mailboxId?: string | undefined };

/** Latest first. */
export async function listRequests(
  db: Db,
  workgroupId: string,
  projectId: string,
  { state, mailboxId }: Filter,
  page: { cursor?: string | undefined; limit: number },
): Promise<RequestRow[]> {
  return db
    .select()
    .from(credentialRequests)
    .where(
      and(
        eq(credentialRequests.workgroupId, workgroupId),
        eq(credentialRequests.projectId, projectId),
        state === undefined ? undefined : eq(credentialRequests.state, state),
        mailboxId === undefined ? undefined : eq(credentialRequests.mailboxId, mailboxId),
        page.cursor === undefined ? undefined : lt(credentialRequests.id, page.cursor),
      ),
    )
    .orderBy(desc(credentialRequests.id))
    .limit(page.limit);
}

/** The latest request of each of these mailboxes that has one, by the id of the mailbox. */
export async function listLatest(
  db: Db,
  workgroupId: string,
  mailboxIds: readonly string[],
): Promise<Map<string, RequestRow>> {
  const latest = sql`(SELECT max(q.id) FROM credential_requests q WHERE q.mailbox_id = asked.value)`;
  const rows = await db
    .select()
    .from(credentialRequests)
    .where(
      and(
        isOfWorkgroup(credentialRequests.workgroupId, workgroupId),
        sql`${credentialRequests.id} IN (SELECT ${latest} FROM json_each(${JSON.stringify(mailboxIds)}) AS asked)`,
      ),
    );
  return new Map(rows.map((row) => [row.mailboxId, row]));
}

/** What of mailboxes an event about their requests needs. */
export async function listMailboxNames(
  db: Db,
  workgroupId: string,
  mailboxIds: readonly string[],
): Promise<Map<string, string>> {
  const rows = await db
    .select({ id: mailboxes.id, sourceEmail: mailboxes.sourceEmail })
    .from(mailboxes)
    .where(and(isOfWorkgroup(mailboxes.workgroupId, workgroupId), isAnyOf(mailboxes.id, mailboxIds)));
  return new Map(rows.map(({ id, sourceEmail }) => [id, sourceEmail]));
}
