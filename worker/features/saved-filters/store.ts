import { and, asc, eq, sql } from 'drizzle-orm';
import type { NewEvent } from '../events/event.ts';
import { eventStatement } from '../events/event-statement.ts';
import type { Db } from '../kernel/db.ts';
import { isUniqueViolation } from '../kernel/db.ts';
import { MOST_SAVED_FILTERS } from '../../lib/saved-filter.ts';
import type { SavedFilterRow } from './table.ts';
import { savedFilters } from './table.ts';

const isFilter = (workgroupId: string, id: string) =>
  and(eq(savedFilters.workgroupId, workgroupId), eq(savedFilters.id, id));

/** By name. */
export function listSavedFilters(db: Db, workgroupId: string): Promise<SavedFilterRow[]> {
  return db
    .select()
    .from(savedFilters)
    .where(eq(savedFilters.workgroupId, workgroupId))
    .orderBy(asc(sql`lower(${savedFilters.name})`), asc(savedFilters.id));
}

export async function getSavedFilter(db: Db, workgroupId: string, id: string): Promise<SavedFilterRow | undefined> {
  const [row] = await db.select().from(savedFilters).where(isFilter(workgroupId, id));
  return row;
}

/** `taken`: another filter has the name. `full`: the workgroup has as many as it can keep. */
export async function createSavedFilter(
  db: Db,
  row: SavedFilterRow,
  event: NewEvent,
): Promise<'created' | 'taken' | 'full'> {
  const { id, workgroupId, name, filter, createdAt, updatedAt } = row;
  const isRoom = sql`(SELECT count(*) FROM ${savedFilters} WHERE ${savedFilters.workgroupId} = ${workgroupId}) < ${MOST_SAVED_FILTERS}`;
  try {
    const [created] = await db.batch([
      db
        .insert(savedFilters)
        .select(
          sql`SELECT ${id}, ${workgroupId}, ${name}, ${JSON.stringify(filter)}, ${createdAt}, ${updatedAt} WHERE ${isRoom}`,
        )
        .returning({ id: savedFilters.id }),
      eventStatement(db, workgroupId, event),
    ]);
    return created.length > 0 ? 'created' : 'full';
  } catch (error) {
    if (isUniqueViolation(error)) return 'taken';
    throw error;
  }
}

/** False where it is gone, or no longer as in `before`; throws a unique violation where the name is taken. */
export async function updateSavedFilter(
  db: Db,
  before: SavedFilterRow,
  after: SavedFilterRow,
  event: NewEvent,
): Promise<boolean> {
  const [updated] = await db.batch([
    db
      .update(savedFilters)
      .set({ name: after.name, filter: after.filter, updatedAt: after.updatedAt })
      .where(and(isFilter(before.workgroupId, before.id), eq(savedFilters.updatedAt, before.updatedAt)))
      .returning({ id: savedFilters.id }),
    eventStatement(db, before.workgroupId, event),
  ]);
  return updated.length > 0;
}

export async function deleteSavedFilter(db: Db, { workgroupId, id }: SavedFilterRow, event: NewEvent): Promise<void> {
  await db.batch([db.delete(savedFilters).where(isFilter(workgroupId, id)), eventStatement(db, workgroupId, event)]);
}
