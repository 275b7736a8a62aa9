import type { Fault } from '../../engine/model/fault.ts';
import type { Connection } from '../client/connection.ts';
import { responseMessages } from '../client/responses.ts';
import { responseFault } from '../faults/response-faults.ts';
import { deleteItemsBody } from '../operations/items/delete-item.ts';
import { missingResult } from './create/write-results.ts';

/**
 * Removes items that Mailferry made, without telling anyone. Returns the faults of those that could not be removed, by
 * id; an item that is gone counts as removed. Throws FaultError when the whole call failed.
 */
export async function removeItems(
  connection: Connection,
  ids: readonly string[],
  how: 'for-good' | 'deleted-items',
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Fault>> {
  const faults = new Map<string, Fault>();
  if (ids.length === 0) return faults;
  const response = await connection.call({
    operation: 'DeleteItem',
    body: (version) => deleteItemsBody(ids, how === 'for-good' ? 'HardDelete' : 'MoveToDeletedItems', version),
    signal,
  });
  const messages = responseMessages(response);
  for (const [index, id] of ids.entries()) {
    const message = messages[index];
    const fault = message ? responseFault(message, connection.side) : missingResult(connection);
    if (fault && fault.kind !== 'vanished') faults.set(id, fault);
  }
  return faults;
}
