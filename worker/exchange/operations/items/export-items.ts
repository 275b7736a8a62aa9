import type { Piece } from '../../xml/bytes.ts';
import { xml } from '../../xml/template.ts';
import { child, contentOf, type XmlElement } from '../../xml/scan.ts';

/** The element that carries an item's export stream, in base64. */
export const EXPORT_DATA = 'Data';

/**
 * Whole items as the store keeps them. Without change keys: what counts is the item as it is now.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/exportitems-operation
 */
export function exportItemsBody(ids: readonly string[]): Piece[] {
  const items = ids.map((id) => xml`<t:ItemId Id="${id}"/>`);
  return [xml`<m:ExportItems><m:ItemIds>${items}</m:ItemIds></m:ExportItems>`];
}

/** The export stream of one response message: a view on the answer's bytes. */
export function readExportData(message: XmlElement): Uint8Array | undefined {
  const data = child(message, EXPORT_DATA);
  return data === undefined || data.start === data.end ? undefined : contentOf(data);
}
