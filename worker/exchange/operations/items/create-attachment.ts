import { escapeXml, type Piece } from '../../xml/bytes.ts';

/**
 * What stands around one attachment that is added to an item.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/createattachment-operation
 */
export function createAttachmentAround(itemId: string): { before: Piece[]; after: Piece[] } {
  return {
    before: [`<m:CreateAttachment><m:ParentItemId Id="${escapeXml(itemId)}"/><m:Attachments>`],
    after: ['</m:Attachments></m:CreateAttachment>'],
  };
}
