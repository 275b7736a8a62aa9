import type { Piece } from '../../xml/bytes.ts';
import { xml } from '../../xml/template.ts';

/**
 * What stands around one attachment that is added to an item.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/createattachment-operation
 */
export function createAttachmentAround(itemId: string): { before: Piece[]; after: Piece[] } {
  return {
    before: [xml`<m:CreateAttachment><m:ParentItemId Id="${itemId}"/><m:Attachments>`],
    after: [xml`</m:Attachments></m:CreateAttachment>`],
  };
}
