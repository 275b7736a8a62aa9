import type { Deps, SlotLimit } from '../kernel/deps.ts';
import type { ProjectRow } from './table.ts';

/** What the coordinator knows; a project is shown all the same when it does not answer. */
export async function getSlotLimit(
  { coordinator, log }: Pick<Deps, 'coordinator' | 'log'>,
  { workgroupId, id }: ProjectRow,
): Promise<SlotLimit | null> {
  try {
    return await coordinator.slotLimit(workgroupId, id);
  } catch (error) {
    log.error('slot-limit-unknown', { projectId: id, error });
    return null;
  }
}
