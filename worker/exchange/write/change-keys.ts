import { FaultError, isPassing } from '../../engine/model/fault.ts';
import type { Connection } from '../client/connection.ts';
import { getEach } from '../client/get-each.ts';
import { mayBeRefusal } from '../faults/refusals.ts';
import { responseFault } from '../faults/response-faults.ts';
import { getItemBody, itemIn } from '../operations/items/get-item.ts';
import { attributeOf, child } from '../xml/scan.ts';

/**
 * The change keys that items have now. An item that is gone has no entry; one that cannot be read has an empty key,
 * which fits no copy of ours. Throws FaultError where the trouble is not the item's alone.
 */
export async function readChangeKeys(
  connection: Connection,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const keys = new Map<string, string>();
  if (ids.length === 0) return keys;
  const body = (some: readonly string[]) => getItemBody(some, { base: 'IdOnly', withMime: false });
  const messages = await getEach(connection, ids, body, signal);
  const faults = messages.map((message) => responseFault(message, connection.side));
  const [first] = faults;
  const isGeneral = faults.every((fault) => fault !== undefined && mayBeRefusal(fault));
  if (first && isGeneral && !connection.capabilities.operations.works('GetItem') && first.kind === 'unknown')
    throw new FaultError({ ...first, scope: 'batch' });
  for (const [index, id] of ids.entries()) {
    const message = messages[index];
    const fault = faults[index];
    if (fault?.kind === 'vanished') continue;
    if (fault && (fault.scope !== 'item' || isPassing(fault))) throw new FaultError(fault);
    const element = message && !fault ? itemIn(message) : undefined;
    keys.set(id, (element && attributeOf(child(element, 'ItemId'), 'ChangeKey')) ?? '');
  }
  return keys;
}
