import type { Piece } from '../../xml/bytes.ts';
import { xml } from '../../xml/template.ts';
import { fieldUri } from '../properties.ts';

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/movefolder-operation */
export function moveFolderBody(folderId: string, parentId: string): Piece[] {
  return [
    xml`
      <m:MoveFolder>
        <m:ToFolderId><t:FolderId Id="${parentId}"/></m:ToFolderId>
        <m:FolderIds><t:FolderId Id="${folderId}"/></m:FolderIds>
      </m:MoveFolder>`,
  ];
}

/**
 * Renames a folder. The change key must be current.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/updatefolder-operation
 */
export function renameFolderBody(folderId: string, changeKey: string, name: string): Piece[] {
  return [
    xml`
      <m:UpdateFolder><m:FolderChanges><t:FolderChange>
        <t:FolderId Id="${folderId}" ChangeKey="${changeKey}"/>
        <t:Updates><t:SetFolderField>
          ${fieldUri('folder:DisplayName')}
          <t:Folder><t:DisplayName>${name}</t:DisplayName></t:Folder>
        </t:SetFolderField></t:Updates>
      </t:FolderChange></m:FolderChanges></m:UpdateFolder>`,
  ];
}
