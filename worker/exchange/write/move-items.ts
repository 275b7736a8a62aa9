import type { WriteResult } from '../../engine/model/mailbox.ts';
import type { Connection } from '../client/connection.ts';
import { moveItemBody } from '../operations/items/move-item.ts';
import { writeResults } from './create/write-results.ts';

/**
 * Moves items into a folder; each gets a new id. A server that keeps the new ids to itself is asked the other way the
 * next time: some tell them where they are asked for (as documented), one only where it is not. Throws FaultError.
 */
export async function moveItems(
  connection: Connection,
  folderId: string,
  items: readonly { id: string; sourceId: string }[],
  signal: AbortSignal,
): Promise<WriteResult[]> {
  const { capabilities } = connection;
  const asks = capabilities.movedIds === 'asked';
  const ids = items.map(({ id }) => id);
  const response = await connection.call({
    operation: 'MoveItem',
    body: (version) => moveItemBody(folderId, ids, version, asks),
    mutates: true,
    signal,
  });
  const sourceIds = items.map(({ sourceId }) => sourceId);
  const results = writeResults(connection, sourceIds, response);
  const isMissing = (result: WriteResult) => 'fault' in result && result.fault.code === 'missing-result';
  if (results.some(isMissing)) {
    if (asks) delete capabilities.movedIds;
    else capabilities.movedIds = 'asked';
  }
  return results;
}
