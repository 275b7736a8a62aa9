import type { SQL } from 'drizzle-orm';
import { and, desc, eq, lt, sql } from 'drizzle-orm';
import type { NewEvent } from '../events/event.ts';
import { eventStatement } from '../events/event-statement.ts';
import { customerUserAddresses, customerUsers } from '../customers/table.ts';
import type { Db } from '../kernel/db.ts';
import { isAnyOf } from '../kernel/db.ts';
import { mailboxes } from '../mailboxes/table.ts';
import { waves } from '../waves/table.ts';
import type { MailboxImportRow } from './table.ts';
import { mailboxImports } from './table.ts';

export async function getImport(
  db: Db,
  workgroupId: string,
  importId: string,
  isVisible?: SQL,
): Promise<MailboxImportRow | undefined> {
  const [row] = await db
    .select()
    .from(mailboxImports)
    .where(and(eq(mailboxImports.workgroupId, workgroupId), eq(mailboxImports.id, importId), isVisible));
  return row;
}

export async function getImportByIdempotencyKey(
  db: Db,
  workgroupId: string,
  key: string,
): Promise<MailboxImportRow | undefined> {
  const [row] = await db
    .select()
    .from(mailboxImports)
    .where(and(eq(mailboxImports.workgroupId, workgroupId), eq(mailboxImports.idempotencyKey, key)));
  return row;
}

/** Latest first. */
export async function listImports(
  db: Db,
  workgroupId: string,
  projectId: string,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<MailboxImportRow[]> {
  return db
    .select()
    .from(mailboxImports)
    .where(
      and(
        eq(mailboxImports.workgroupId, workgroupId),
        eq(mailboxImports.projectId, projectId),
        cursor === undefined ? undefined : lt(mailboxImports.id, cursor),
      ),
    )
    .orderBy(desc(mailboxImports.id))
    .limit(limit);
}

/**
 * Removes the mailboxes of an import that are still there, the customer users that came with them and have nothing else
 * by now, and the addresses that it gave to others. False where it was undone before, or a pass was started on one of them.
 */
export async function undoImport(
  db: Db,
  { workgroupId, projectId, id, userIds, createdAt }: MailboxImportRow,
  event: NewEvent,
  now: number,
): Promise<boolean> {
  const isOfImport = and(eq(mailboxes.workgroupId, workgroupId), eq(mailboxes.importId, id));
  // By name: the room of passes builds on this one, as that of licences does.
  const isUsed = sql`EXISTS (SELECT 1 FROM pass_mailboxes AS run JOIN ${mailboxes} ON ${mailboxes.id} = run.mailbox_id
    WHERE ${isOfImport})`;
  const isUndone = sql`EXISTS (SELECT 1 FROM ${mailboxImports} AS undone WHERE undone.workgroup_id = ${workgroupId}
    AND undone.id = ${id} AND undone.undone_at = ${now})`;
  const [undone] = await db.batch([
    db
      .update(mailboxImports)
      .set({ undoneAt: now })
      .where(
        and(
          eq(mailboxImports.workgroupId, workgroupId),
          eq(mailboxImports.id, id),
          sql`${mailboxImports.undoneAt} IS NULL AND NOT ${isUsed}`,
        ),
      )
      .returning({ id: mailboxImports.id }),
    eventStatement(db, workgroupId, event, {
      data: sql`json_object('count', (SELECT count(*) FROM ${mailboxes} WHERE ${isOfImport}))`,
    }),
    db.delete(mailboxes).where(and(isOfImport, isUndone)),
    db.delete(customerUsers).where(
      and(
        eq(customerUsers.workgroupId, workgroupId),
        isAnyOf(customerUsers.id, userIds),
        // Nobody has changed them since.
        sql`${customerUsers.updatedAt} = ${customerUsers.createdAt} AND ${isUndone}
          AND NOT EXISTS (SELECT 1 FROM ${mailboxes} AS own WHERE own.customer_user_id = ${customerUsers.id})
          AND NOT EXISTS (SELECT 1 FROM licence_assignments AS own WHERE own.customer_user_id = ${customerUsers.id})`,
      ),
    ),
    db.delete(waves).where(
      and(
        eq(waves.workgroupId, workgroupId),
        eq(waves.projectId, projectId),
        // Created with the list, and nobody has changed it since.
        eq(waves.createdAt, createdAt),
        sql`${waves.updatedAt} = ${waves.createdAt} AND ${isUndone}
          AND NOT EXISTS (SELECT 1 FROM ${mailboxes} AS own WHERE own.wave_id = ${waves.id})`,
      ),
    ),
    db.delete(customerUserAddresses).where(
      and(
        eq(customerUserAddresses.workgroupId, workgroupId),
        eq(customerUserAddresses.importId, id),
        // Users who stay keep what another mailbox of theirs has.
        sql`${isUndone} AND NOT EXISTS (SELECT 1 FROM ${mailboxes} AS own
          WHERE own.customer_user_id = ${customerUserAddresses.userId}
          AND ${customerUserAddresses.addressKey} IN (own.source_key, own.destination_key))`,
      ),
    ),
  ]);
  return undone.length > 0;
}
