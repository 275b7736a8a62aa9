import { escapeXml, type Piece } from '../bytes.ts';
import { extendedProperty, FOLDER_HIDDEN } from '../properties.ts';

/**
 * One folder of a class in a parent. Always the plain element: the server makes the kind out of the class, and answers
 * ErrorNoFolderClassOverride to a typed element that has a class besides.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/createfolder-operation
 */
export function createFolderBody(parentId: string, name: string, folderClass: string, isHidden = false): Piece[] {
  const hiddenXml = isHidden ? extendedProperty(FOLDER_HIDDEN, 'true') : '';
  const classXml = folderClass === '' ? '' : `<t:FolderClass>${escapeXml(folderClass)}</t:FolderClass>`;
  return [
    `<m:CreateFolder><m:ParentFolderId><t:FolderId Id="${escapeXml(parentId)}"/></m:ParentFolderId><m:Folders>` +
      `<t:Folder>${classXml}<t:DisplayName>${escapeXml(name)}</t:DisplayName>${hiddenXml}</t:Folder></m:Folders></m:CreateFolder>`,
  ];
}
