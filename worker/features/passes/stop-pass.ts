import type { Deps } from '../kernel/deps.ts';
import { closePassIfDone } from './run-store.ts';
import { getPass, markStopping } from './store.ts';
import type { PassRow } from './table.ts';

/**
 * Asks a pass to stop, or some mailboxes of it. Marks its open runs first, so that the wish survives whatever happens,
 * then tells the coordinator, who ends them. A pass that is over stays as it is.
 */
export async function stopPass(deps: Deps, pass: PassRow, mailboxIds: string[] | undefined): Promise<PassRow> {
  const { id, workgroupId, projectId } = pass;
  if (pass.endedAt !== null) return pass;
  await markStopping(deps.db, workgroupId, id, mailboxIds, deps.now());
  try {
    await deps.coordinator.stop(workgroupId, projectId, { passId: id, ...(mailboxIds ? { mailboxIds } : {}) });
  } catch (error) {
    deps.log.error('coordinator-not-told', { passId: id, error });
  }
  await closePassIfDone(deps.db, workgroupId, id, deps.now());
  return (await getPass(deps.db, workgroupId, id)) ?? pass;
}
