import type { Parcel } from '../../../engine/model/mailbox.ts';
import { FOLLOW_UP_TEXT, isOf } from '../../operations/properties.ts';
import { concat } from '../../xml/bytes.ts';
import { childText, parseXml, type XmlElement } from '../../xml/scan.ts';

/** What is said of a message without it. */
export const WITHOUT_FOLLOW_UP =
  'The text of the follow-up flag was left out, because the destination would use it as the subject.';

const OPEN = '<t:ExtendedProperty';
const CLOSE = '</t:ExtendedProperty>';

/** The text of a message's follow-up flag; undefined where it has none. */
export function followUpOf(parcel: Parcel): string | undefined {
  const property = propertyIn(parcel);
  return property && childText(property, 'Value');
}

/** The message without that text; undefined where it has none. */
export function withoutFollowUp(parcel: Parcel): Parcel | undefined {
  const property = propertyIn(parcel);
  if (property === undefined) return undefined;
  // Our own markup: the tag has no attributes.
  const start = property.attributesAt - OPEN.length - property.offset;
  const end = property.end + CLOSE.length - property.offset;
  const less = (bytes: Uint8Array) => concat([bytes.subarray(0, start), bytes.subarray(end)]);
  if (parcel.method === 'mime' && parcel.properties) return { ...parcel, properties: less(parcel.properties) };
  if (!(parcel.content instanceof Uint8Array)) return undefined;
  const content = less(parcel.content);
  return { ...parcel, content, lengthBytes: content.length };
}

const ROOT = '<t:Message>';

/** The property, and how far its offsets are behind those in the parcel's bytes. */
function propertyIn({ method, properties, content }: Parcel): (XmlElement & { offset: number }) | undefined {
  const isBeside = method === 'mime';
  const bytes = isBeside ? properties : method === 'typed' && content instanceof Uint8Array ? content : undefined;
  if (bytes === undefined || bytes.length === 0) return undefined;
  const holder = parseXml(isBeside ? concat([ROOT, bytes, '</t:Message>']) : bytes);
  const found = holder.children.find((each) => each.name === 'ExtendedProperty' && isOf(each, FOLLOW_UP_TEXT));
  return found && { ...found, offset: isBeside ? ROOT.length : 0 };
}
