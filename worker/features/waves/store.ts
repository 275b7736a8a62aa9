import type { SQL } from 'drizzle-orm';
import { and, asc, eq, getTableColumns, gt, sql } from 'drizzle-orm';
import { MOST_WAVES } from '../../lib/wave-key.ts';
import type { NewEvent } from '../events/event.ts';
import { eventStatement } from '../events/event-statement.ts';
import type { Db, Statement } from '../kernel/db.ts';
import { insertStatements, isUniqueViolation } from '../kernel/db.ts';
import type { WaveRow } from './table.ts';
import { waves } from './table.ts';

/** A wave, and how many mailboxes are in it. */
export type CountedWave = WaveRow & { mailboxes: number };

// Mailboxes point to waves: their table is not imported here.
const COUNTED = {
  ...getTableColumns(waves),
  mailboxes: sql<number>`(SELECT count(*) FROM mailboxes m WHERE m.wave_id = ${sql.raw('"waves"."id"')})`,
};
const isWave = (workgroupId: string, id: string) => and(eq(waves.workgroupId, workgroupId), eq(waves.id, id));
const ofProject = (workgroupId: string, projectId: string) =>
  and(eq(waves.workgroupId, workgroupId), eq(waves.projectId, projectId));

/** In the order in which they were created. */
export async function listWaves(
  db: Db,
  workgroupId: string,
  projectId: string,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<CountedWave[]> {
  return db
    .select(COUNTED)
    .from(waves)
    .where(and(ofProject(workgroupId, projectId), cursor === undefined ? undefined : gt(waves.id, cursor)))
    .orderBy(asc(waves.id))
    .limit(limit);
}

/** The names of the waves of a project by id. */
export async function getWaveNames(db: Db, workgroupId: string, projectId: string): Promise<Map<string, string>> {
  const rows = await db
    .select({ id: waves.id, name: waves.name })
    .from(waves)
    .where(ofProject(workgroupId, projectId))
    .orderBy(asc(waves.id));
  return new Map(rows.map(({ id, name }) => [id, name]));
}

export async function getWave(
  db: Db,
  workgroupId: string,
  id: string,
  isVisible?: SQL,
): Promise<CountedWave | undefined> {
  const [row] = await db
    .select(COUNTED)
    .from(waves)
    .where(and(isWave(workgroupId, id), isVisible));
  return row;
}

/** `taken`: another wave of the project has the name. `full`: the project has as many as it can have. */
export async function createWave(db: Db, row: WaveRow, event: NewEvent): Promise<'created' | 'taken' | 'full'> {
  const isRoom = sql`(SELECT count(*) FROM ${waves} WHERE ${ofProject(row.workgroupId, row.projectId)}) < ${MOST_WAVES}`;
  try {
    await db.batch([
      insertStatements(db, waves, [row], { where: isRoom })[0]!,
      eventStatement(db, row.workgroupId, event),
    ]);
  } catch (error) {
    if (isUniqueViolation(error)) return 'taken';
    throw error;
  }
  return (await getWave(db, row.workgroupId, row.id)) ? 'created' : 'full';
}

/** Statements that create waves, each with its event, as part of a batch. A unique violation: a name is taken. */
export function createWavesStatements(
  db: Db,
  workgroupId: string,
  rows: readonly WaveRow[],
  events: readonly NewEvent[],
): Statement[] {
  // Each event follows a statement that wrote a row: the waves, or the event before.
  return [...insertStatements(db, waves, rows), ...events.map((event) => eventStatement(db, workgroupId, event))];
}

/** False where it is gone, or no longer as in `before`; throws a unique violation where the name is taken. */
export async function updateWave(db: Db, before: WaveRow, after: WaveRow, event: NewEvent): Promise<boolean> {
  const { name, nameKey, cutoverAt, timeZone, updatedAt } = after;
  const [updated] = await db.batch([
    db
      .update(waves)
      .set({ name, nameKey, cutoverAt, timeZone, updatedAt })
      .where(and(isWave(before.workgroupId, before.id), eq(waves.updatedAt, before.updatedAt)))
      .returning({ id: waves.id }),
    eventStatement(db, before.workgroupId, event),
  ]);
  return updated.length > 0;
}

/** A foreign key takes its mailboxes out of it. */
export async function deleteWave(db: Db, { workgroupId, id }: WaveRow, event: NewEvent): Promise<void> {
  await db.batch([db.delete(waves).where(isWave(workgroupId, id)), eventStatement(db, workgroupId, event)]);
}

/** True while a project has all of these waves, as the database has them at this point of a batch. */
export function areWavesOf(workgroupId: string, projectId: string, ids: readonly string[]): SQL {
  return sql`(SELECT count(*) FROM json_each(${JSON.stringify(ids)}) AS wanted JOIN waves
    ON waves.id = wanted.value AND waves.project_id = ${projectId} AND waves.workgroup_id = ${workgroupId}) = ${ids.length}`;
}
