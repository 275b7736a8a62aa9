import { and, asc, eq } from 'drizzle-orm';
import { eventStatement } from '../events/event-statement.ts';
import type { NewEvent } from '../events/event.ts';
import type { Db } from '../kernel/db.ts';
import type { ProviderEntryRow } from './table.ts';
import { providerEntries } from './table.ts';

/** What a directory may hold beside the shipped entries: it is read whole. */
export const MAX_ENTRIES = 1_000;

export async function listProviderEntries(db: Db, workgroupId: string): Promise<ProviderEntryRow[]> {
  return db
    .select()
    .from(providerEntries)
    .where(eq(providerEntries.workgroupId, workgroupId))
    .orderBy(asc(providerEntries.id))
    .limit(MAX_ENTRIES);
}

/** Adds an entry, or writes it again. Of two corrections of one entry at once the later one counts. */
export async function saveProviderEntry(db: Db, row: ProviderEntryRow, event: NewEvent): Promise<void> {
  const { facts, updatedAt } = row;
  const isCorrection = row.corrects !== null;
  await db.batch([
    db
      .insert(providerEntries)
      .values(row)
      .onConflictDoUpdate({
        target: isCorrection ? [providerEntries.workgroupId, providerEntries.corrects] : providerEntries.id,
        set: { facts, updatedAt },
        setWhere: eq(providerEntries.workgroupId, row.workgroupId),
      }),
    eventStatement(db, row.workgroupId, event),
  ]);
}

export async function deleteProviderEntry(
  db: Db,
  workgroupId: string,
  entryId: string,
  event: NewEvent,
): Promise<void> {
  await db.batch([
    db
      .delete(providerEntries)
      .where(and(eq(providerEntries.workgroupId, workgroupId), eq(providerEntries.id, entryId))),
    eventStatement(db, workgroupId, event),
  ]);
}
