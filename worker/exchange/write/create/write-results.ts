import type { Fault } from '../../../engine/model/fault.ts';
import type { Parcel, WriteResult } from '../../../engine/model/mailbox.ts';
import type { Connection } from '../../client/connection.ts';
import { makeFault } from '../../faults/make-fault.ts';
import { responseFault } from '../../faults/response-faults.ts';
import { readNewId } from '../../operations/items/create-item.ts';
import { responseMessages, settleBatch } from '../../client/responses.ts';
import type { XmlElement } from '../../xml/scan.ts';

/**
 * Pairs the response messages of a call that makes or moves items with what was sent, by their order. Throws
 * FaultError when all failed alike.
 */
export function writeResults(
  connection: Connection,
  sourceIds: readonly string[],
  response: XmlElement,
): WriteResult[] {
  const messages = responseMessages(response);
  const results = sourceIds.map((sourceId, index): WriteResult & { fault?: Fault } => {
    const message = messages[index];
    if (message === undefined) return { sourceId, fault: missingResult(connection) };
    const fault = responseFault(message, connection.side);
    if (fault) return { sourceId, fault };
    const created = readNewId(message);
    // A success without an id: the item exists, and only the folder's list shows its id.
    return created ? { sourceId, ...created } : { sourceId, fault: missingResult(connection) };
  });
  return settleBatch<WriteResult>(results);
}

/** One fault for all of them. */
export function failAll(parcels: readonly Parcel[], fault: Fault): WriteResult[] {
  return parcels.map(({ sourceId }) => ({ sourceId, fault }));
}

/** An item that the server's answer leaves out may or may not be there. */
export function missingResult(connection: Connection): Fault {
  return makeFault('in-doubt', 'item', 'missing-result', 'The server did not report a result.', connection.side);
}
