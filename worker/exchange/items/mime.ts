import { concat, type Piece } from '../xml/bytes.ts';
import { rewrite } from './rewrite.ts';
import {
  DELIVERY_TIME,
  extendedFieldUri,
  extendedProperty,
  extendedValue,
  fieldUri,
  MARKER,
  MESSAGE_FLAGS,
  MESSAGE_MARKS,
  SUBMIT_TIME,
  TRANSPORT_HEADERS,
} from '../operations/properties.ts';
import { childText, type XmlElement } from '../xml/scan.ts';
import { xml, type Xml } from '../xml/template.ts';

export const READ = 1;
const UNSENT = 8;

const FIELDS = [
  'item:ItemClass',
  'item:Subject',
  'item:Sensitivity',
  'item:DateTimeReceived',
  'item:Categories',
  'item:Importance',
  'item:IsDraft',
  'item:DateTimeSent',
  'item:ReminderDueBy',
  'item:ReminderIsSet',
  'item:ReminderMinutesBeforeStart',
  'message:IsRead',
];
const EXTENDED_FIELDS = [MESSAGE_FLAGS, DELIVERY_TIME, SUBMIT_TIME, ...MESSAGE_MARKS];

/** What a message's MIME does not say. Properties of Exchange 2013's `Flag` are asked for by tag: all have them. */
export const MIME_PROPERTIES = xml`${FIELDS.map(fieldUri)}${EXTENDED_FIELDS.map(extendedFieldUri)}`;

/**
 * The elements that follow MimeContent in the new item, in the order of the schema, as bytes; among them the marker
 * that names the source's item, unless it is attached to another.
 */
export function mimeProperties(item: XmlElement, sourceId: string | undefined): Uint8Array {
  return mimeParts(item, sourceId).properties;
}

/** The same, with the offset at which further extended properties belong. */
export function mimeParts(item: XmlElement, sourceId: string | undefined): { properties: Uint8Array; at: number } {
  const isPassed = (name: string) =>
    item.children.filter((inner) => inner.name === name).flatMap((inner) => rewrite(inner));
  const itemClass = childText(item, 'ItemClass');
  const isRead = childText(item, 'IsRead')?.trim() !== 'false';
  const hasReminder = childText(item, 'ReminderIsSet')?.trim() === 'true';
  const before = concat([
    ...(itemClass === undefined ? [] : [xml`<t:ItemClass>${itemClass}</t:ItemClass>`]),
    ...isPassed('Sensitivity'),
    ...nonEmpty(isPassed('Categories')),
    ...isPassed('Importance'),
    ...(hasReminder
      ? [...isPassed('ReminderDueBy'), ...isPassed('ReminderIsSet'), ...isPassed('ReminderMinutesBeforeStart')]
      : []),
  ]);
  const after = [
    ...stamps(item, sourceId, isRead),
    ...MESSAGE_MARKS.flatMap((field) => {
      const value = extendedValue(item, field);
      return value === undefined ? [] : extendedProperty(field, value);
    }),
    ...headersOf(item),
    xml`<t:IsRead>${isRead}</t:IsRead>`,
  ];
  return { properties: concat([before, ...after]), at: before.length };
}

/** The headers of its way, where the reader asked for them. */
function headersOf(item: XmlElement): Xml[] {
  const text = extendedValue(item, TRANSPORT_HEADERS);
  return text === undefined || text === '' ? [] : [extendedProperty(TRANSPORT_HEADERS, text)];
}

/**
 * What makes the copy of a message look like the original: without the flags in the very request that creates it,
 * it would be a draft for ever.
 */
export function stamps(item: XmlElement, sourceId: string | undefined, isRead: boolean): Xml[] {
  const isDraft =
    childText(item, 'IsDraft')?.trim() === 'true' || (Number(extendedValue(item, MESSAGE_FLAGS) ?? 0) & UNSENT) !== 0;
  return [
    extendedProperty(MESSAGE_FLAGS, String((isRead ? READ : 0) | (isDraft ? UNSENT : 0))),
    ...dateStamps(item),
    ...(sourceId === undefined ? [] : [extendedProperty(MARKER, sourceId)]),
  ];
}

/** When the item was received and sent, as the original says. */
export function dateStamps(item: XmlElement): Xml[] {
  const received = extendedValue(item, DELIVERY_TIME) ?? childText(item, 'DateTimeReceived');
  const sent = extendedValue(item, SUBMIT_TIME) ?? childText(item, 'DateTimeSent');
  return [
    ...(received === undefined ? [] : [extendedProperty(DELIVERY_TIME, received)]),
    ...(sent === undefined ? [] : [extendedProperty(SUBMIT_TIME, sent)]),
  ];
}

/** The element that a message of a class is created in from its MIME. */
function mimeElement(itemClass: string): 'Message' | 'PostItem' {
  return /^IPM\.POST\b/i.test(itemClass) ? 'PostItem' : 'Message';
}

/** The new item around its MIME. */
export function mimeItemAround(itemClass: string, properties: Uint8Array): { before: Piece[]; after: Piece[] } {
  const element = mimeElement(itemClass);
  return {
    before: [xml`<t:${element}><t:MimeContent CharacterSet="UTF-8">`],
    after: [xml`</t:MimeContent>`, properties, xml`</t:${element}>`],
  };
}

/** A collection without members is not valid in a request of every version. */
function nonEmpty(pieces: Piece[]): Piece[] {
  return pieces.length > 1 ? pieces : [];
}
