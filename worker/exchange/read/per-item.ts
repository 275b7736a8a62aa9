import type { Fault } from '../../engine/model/fault.ts';
import type { CopyMethod } from '../../lib/copy-methods.ts';
import type { ItemRef, Parcel, ReadResult } from '../../engine/model/mailbox.ts';
import type { Connection } from '../client/connection.ts';
import { responseMessages, settleBatch } from '../client/responses.ts';
import { makeFault } from '../faults/make-fault.ts';
import { responseFault } from '../faults/response-faults.ts';
import type { XmlElement } from '../xml/scan.ts';

/** Pairs response messages with what was asked, by their order. Throws FaultError when all failed alike. */
export function perItem<T extends object>(
  connection: Connection,
  items: readonly ItemRef[],
  response: XmlElement,
  read: (item: ItemRef, message: XmlElement) => T,
): (T | { id: string; fault: Fault })[] {
  const messages = responseMessages(response);
  const results = items.map((item, index): T | { id: string; fault: Fault } => {
    const message = messages[index];
    if (message === undefined) return { id: item.id, fault: missingResult(connection) };
    const fault = responseFault(message, connection.side);
    return fault ? { id: item.id, fault } : read(item, message);
  });
  return settleBatch(results);
}

/** A parcel of an item's content; what goes with it is added by the reader. */
export function parcelOf(item: ItemRef, method: CopyMethod, content: Parcel['content']): Parcel {
  const parcel: Parcel = { sourceId: item.id, method, content, itemClass: item.itemClass };
  if (content instanceof Uint8Array) parcel.lengthBytes = content.length;
  return parcel;
}

/** A whole answer to a request for a stream: an error, or an item without content. */
export function withoutContent(connection: Connection, item: ItemRef, response: XmlElement): ReadResult[] {
  return perItem(connection, [item], response, () => ({ id: item.id, fault: emptyItem(connection) }));
}

/** The fault of an item that came without its content. */
export function emptyItem(connection: Connection): Fault {
  return makeFault(
    'corrupt',
    'item',
    'no-content',
    'The server returned the item without its content.',
    connection.side,
  );
}

function missingResult(connection: Connection): Fault {
  return makeFault('transient', 'item', 'missing-result', 'The server left out this item.', connection.side);
}
