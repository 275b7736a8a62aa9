import type { ItemRef, ReadResult } from '../../engine/model/mailbox.ts';
import type { Connection } from '../client/connection.ts';
import { requireMessage } from '../client/responses.ts';
import { EXPORT_DATA, exportItemsBody, readExportData } from '../operations/items/export-items.ts';
import { emptyItem, parcelOf, perItem, withoutContent } from './per-item.ts';

/** Whole items as the server exports them. Throws FaultError when the whole call failed. */
export async function readExports(
  connection: Connection,
  items: readonly ItemRef[],
  signal: AbortSignal,
): Promise<ReadResult[]> {
  const response = await connection.call({
    operation: 'ExportItems',
    body: () => exportItemsBody(items.map(({ id }) => id)),
    signal,
  });
  return perItem(connection, items, response, (item, message): ReadResult => {
    const content = readExportData(message);
    if (content === undefined) return { id: item.id, fault: emptyItem(connection) };
    return { id: item.id, parcel: parcelOf(item, 'transfer', content) };
  });
}

/** The same of one item, as a stream. */
export async function streamExport(connection: Connection, item: ItemRef, signal: AbortSignal): Promise<ReadResult[]> {
  const answer = await connection.callForStream(
    { operation: 'ExportItems', body: () => exportItemsBody([item.id]), signal },
    EXPORT_DATA,
    (response) => void requireMessage(response, connection.side),
  );
  if ('content' in answer) return [{ id: item.id, parcel: parcelOf(item, 'transfer', answer.content) }];
  return withoutContent(connection, item, answer);
}
