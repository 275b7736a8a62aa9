import type { SQL } from 'drizzle-orm';
import { and, desc, eq, lt, sql } from 'drizzle-orm';
import type { EntryType, LicenceKind } from '../../lib/licence-facts.ts';
import type { Db } from '../kernel/db.ts';
import { passMailboxes } from '../passes/table.ts';
import type { EntryRow } from './table.ts';
import { licenceEntries, mailboxLicences } from './table.ts';

/** Licences of a kind that are free, as a part of a statement: the sum over the ledger. */
export function balanceOf(workgroupId: string, kind: LicenceKind): SQL<number> {
  return sql<number>`(SELECT coalesce(sum(amount), 0) FROM licence_entries
    WHERE workgroup_id = ${workgroupId} AND kind = ${kind})`;
}

export type Sum = { kind: LicenceKind; type: EntryType; amount: number; count: number };

/** Sums of the ledger by kind and type. */
export async function listSums(db: Db, workgroupId: string): Promise<Sum[]> {
  return db
    .select({
      kind: licenceEntries.kind,
      type: licenceEntries.type,
      amount: sql<number>`sum(${licenceEntries.amount})`,
      count: sql<number>`count(*)`,
    })
    .from(licenceEntries)
    .where(and(eq(licenceEntries.workgroupId, workgroupId)))
    .groupBy(licenceEntries.kind, licenceEntries.type);
}

/** Licences that passes hold and have not consumed yet, by kind. */
export async function countReserved(db: Db, workgroupId: string): Promise<Map<LicenceKind, number>> {
  const rows = await db
    .select({ kind: mailboxLicences.kind, count: sql<number>`count(*)` })
    .from(mailboxLicences)
    .where(and(eq(mailboxLicences.workgroupId, workgroupId), eq(mailboxLicences.state, 'reserved')))
    .groupBy(mailboxLicences.kind);
  return new Map(rows.map(({ kind, count }) => [kind, count]));
}

/** Mailboxes that wait for a licence. */
export async function countWaiting(db: Db, workgroupId: string): Promise<number> {
  const [row] = await db
    .select({ count: sql<number>`count(*)` })
    .from(passMailboxes)
    .where(
      and(
        eq(passMailboxes.workgroupId, workgroupId),
        eq(passMailboxes.licence, 'waiting'),
        eq(passMailboxes.status, 'paused'),
      ),
    );
  return row?.count ?? 0;
}

/** Latest first. `cursor`: the id of the entry before. */
export async function listEntries(
  db: Db,
  workgroupId: string,
  page: { cursor?: string | undefined; limit: number },
): Promise<EntryRow[]> {
  const before = sql`(SELECT seq FROM licence_entries WHERE id = ${page.cursor ?? ''} AND workgroup_id = ${workgroupId})`;
  return db
    .select()
    .from(licenceEntries)
    .where(
      and(
        eq(licenceEntries.workgroupId, workgroupId),
        page.cursor === undefined ? undefined : lt(licenceEntries.seq, before),
      ),
    )
    .orderBy(desc(licenceEntries.seq))
    .limit(page.limit);
}
