import type { NewFolder } from '../../../engine/model/mailbox.ts';
import type { Piece } from '../../xml/bytes.ts';
import { xml } from '../../xml/template.ts';
import { extendedProperty, FOLDER_HIDDEN } from '../properties.ts';

/**
 * Folders of a class each, in one parent. Always the plain element: the server makes the kind out of the class, and answers
 * ErrorNoFolderClassOverride to a typed element that has a class besides.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/createfolder-operation
 */
export function createFolderBody(parentId: string, folders: readonly NewFolder[]): Piece[] {
  const elements = folders.map(({ name, folderClass, isHidden }) => {
    const hiddenXml = isHidden ? extendedProperty(FOLDER_HIDDEN, 'true') : '';
    const classXml = folderClass === '' ? '' : xml`<t:FolderClass>${folderClass}</t:FolderClass>`;
    return xml`<t:Folder>${classXml}<t:DisplayName>${name}</t:DisplayName>${hiddenXml}</t:Folder>`;
  });
  return [
    xml`
      <m:CreateFolder>
        <m:ParentFolderId><t:FolderId Id="${parentId}"/></m:ParentFolderId>
        <m:Folders>${elements}</m:Folders>
      </m:CreateFolder>`,
  ];
}
