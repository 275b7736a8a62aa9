import type { Piece } from '../../xml/bytes.ts';
import { xml, type Xml } from '../../xml/template.ts';

/**
 * Creates items from export streams. The pieces before, around and behind the streams:
 * `[open, item, content, itemEnd, …, close]`.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/uploaditems-operation
 */
export function uploadItemsBody(folderId: string, contents: readonly Uint8Array[]): Piece[] {
  const pieces: Piece[] = [OPEN];
  for (const content of contents) pieces.push(itemOpen(folderId), content, ITEM_CLOSE);
  pieces.push(CLOSE);
  return pieces;
}

/** The same around one stream. */
export function uploadItemAround(folderId: string): { before: Piece[]; after: Piece[] } {
  return { before: [OPEN, itemOpen(folderId)], after: [ITEM_CLOSE, CLOSE] };
}

const OPEN = xml`<m:UploadItems><m:Items>`;
const CLOSE = xml`</m:Items></m:UploadItems>`;
const ITEM_CLOSE = xml`</t:Data></t:Item>`;

function itemOpen(folderId: string): Xml {
  return xml`<t:Item CreateAction="CreateNew"><t:ParentFolderId Id="${folderId}"/><t:Data>`;
}
