import { escapeXml, type Piece } from '../../xml/bytes.ts';

/**
 * Attachments with their content; items in full, messages as MIME where `withMime`, and with the properties that are
 * asked for besides.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/getattachment-operation
 */
export function getAttachmentBody(ids: readonly string[], withMime: boolean, properties: string): Piece[] {
  const list = ids.map((id) => `<t:AttachmentId Id="${escapeXml(id)}"/>`).join('');
  const more = properties === '' ? '' : `<t:AdditionalProperties>${properties}</t:AdditionalProperties>`;
  return [
    `<m:GetAttachment><m:AttachmentShape><t:IncludeMimeContent>${withMime}</t:IncludeMimeContent>` +
      `<t:BodyType>Best</t:BodyType>${more}</m:AttachmentShape>` +
      `<m:AttachmentIds>${list}</m:AttachmentIds></m:GetAttachment>`,
  ];
}
