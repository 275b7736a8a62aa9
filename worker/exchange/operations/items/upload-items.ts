import { escapeXml, type Piece } from '../../xml/bytes.ts';

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

const OPEN = '<m:UploadItems><m:Items>';
const CLOSE = '</m:Items></m:UploadItems>';
const ITEM_CLOSE = '</t:Data></t:Item>';

function itemOpen(folderId: string): string {
  return `<t:Item CreateAction="CreateNew"><t:ParentFolderId Id="${escapeXml(folderId)}"/><t:Data>`;
}
