import { FaultError } from '../../engine/model/fault.ts';
import type { ItemRef, ReadResult } from '../../engine/model/mailbox.ts';
import type { Connection } from '../client/connection.ts';
import { convertLegacyIdsBody, readConvertedId } from '../operations/items/convert-id.ts';
import { responseFault } from '../faults/response-faults.ts';
import { responseMessages } from '../client/responses.ts';

const LEGACY = 'ErrorInvalidIdMalformedEwsLegacyIdFormat';

/**
 * Reads items, and those whose ids are of the oldest form once more by their converted ids. Results carry the ids
 * that were asked for.
 */
export async function readWithLegacyIds(
  connection: Connection,
  items: readonly ItemRef[],
  signal: AbortSignal,
  read: (items: readonly ItemRef[]) => Promise<ReadResult[]>,
): Promise<ReadResult[]> {
  let results: ReadResult[];
  try {
    results = await read(items);
  } catch (error) {
    if (!(error instanceof FaultError) || error.fault.code !== LEGACY) throw error;
    results = items.map(({ id }) => ({ id, fault: error.fault }));
  }
  const legacy = new Set(results.flatMap((each) => ('fault' in each && each.fault.code === LEGACY ? each.id : [])));
  if (legacy.size === 0) return results;
  const known = await convert(connection, [...legacy], signal);
  const again = items.flatMap((item) => {
    const id = legacy.has(item.id) ? known.get(item.id) : undefined;
    return id === undefined ? [] : [{ ...item, id }];
  });
  if (again.length === 0) return results;
  const asked = new Map([...known].map(([old, id]) => [id, old]));
  const renewed = new Map(
    (await read(again)).map((each) => {
      const id = asked.get(each.id) ?? each.id;
      return [id, 'parcel' in each ? { id, parcel: { ...each.parcel, sourceId: id } } : { ...each, id }];
    }),
  );
  return results.map((each) => renewed.get(each.id) ?? each);
}

async function convert(connection: Connection, ids: string[], signal: AbortSignal): Promise<Map<string, string>> {
  const response = await connection.call({
    operation: 'ConvertId',
    body: () => convertLegacyIdsBody(ids, connection.mailbox),
    signal,
  });
  const messages = responseMessages(response);
  return new Map(
    ids.flatMap((old, at) => {
      const message = messages[at];
      const id = message && !responseFault(message, connection.side) ? readConvertedId(message) : undefined;
      return id === undefined ? [] : [[old, id] as const];
    }),
  );
}
