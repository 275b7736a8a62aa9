import { escapeXml, type Piece } from '../../xml/bytes.ts';

/** A folder as UpdateFolder wants it: with the change key that it was read with. */
export type FolderToChange = { id: string; changeKey: string; /** Such as `CalendarFolder`. */ element: string };

/**
 * Replaces a folder's list of permissions; `permissionSet` is a `<t:PermissionSet>`.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/updatefolder-operation
 */
export function setPermissionsBody({ id, changeKey, element }: FolderToChange, permissionSet: string): Piece[] {
  return [
    '<m:UpdateFolder><m:FolderChanges><t:FolderChange>' +
      `<t:FolderId Id="${escapeXml(id)}" ChangeKey="${escapeXml(changeKey)}"/>` +
      '<t:Updates><t:SetFolderField><t:FieldURI FieldURI="folder:PermissionSet"/>' +
      `<t:${element}>${permissionSet}</t:${element}>` +
      '</t:SetFolderField></t:Updates></t:FolderChange></m:FolderChanges></m:UpdateFolder>',
  ];
}
