import type { Piece } from '../../xml/bytes.ts';
import { xml } from '../../xml/template.ts';
import { isAtLeast, type RequestVersion } from '../versions.ts';

/**
 * Moves items into a folder; each gets a new id, which servers from 2010 SP1 on return unless they are asked not to.
 * `asks` asks for it explicitly.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/moveitem-operation
 */
export function moveItemBody(
  folderId: string,
  ids: readonly string[],
  version: RequestVersion,
  asks: boolean,
): Piece[] {
  const items = ids.map((id) => xml`<t:ItemId Id="${id}"/>`);
  const wantsIds =
    asks && isAtLeast(version, 'Exchange2010_SP1') ? xml`<m:ReturnNewItemIds>true</m:ReturnNewItemIds>` : '';
  return [
    xml`
      <m:MoveItem>
        <m:ToFolderId><t:FolderId Id="${folderId}"/></m:ToFolderId>
        <m:ItemIds>${items}</m:ItemIds>
        ${wantsIds}
      </m:MoveItem>`,
  ];
}
