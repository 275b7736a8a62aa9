import type { SQL } from 'drizzle-orm';
import { sql } from 'drizzle-orm';
import type { Person } from '../customers/ensure-users.ts';
import { ensureUserStatements } from '../customers/ensure-users.ts';
import { customerUserAddresses } from '../customers/table.ts';
import { usersOfMailboxes } from '../customers/user-events.ts';
import type { Db, Statement } from '../kernel/db.ts';
import type { Deps } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import type { MailboxRow } from './table.ts';
import { mailboxes } from './table.ts';

type Needs = Pick<Deps, 'db' | 'newId' | 'now'>;
type Line = Pick<MailboxRow, 'sourceEmail' | 'destinationEmail'>;

/**
 * Statements that make the owners of mailboxes users of the project's customer, and those that then lead from each mailbox
 * of the project to its user. Both go into the batch of the change. `customerId`: as the database finds it by then; null
 * for a change that did not take place. `importId`: of an import, whose undo takes the addresses back. `userIds`: of those among them who turn out to be new.
 */
export function userStatements(
  { db, newId, now }: Needs,
  principal: Principal,
  project: { id: string; workgroupId: string; name: string },
  customerId: SQL,
  lines: readonly Line[],
  importId?: string,
): { ensure: Statement[]; link: Statement[]; userIds: string[] } {
  const people = lines.map(({ sourceEmail, destinationEmail }): Person => ({
    id: newId('usr'),
    addresses: [sourceEmail, destinationEmail],
  }));
  const place = { workgroupId: project.workgroupId, customerId, source: 'mailbox' as const, importId, now: now() };
  const eventOf = (type: 'customer-user.added' | 'customer-user.updated', whom: readonly Person[]) =>
    usersOfMailboxes({ newId, now }, principal, type, project, whom);
  const events = {
    added: eventOf('customer-user.added', people),
    completed: (whom: readonly Person[]) => eventOf('customer-user.updated', whom),
  };
  return {
    ensure: ensureUserStatements(db, place, people, events),
    link: [linkStatement(db, project, customerId)],
    userIds: people.map(({ id }) => id),
  };
}

/** A mailbox is its user's by its source address. */
function linkStatement(db: Db, project: { id: string; workgroupId: string }, customerId: SQL): Statement {
  const owner = sql`(SELECT ${customerUserAddresses.userId} FROM ${customerUserAddresses}
    WHERE ${customerUserAddresses.customerId} = ${customerId} AND ${customerUserAddresses.addressKey} = ${mailboxes.sourceKey})`;
  return db
    .update(mailboxes)
    .set({ customerUserId: owner })
    .where(
      sql`${mailboxes.workgroupId} = ${project.workgroupId} AND ${mailboxes.projectId} = ${project.id}
        AND ${customerId} IS NOT NULL AND ${mailboxes.customerUserId} IS NOT ${owner}`,
    );
}
