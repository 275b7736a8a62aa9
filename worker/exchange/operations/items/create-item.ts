import type { Piece } from '../../xml/bytes.ts';
import { xml } from '../../xml/template.ts';
import { attributeOf, child, findElement, type XmlElement } from '../../xml/scan.ts';

/**
 * Saves items into a folder; sends nothing to anyone, whatever they are.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/createitem-operation
 */
export function createItemBody(folderId: string, items: readonly Piece[]): Piece[] {
  const { before, after } = createItemAround(folderId);
  return [...before, ...items, ...after];
}

/** The same around items that come as a stream. */
export function createItemAround(folderId: string): { before: Piece[]; after: Piece[] } {
  return {
    before: [
      xml`
        <m:CreateItem MessageDisposition="SaveOnly" SendMeetingInvitations="SendToNone">
          <m:SavedItemFolderId><t:FolderId Id="${folderId}"/></m:SavedItemFolderId>
          <m:Items>`,
    ],
    after: [xml`</m:Items></m:CreateItem>`],
  };
}

/** The id that a response message of UploadItems or CreateItem gives the new item. */
export function readNewId(message: XmlElement): { id: string; changeKey: string } | undefined {
  const itemId = child(message, 'ItemId') ?? findElement(child(message, 'Items'), 'ItemId');
  const id = attributeOf(itemId, 'Id');
  return id === undefined ? undefined : { id, changeKey: attributeOf(itemId, 'ChangeKey') ?? '' };
}
