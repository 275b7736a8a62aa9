import { and, eq, gt, isNotNull, isNull, ne, sql } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import type { Db, Statement } from '../kernel/db.ts';
import { insertStatements } from '../kernel/db.ts';
import type { LinkPurpose } from './table.ts';
import { accountLinks } from './table.ts';

type NewLink = Pick<typeof accountLinks.$inferInsert, 'messageId' | 'agentId' | 'purpose' | 'email' | 'expiresAt'>;

/** Writes links to come, with their messages. `where` decides. */
export function linkStatements(db: Db, links: readonly NewLink[], where: SQL): Statement[] {
  return insertStatements(db, accountLinks, links, { where });
}

export async function getLinkByToken(db: Db, purpose: LinkPurpose, tokenHash: string) {
  const [row] = await db
    .select()
    .from(accountLinks)
    .where(and(eq(accountLinks.purpose, purpose), eq(accountLinks.tokenHash, tokenHash)));
  return row;
}

/** The link of a message that has not been used and has not expired. */
export async function getOpenLink(db: Db, messageId: string, now: number) {
  const [row] = await db
    .select()
    .from(accountLinks)
    .where(and(eq(accountLinks.messageId, messageId), isNull(accountLinks.usedAt), gt(accountLinks.expiresAt, now)));
  return row;
}

/** The address that an agent has asked to change to and not confirmed yet. */
export async function getNewEmail(db: Db, agentId: string, now: number): Promise<string | undefined> {
  const [row] = await db
    .select({ email: accountLinks.email })
    .from(accountLinks)
    .where(
      and(
        eq(accountLinks.agentId, agentId),
        eq(accountLinks.purpose, 'confirm-email'),
        isNull(accountLinks.usedAt),
        gt(accountLinks.expiresAt, now),
      ),
    );
  return row?.email;
}

/** Sets the token of a link. Tokens of earlier messages with the same purpose end. */
export function mintStatements(
  db: Db,
  { messageId, agentId, purpose }: Pick<NewLink, 'messageId' | 'agentId' | 'purpose'>,
  tokenHash: string,
): Statement[] {
  return [
    db
      .update(accountLinks)
      .set({ tokenHash })
      .where(and(eq(accountLinks.messageId, messageId), isNull(accountLinks.usedAt))),
    db
      .delete(accountLinks)
      .where(
        and(
          eq(accountLinks.agentId, agentId),
          eq(accountLinks.purpose, purpose),
          ne(accountLinks.messageId, messageId),
          isNotNull(accountLinks.tokenHash),
        ),
      ),
  ];
}

/** Uses a link up: writes a row only for the first who uses it in time. */
export function linkUseStatement(db: Db, tokenHash: string, usedBy: string, now: number): Statement {
  return db
    .update(accountLinks)
    .set({ usedAt: now, usedBy })
    .where(and(eq(accountLinks.tokenHash, tokenHash), isNull(accountLinks.usedAt), gt(accountLinks.expiresAt, now)))
    .returning({ messageId: accountLinks.messageId });
}

/** True in the batch of this use, if the link let it through. */
export function isUsedBy(usedBy: string): SQL {
  return sql`EXISTS (SELECT 1 FROM ${accountLinks} WHERE ${accountLinks.usedBy} = ${usedBy})`;
}

/** Every other link of an agent ends. */
export function endOtherLinks(db: Db, agentId: string, usedBy: string): Statement {
  return db
    .delete(accountLinks)
    .where(and(eq(accountLinks.agentId, agentId), sql`${accountLinks.usedBy} IS NOT ${usedBy}`, isUsedBy(usedBy)));
}
