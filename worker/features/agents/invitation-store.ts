import { and, desc, eq, lt, sql } from 'drizzle-orm';
import type { NewEvent } from '../events/event.ts';
import { eventStatement } from '../events/event-statement.ts';
import type { Db, Statement } from '../kernel/db.ts';
import { messages } from '../messages/table.ts';
import type { MessageRow } from '../messages/table.ts';
import { organization } from '../workgroups/table.ts';
import type { InvitationRow } from './table.ts';
import { invitations, invitationTokens } from './table.ts';

/** An invitation with the message that carries its link. */
export type ListedInvitation = {
  invitation: InvitationRow;
  message: Pick<MessageRow, 'id' | 'state' | 'lastResponse' | 'sentAt'> | null;
};

const MESSAGE = {
  id: messages.id,
  state: messages.state,
  lastResponse: messages.lastResponse,
  sentAt: messages.sentAt,
};

const ofOne = (workgroupId: string, id: string) =>
  and(eq(invitations.workgroupId, workgroupId), eq(invitations.id, id));

function selectListed(db: Db) {
  return db
    .select({ invitation: invitations, message: MESSAGE })
    .from(invitations)
    .leftJoin(messages, and(eq(messages.id, invitations.messageId), eq(messages.workgroupId, invitations.workgroupId)));
}

/** Latest first. */
export async function listInvitations(
  db: Db,
  workgroupId: string,
  page: { state?: InvitationRow['state'] | undefined; cursor?: string | undefined; limit: number },
): Promise<ListedInvitation[]> {
  return selectListed(db)
    .where(
      and(
        eq(invitations.workgroupId, workgroupId),
        page.state === undefined ? undefined : eq(invitations.state, page.state),
        page.cursor === undefined ? undefined : lt(invitations.id, page.cursor),
      ),
    )
    .orderBy(desc(invitations.id))
    .limit(page.limit);
}

export async function getInvitation(db: Db, workgroupId: string, id: string): Promise<ListedInvitation | undefined> {
  const [row] = await selectListed(db).where(ofOne(workgroupId, id));
  return row;
}

/** The open invitations that someone has sent. */
export async function listPendingOf(db: Db, workgroupId: string, invitedBy: string): Promise<InvitationRow[]> {
  return db
    .select()
    .from(invitations)
    .where(
      and(
        eq(invitations.workgroupId, workgroupId),
        eq(invitations.invitedBy, invitedBy),
        eq(invitations.state, 'pending'),
      ),
    );
}

/** The open invitation whose link a message carries now. */
export async function getInvitationOfMessage(
  db: Db,
  workgroupId: string,
  messageId: string,
): Promise<InvitationRow | undefined> {
  const [row] = await db
    .select()
    .from(invitations)
    .where(and(eq(invitations.workgroupId, workgroupId), eq(invitations.messageId, messageId)));
  return row;
}

/**
 * The invitation of a link, of whatever workgroup: this is how its workgroup is found. The link may be an earlier one:
 * then `tokenHash` is another.
 */
export async function getInvitationByToken(
  db: Db,
  hash: string,
): Promise<{ invitation: InvitationRow; workgroupName: string } | undefined> {
  const [row] = await db
    .select({ invitation: invitations, workgroupName: organization.name })
    .from(invitationTokens)
    .innerJoin(invitations, eq(invitations.id, invitationTokens.invitationId))
    .innerJoin(organization, eq(organization.id, invitations.workgroupId))
    .where(eq(invitationTokens.hash, hash));
  return row;
}

/** Writes an invitation with its event and its message. Fails where the address has an open one. */
export async function createInvitation(db: Db, row: InvitationRow, event: NewEvent, message: Statement): Promise<void> {
  await db.batch([db.insert(invitations).values(row), eventStatement(db, row.workgroupId, event), message]);
}

/** Sends an open invitation once more, by another message. False where it has ended meanwhile. */
export async function renewInvitation(
  db: Db,
  { workgroupId, id, messageId: before }: InvitationRow,
  change: Pick<InvitationRow, 'messageId' | 'expiresAt'>,
  event: NewEvent,
  message: Statement,
): Promise<boolean> {
  const [renewed] = await db.batch([
    db
      .update(invitations)
      .set(change)
      .where(and(ofOne(workgroupId, id), eq(invitations.state, 'pending'), eq(invitations.messageId, before)))
      .returning({ id: invitations.id }),
    eventStatement(db, workgroupId, event),
    message,
  ]);
  return renewed.length > 0;
}

/** False where it has ended before. */
export async function revokeInvitation(db: Db, { workgroupId, id }: InvitationRow, event: NewEvent): Promise<boolean> {
  const [revoked] = await db.batch([
    db
      .update(invitations)
      .set({ state: 'revoked', endedAt: event.at })
      .where(and(ofOne(workgroupId, id), eq(invitations.state, 'pending')))
      .returning({ id: invitations.id }),
    eventStatement(db, workgroupId, event),
  ]);
  return revoked.length > 0;
}

/** Remembers a new link of an open invitation; earlier ones lead nowhere from then on. */
export function tokenStatements(
  db: Db,
  { workgroupId, id, messageId }: InvitationRow,
  token: { hash: string; provesEmail: boolean },
): Statement[] {
  return [
    db.insert(invitationTokens).values({ hash: token.hash, invitationId: id }),
    db
      .update(invitations)
      .set({ tokenHash: token.hash, provesEmail: token.provesEmail })
      .where(and(ofOne(workgroupId, id), eq(invitations.state, 'pending'), eq(invitations.messageId, messageId))),
  ];
}

/** Claims an invitation for one membership: of any number of attempts at once, one has it. */
export function claimStatement(db: Db, { workgroupId, id, tokenHash }: InvitationRow, memberId: string, now: number) {
  return db
    .update(invitations)
    .set({ state: 'accepted', memberId, endedAt: now })
    .where(
      and(
        ofOne(workgroupId, id),
        eq(invitations.state, 'pending'),
        eq(invitations.tokenHash, tokenHash ?? ''),
        sql`${invitations.expiresAt} > ${now}`,
      ),
    )
    .returning({ id: invitations.id });
}

/** True for the attempt that has claimed the invitation. */
export function hasClaimed(id: string, memberId: string) {
  return sql<boolean>`EXISTS (SELECT 1 FROM invitations WHERE id = ${id} AND member_id = ${memberId})`;
}
