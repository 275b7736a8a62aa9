import type { Piece } from '../../xml/bytes.ts';
import { xml } from '../../xml/template.ts';
import { child, childText, type XmlElement } from '../../xml/scan.ts';
import { folderIdXml, folderShape, type FolderRef, type Owner } from './get-folder.ts';

/**
 * All folders below one, page by page.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/syncfolderhierarchy-operation
 */
export function syncFolderHierarchyBody(
  root: FolderRef,
  owner: Owner,
  state: string | undefined,
  isFull: boolean,
): Piece[] {
  return [
    xml`
      <m:SyncFolderHierarchy>
        ${folderShape(isFull)}
        <m:SyncFolderId>${folderIdXml(root, owner)}</m:SyncFolderId>
        ${state === undefined ? '' : xml`<m:SyncState>${state}</m:SyncState>`}
      </m:SyncFolderHierarchy>`,
  ];
}

/** The folders of a page, and the state behind which the next one begins (undefined after the last). */
export function readHierarchy(message: XmlElement): { folders: XmlElement[]; next?: string } {
  const folders = (child(message, 'Changes')?.children ?? [])
    .filter(({ name }) => name === 'Create' || name === 'Update')
    .flatMap((change) => change.children[0] ?? []);
  const state = childText(message, 'SyncState');
  const isLast = childText(message, 'IncludesLastFolderInRange')?.trim() !== 'false' || folders.length === 0;
  return isLast || state === undefined ? { folders } : { folders, next: state };
}
