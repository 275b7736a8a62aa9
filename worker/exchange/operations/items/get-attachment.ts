import type { Piece } from '../../xml/bytes.ts';
import { xml, type Xml } from '../../xml/template.ts';
import { additionalProperties } from '../properties.ts';

/**
 * Attachments with their content; items in full, messages as MIME where `withMime`, and with the properties that are
 * asked for besides.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/getattachment-operation
 */
export function getAttachmentBody(ids: readonly string[], withMime: boolean, properties?: Xml): Piece[] {
  return [
    xml`
      <m:GetAttachment>
        <m:AttachmentShape>
          <t:IncludeMimeContent>${withMime}</t:IncludeMimeContent>
          <t:BodyType>Best</t:BodyType>
          ${additionalProperties(properties)}
        </m:AttachmentShape>
        <m:AttachmentIds>${ids.map((id) => xml`<t:AttachmentId Id="${id}"/>`)}</m:AttachmentIds>
      </m:GetAttachment>`,
  ];
}
