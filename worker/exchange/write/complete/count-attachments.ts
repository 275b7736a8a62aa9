import { FaultError } from '../../../engine/model/fault.ts';
import type { Connection } from '../../client/connection.ts';
import { makeFault } from '../../faults/make-fault.ts';
import { getItemBody, itemIn } from '../../operations/items/get-item.ts';
import { fieldUri } from '../../operations/properties.ts';
import { requireMessage } from '../../client/responses.ts';
import { child } from '../../xml/scan.ts';

/** How many attachments an item has. Throws FaultError. */
export async function countAttachments(connection: Connection, itemId: string, signal: AbortSignal): Promise<number> {
  const shape = { base: 'IdOnly', withMime: false, properties: fieldUri('item:Attachments') } as const;
  const body = () => getItemBody([itemId], shape);
  const response = await connection.call({ operation: 'GetItem', body, signal });
  const item = itemIn(requireMessage(response, connection.side));
  if (item) return child(item, 'Attachments')?.children.length ?? 0;
  const message = 'The server does not return an item that it created.';
  throw new FaultError(makeFault('transient', 'item', 'item-not-shown', message, connection.side));
}
