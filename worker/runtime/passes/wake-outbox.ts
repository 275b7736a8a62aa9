import { consoleLog as log } from '../platform/log.ts';
import type { Env } from './env.ts';

/** There may be new events. Never fails: what a lost hint would have done, the schedule does. */
export async function wakeOutbox(
  { WORKGROUP_OUTBOX: outboxes }: Pick<Env, 'WORKGROUP_OUTBOX'>,
  workgroupId: string,
): Promise<void> {
  try {
    await outboxes.get(outboxes.idFromName(workgroupId)).wake(workgroupId);
  } catch (error) {
    log.error('outbox-not-woken', { workgroupId, error });
  }
}
