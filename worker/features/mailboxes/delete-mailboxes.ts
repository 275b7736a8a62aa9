import type { Deps } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import type { ProjectRow } from '../projects/table.ts';
import { problem } from './errors.ts';
import { mailboxesDeleted } from './mailbox-events.ts';
import { deleteMailboxesOf, listProjectMailboxes } from './store.ts';

/** Ledgers that are removed concurrently. */
const LEDGERS_AT_ONCE = 25;

/**
 * Deletes mailboxes of a project: all, or none where a pass is running on one. What is not there any more is passed over.
 * Returns how many were deleted.
 */
export async function deleteMailboxes(
  deps: Deps,
  principal: Principal,
  project: ProjectRow,
  mailboxIds: readonly string[],
): Promise<number> {
  const { workgroupId } = project;
  const rows = await listProjectMailboxes(deps.db, workgroupId, project.id, mailboxIds);
  if (rows.length === 0) return 0;
  const refuseBusy = async (): Promise<void> => {
    const busy = await deps.openRuns.busyAmong(workgroupId, mailboxIds);
    if (busy.size === 0) return;
    const errors = mailboxIds.flatMap((id, index) => {
      const row = busy.has(id) ? rows.find((each) => each.id === id) : undefined;
      return row ? [{ path: `mailboxIds[${String(index)}]`, message: `A pass is running on ${row.sourceEmail}.` }] : [];
    });
    throw problem('mailbox-busy', undefined, errors);
  };
  await refuseBusy();
  const ids = rows.map(({ id }) => id);
  const event = mailboxesDeleted(deps, principal, project, rows);
  const areIdle = deps.openRuns.areIdle(workgroupId, ids);
  const deleted = await deleteMailboxesOf(deps.db, workgroupId, project.id, ids, areIdle, event);
  // A pass may have started in between.
  if (deleted.length === 0) await refuseBusy();
  for (let from = 0; from < deleted.length; from += LEDGERS_AT_ONCE)
    await Promise.all(
      deleted.slice(from, from + LEDGERS_AT_ONCE).map((id) => deps.coordinator.forget(workgroupId, id)),
    );
  return deleted.length;
}
