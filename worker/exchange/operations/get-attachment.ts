import { escapeXml, type Piece } from '../bytes.ts';

/**
 * One attachment with its content; items in full, messages as MIME.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/getattachment-operation
 */
export function getAttachmentBody(id: string): Piece[] {
  return [
    '<m:GetAttachment><m:AttachmentShape><t:IncludeMimeContent>true</t:IncludeMimeContent>' +
      '<t:BodyType>Best</t:BodyType></m:AttachmentShape>' +
      `<m:AttachmentIds><t:AttachmentId Id="${escapeXml(id)}"/></m:AttachmentIds></m:GetAttachment>`,
  ];
}
