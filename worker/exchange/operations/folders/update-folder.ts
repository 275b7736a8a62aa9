import type { Piece } from '../../xml/bytes.ts';
import { xml, type Xml } from '../../xml/template.ts';
import { fieldUri } from '../properties.ts';

/** A folder as UpdateFolder wants it: with the change key that it was read with. */
export type FolderToChange = { id: string; changeKey: string; /** Such as `CalendarFolder`. */ element: string };

/**
 * Replaces a folder's list of permissions; `permissionSet` is a `<t:PermissionSet>`.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/updatefolder-operation
 */
export function setPermissionsBody({ id, changeKey, element }: FolderToChange, permissionSet: Xml): Piece[] {
  return [
    xml`
      <m:UpdateFolder><m:FolderChanges><t:FolderChange>
        <t:FolderId Id="${id}" ChangeKey="${changeKey}"/>
        <t:Updates><t:SetFolderField>
          ${fieldUri('folder:PermissionSet')}
          <t:${element}>${permissionSet}</t:${element}>
        </t:SetFolderField></t:Updates>
      </t:FolderChange></m:FolderChanges></m:UpdateFolder>`,
  ];
}
