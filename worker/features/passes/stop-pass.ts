import type { Deps } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import { stopRequested } from './pass-events.ts';
import { closePassIfDone } from './run-store.ts';
import { getPass, markStopping } from './store.ts';
import type { PassRow } from './table.ts';

/**
 * Stops a pass, or some mailboxes of it. Marks its open runs first, so that the request survives a crash, then notifies
 * the coordinator, which ends them. A finished pass does not change.
 */
export async function stopPass(
  deps: Deps,
  principal: Principal,
  pass: PassRow,
  mailboxIds: string[] | undefined,
): Promise<PassRow> {
  const { id, workgroupId, projectId } = pass;
  if (pass.endedAt !== null) return pass;
  const event = stopRequested(deps, principal, pass, mailboxIds);
  const requestsEnd = deps.endUsers.stopStatements(principal, pass, mailboxIds);
  await markStopping(deps.db, workgroupId, id, mailboxIds, event, requestsEnd);
  try {
    await deps.coordinator.stop(workgroupId, projectId, { passId: id, ...(mailboxIds ? { mailboxIds } : {}) });
  } catch (error) {
    deps.log.error('coordinator-not-told', { passId: id, error });
  }
  await closePassIfDone(deps.db, workgroupId, id, deps.now());
  return (await getPass(deps.db, workgroupId, id)) ?? pass;
}
