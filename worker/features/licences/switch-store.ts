import type { SQL } from 'drizzle-orm';
import { and, eq, sql } from 'drizzle-orm';
import type { NewEvent } from '../events/event.ts';
import { eventStatement } from '../events/event-statement.ts';
import type { Db, Statement } from '../kernel/db.ts';
import { runBatch } from '../kernel/db.ts';
import { workgroupSettings } from '../workgroups/table.ts';

/** Whether a workgroup uses licences, as a condition of a statement. */
export function isOnNow(workgroupId: string): SQL<boolean> {
  return sql<boolean>`EXISTS (SELECT 1 FROM workgroup_settings
    WHERE workgroup_settings.workgroup_id = ${workgroupId} AND licences_enabled = 1)`;
}

export async function isOn(db: Db, workgroupId: string): Promise<boolean> {
  const [row] = await db
    .select({ isOn: workgroupSettings.licencesEnabled })
    .from(workgroupSettings)
    .where(eq(workgroupSettings.workgroupId, workgroupId));
  return row?.isOn ?? false;
}

/** Turns licences on or off, with what follows of it. `event` is written if that changes something. */
export async function setOn(
  db: Db,
  workgroupId: string,
  licencesEnabled: boolean,
  event: NewEvent,
  then: readonly Statement[],
): Promise<void> {
  await runBatch(db, [
    db.insert(workgroupSettings).values({ workgroupId }).onConflictDoNothing(),
    db
      .update(workgroupSettings)
      .set({ licencesEnabled })
      .where(
        and(eq(workgroupSettings.workgroupId, workgroupId), eq(workgroupSettings.licencesEnabled, !licencesEnabled)),
      ),
    eventStatement(db, workgroupId, event),
    ...then,
  ]);
}
