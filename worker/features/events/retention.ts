import { sql } from 'drizzle-orm';
import type { Db } from '../kernel/db.ts';
import { eventPositions, eventRetries, events } from './table.ts';

const BATCH_SIZE = 1_000;
/** The next run of the schedule goes on. */
const MOST_BATCHES = 20;

/**
 * Drops events from before an instant, oldest first, in batches. What one of the readers has not read yet stays, and so
 * does all that came after the first `BATCH_SIZE` of such. Returns how many went.
 */
export async function dropOldEvents(db: Db, before: number, readers: readonly string[]): Promise<number> {
  const isUnread = sql`EXISTS (SELECT 1 FROM json_each(${JSON.stringify(readers)}) r WHERE oldest.seq > coalesce(
    (SELECT p.seq FROM ${eventPositions} p WHERE p.workgroup_id = oldest.workgroup_id AND p.reader = r.value), 0))`;
  let dropped = 0;
  for (let batch = 0; batch < MOST_BATCHES; batch += 1) {
    const [gone] = await db.batch([
      db
        .delete(events)
        .where(
          sql`${events.seq} IN (SELECT seq FROM (SELECT seq, at, workgroup_id FROM ${events} ORDER BY seq LIMIT ${BATCH_SIZE}) AS oldest
            WHERE oldest.at < ${before} AND NOT ${isUnread})`,
        )
        .returning({ seq: events.seq }),
      db
        .delete(eventRetries)
        .where(sql`NOT EXISTS (SELECT 1 FROM ${events} WHERE ${events.seq} = ${eventRetries.seq})`),
    ]);
    dropped += gone.length;
    if (gone.length < BATCH_SIZE) break;
  }
  return dropped;
}
