import type { Piece } from '../../xml/bytes.ts';
import { xml } from '../../xml/template.ts';

/**
 * Removes a folder for good, with all that is in it. Only for folders that Mailferry made for itself.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/deletefolder-operation
 */
export function deleteFoldersBody(ids: readonly string[]): Piece[] {
  const folders = ids.map((id) => xml`<t:FolderId Id="${id}"/>`);
  return [xml`<m:DeleteFolder DeleteType="HardDelete"><m:FolderIds>${folders}</m:FolderIds></m:DeleteFolder>`];
}
