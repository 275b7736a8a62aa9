import { escapeXml, type Piece } from '../../xml/bytes.ts';

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/movefolder-operation */
export function moveFolderBody(folderId: string, parentId: string): Piece[] {
  return [
    `<m:MoveFolder><m:ToFolderId><t:FolderId Id="${escapeXml(parentId)}"/></m:ToFolderId>` +
      `<m:FolderIds><t:FolderId Id="${escapeXml(folderId)}"/></m:FolderIds></m:MoveFolder>`,
  ];
}

/**
 * Gives a folder another name. The change key has to be the present one.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/updatefolder-operation
 */
export function renameFolderBody(folderId: string, changeKey: string, name: string): Piece[] {
  return [
    `<m:UpdateFolder><m:FolderChanges><t:FolderChange><t:FolderId Id="${escapeXml(folderId)}" ChangeKey="${escapeXml(changeKey)}"/>` +
      '<t:Updates><t:SetFolderField><t:FieldURI FieldURI="folder:DisplayName"/>' +
      `<t:Folder><t:DisplayName>${escapeXml(name)}</t:DisplayName></t:Folder></t:SetFolderField></t:Updates>` +
      '</t:FolderChange></m:FolderChanges></m:UpdateFolder>',
  ];
}
