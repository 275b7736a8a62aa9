import type { NewFolder } from '../../../engine/model/mailbox.ts';
import { escapeXml, type Piece } from '../../xml/bytes.ts';
import { extendedProperty, FOLDER_HIDDEN } from '../properties.ts';

/**
 * Folders of a class each, in one parent. Always the plain element: the server makes the kind out of the class, and answers
 * ErrorNoFolderClassOverride to a typed element that has a class besides.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/createfolder-operation
 */
export function createFolderBody(parentId: string, folders: readonly NewFolder[]): Piece[] {
  const xml = folders.map(({ name, folderClass, isHidden }) => {
    const hiddenXml = isHidden ? extendedProperty(FOLDER_HIDDEN, 'true') : '';
    const classXml = folderClass === '' ? '' : `<t:FolderClass>${escapeXml(folderClass)}</t:FolderClass>`;
    return `<t:Folder>${classXml}<t:DisplayName>${escapeXml(name)}</t:DisplayName>${hiddenXml}</t:Folder>`;
  });
  return [
    `<m:CreateFolder><m:ParentFolderId><t:FolderId Id="${escapeXml(parentId)}"/></m:ParentFolderId>` +
      `<m:Folders>${xml.join('')}</m:Folders></m:CreateFolder>`,
  ];
}
