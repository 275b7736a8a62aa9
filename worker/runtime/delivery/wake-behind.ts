import { listWorkgroupsBehind } from '../../features/events/position-store.ts';
import type { Deps } from '../../features/kernel/deps.ts';
import type { Parts } from './parts.ts';

const BATCH_SIZE = 500;

/** Wakes the outbox of each workgroup that has something to read or to send: a wake, or an alarm, may have got lost. */
export async function wakeBehind(
  { db, now, outbox, log }: Pick<Deps, 'db' | 'now' | 'outbox' | 'log'>,
  { readers, senders }: Parts,
): Promise<void> {
  const names = readers.map(({ name }) => name);
  const lists = [
    () => listWorkgroupsBehind(db, names, now()),
    ...senders.map((sender) => () => sender.listDue(now(), BATCH_SIZE)),
  ];
  const ids = new Set<string>();
  for (const list of lists) {
    try {
      for (const id of await list()) ids.add(id);
    } catch (error) {
      // What one part can't list must not keep the others from being looked at.
      log.error('due-not-listed', { error });
    }
  }
  for (const id of ids)
    await outbox.wake(id).catch((error: unknown) => log.error('outbox-not-woken', { workgroupId: id, error }));
}
