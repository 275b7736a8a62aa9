import { escapeXml, type Piece } from '../bytes.ts';

/**
 * Attachments with their content; items in full, messages as MIME.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/getattachment-operation
 */
export function getAttachmentBody(ids: readonly string[]): Piece[] {
  const list = ids.map((id) => `<t:AttachmentId Id="${escapeXml(id)}"/>`).join('');
  return [
    '<m:GetAttachment><m:AttachmentShape><t:IncludeMimeContent>true</t:IncludeMimeContent>' +
      '<t:BodyType>Best</t:BodyType></m:AttachmentShape>' +
      `<m:AttachmentIds>${list}</m:AttachmentIds></m:GetAttachment>`,
  ];
}
