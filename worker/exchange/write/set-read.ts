import type { WriteResult } from '../../engine/model/mailbox.ts';
import type { Connection } from '../client/connection.ts';
import { readStateUpdate, updateItemBody } from '../operations/items/update-item.ts';
import { writeResults } from './create/write-results.ts';

/** Sets the read state of items, without receipts. One result an item, in their order. Throws FaultError. */
export async function setRead(
  connection: Connection,
  items: readonly { id: string; isRead: boolean }[],
  signal: AbortSignal,
): Promise<WriteResult[]> {
  if (items.length === 0) return [];
  const changes = items.map(({ id, isRead }) => ({ id, updates: [readStateUpdate(isRead)] }));
  const response = await connection.call({
    operation: 'UpdateItem',
    body: (version) => updateItemBody(changes, version),
    signal,
  });
  const ids = items.map(({ id }) => id);
  return writeResults(connection, ids, response);
}
