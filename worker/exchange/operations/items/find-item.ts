import type { Piece } from '../../xml/bytes.ts';
import { xml, type Xml } from '../../xml/template.ts';
import { additionalProperties, fieldUri } from '../properties.ts';
import { attributeOf, child, type XmlElement } from '../../xml/scan.ts';

/** Page size; servers return at most 1000 items. */
const FIND_PAGE = 500;

/**
 * One page of the items of a folder, the oldest first: items that arrive meanwhile come last.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/finditem-operation
 */
export function findItemsBody(folderId: string, properties: Xml | undefined, offset: number): Piece[] {
  return [
    xml`
      <m:FindItem Traversal="Shallow">
        <m:ItemShape><t:BaseShape>IdOnly</t:BaseShape>${additionalProperties(properties)}</m:ItemShape>
        <m:IndexedPageItemView MaxEntriesReturned="${FIND_PAGE}" Offset="${offset}" BasePoint="Beginning"/>
        <m:SortOrder><t:FieldOrder Order="Ascending">${fieldUri('item:DateTimeCreated')}</t:FieldOrder></m:SortOrder>
        <m:ParentFolderIds><t:FolderId Id="${folderId}"/></m:ParentFolderIds>
      </m:FindItem>`,
  ];
}

/** The items of a page, and whether more follow. */
export function readFoundItems(message: XmlElement): { items: XmlElement[]; isLast: boolean } {
  const root = child(message, 'RootFolder');
  const items = child(root, 'Items')?.children ?? [];
  return { items, isLast: attributeOf(root, 'IncludesLastItemInRange') !== 'false' || items.length === 0 };
}
