import type { Piece } from '../../xml/bytes.ts';
import { xml } from '../../xml/template.ts';
import { attributeOf, child, type XmlElement } from '../../xml/scan.ts';
import { folderIdXml, folderShape, type FolderRef, type Owner } from './get-folder.ts';

/** Folders asked for at a time, unless fewer will do. */
const FOLDER_PAGE = 500;

/**
 * One page of the folders below one; `offset` counts from the first.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/findfolder-operation
 */
export function findFolderBody(
  parent: FolderRef,
  owner: Owner,
  how: { traversal: 'Deep' | 'Shallow'; offset: number; isFull: boolean },
  most = FOLDER_PAGE,
): Piece[] {
  return [
    xml`
      <m:FindFolder Traversal="${how.traversal}">
        ${folderShape(how.isFull)}
        <m:IndexedPageFolderView MaxEntriesReturned="${most}" Offset="${how.offset}" BasePoint="Beginning"/>
        <m:ParentFolderIds>${folderIdXml(parent, owner)}</m:ParentFolderIds>
      </m:FindFolder>`,
  ];
}

/** The cheapest of these requests: does the server answer it? */
export function findProbe(owner: Owner): Piece[] {
  const root = folderIdXml({ distinguishedId: 'msgfolderroot' }, owner);
  return [
    xml`
      <m:FindFolder Traversal="Shallow">
        <m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape>
        <m:IndexedPageFolderView MaxEntriesReturned="1" Offset="0" BasePoint="Beginning"/>
        <m:ParentFolderIds>${root}</m:ParentFolderIds>
      </m:FindFolder>`,
  ];
}

/** The folders of a page, and where the next one begins (undefined after the last). */
export function readFoundFolders(message: XmlElement, offset: number): { folders: XmlElement[]; next?: number } {
  const root = child(message, 'RootFolder');
  const folders = child(root, 'Folders')?.children ?? [];
  // Pages may be short; only the server knows which is the last. A page without progress would never end.
  const isLast = attributeOf(root, 'IncludesLastItemInRange') !== 'false' || folders.length === 0;
  if (isLast) return { folders };
  const offered = Number(attributeOf(root, 'IndexedPagingOffset'));
  return { folders, next: offered > offset ? offered : offset + folders.length };
}
