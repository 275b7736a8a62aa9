import type { Piece } from '../../xml/bytes.ts';
import { xml, type Xml } from '../../xml/template.ts';
import { additionalProperties } from '../properties.ts';
import { child, contentOf, descend, type XmlElement } from '../../xml/scan.ts';

/** The element that carries a message as MIME, in base64. */
export const MIME_CONTENT = 'MimeContent';

export type ItemShape = {
  base: 'IdOnly' | 'AllProperties';
  withMime: boolean;
  /** `<t:FieldURI>` and `<t:ExtendedFieldURI>` elements. */
  properties?: Xml;
};

/**
 * Items by their ids.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/getitem-operation
 */
export function getItemBody(ids: readonly string[], shape: ItemShape): Piece[] {
  const items = ids.map((id) => xml`<t:ItemId Id="${id}"/>`);
  return [xml`<m:GetItem>${itemShape(shape)}<m:ItemIds>${items}</m:ItemIds></m:GetItem>`];
}

/** Occurrences of a series by their number in it, from 1; deleted ones answer with an error. */
export function getOccurrencesBody(masterId: string, indexes: readonly number[], properties: Xml): Piece[] {
  const shape = itemShape({ base: 'IdOnly', withMime: false, properties });
  const items = indexes.map(
    (index) => xml`<t:OccurrenceItemId RecurringMasterId="${masterId}" InstanceIndex="${index}"/>`,
  );
  return [xml`<m:GetItem>${shape}<m:ItemIds>${items}</m:ItemIds></m:GetItem>`];
}

/** The item's element in a response message. */
export function itemIn(message: XmlElement): XmlElement | undefined {
  return descend(message, 'Items')?.children[0];
}

/** An item's MIME: a view on the answer's bytes. */
export function readMime(item: XmlElement): Uint8Array | undefined {
  const mime = child(item, MIME_CONTENT);
  return mime === undefined || mime.start === mime.end ? undefined : contentOf(mime);
}

function itemShape({ base, withMime, properties }: ItemShape): Xml {
  return xml`
    <m:ItemShape>
      <t:BaseShape>${base}</t:BaseShape>
      <t:IncludeMimeContent>${withMime}</t:IncludeMimeContent>
      ${base === 'AllProperties' ? xml`<t:BodyType>Best</t:BodyType>` : ''}
      ${additionalProperties(properties)}
    </m:ItemShape>`;
}
