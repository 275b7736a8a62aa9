import type { Piece } from '../xml/bytes.ts';
import { rewrite } from './rewrite.ts';
import { extendedFieldUri, extendedProperty, isOf, type ExtendedField } from '../operations/properties.ts';
import { child, childText, type XmlElement } from '../xml/scan.ts';
import { xml } from '../xml/template.ts';

/** PidLidGlobalObjectId: the identity of a meeting, and of an instance of a series its day. */
const GLOBAL_OBJECT_ID: ExtendedField = { set: 'Meeting', id: 0x03, type: 'Binary' };

/** What makes an appointment one instance of a series (MS-OXOCAL 2.2.1.27, 2.2.1.28, 2.2.1.35, 2.2.10.2.5). */
const FIELDS: readonly ExtendedField[] = [
  GLOBAL_OBJECT_ID,
  { set: 'Meeting', id: 0x23, type: 'Binary' }, // PidLidCleanGlobalObjectId
  { set: 'Meeting', id: 0x0a, type: 'Boolean' }, // PidLidIsException
  { set: 'Appointment', id: 0x8228, type: 'SystemTime' }, // PidLidExceptionReplaceTime
];

export const ORPHAN_PROPERTIES = xml`${FIELDS.map(extendedFieldUri)}`;

/** True for an instance without its series. */
export function isOrphan(item: XmlElement): boolean {
  return item.name === 'CalendarItem' && child(item, 'RecurrenceId') !== undefined && !child(item, 'Recurrence');
}

/**
 * For an instance without its series (its owner is invited only to it): the properties by which later messages find it.
 * RecurrenceId is read-only, and a UID would name the series. Undefined for other items, or if the server does not return
 * the properties.
 */
export function orphanProperties(item: XmlElement): Piece[] | undefined {
  if (!isOrphan(item)) return undefined;
  const found = item.children.filter(({ name }) => name === 'ExtendedProperty');
  if (!found.some((each) => isOf(each, GLOBAL_OBJECT_ID))) return ofUid(item);
  return found.filter((each) => FIELDS.some((field) => isOf(each, field))).flatMap((each) => rewrite(each));
}

/** An object id in hexadecimal, of which Exchange makes the UID of a series (MS-OXOCAL 2.2.1.27). */
const HEX_ID = /^040000008200E00074C5B7101A82E008([0-9A-F]{8})[0-9A-F]{48,4000}$/i;
const DAY_AT = 32;

/** The same, from the series' UID and the instance's day, if the server returns only these. */
function ofUid(item: XmlElement): Piece[] | undefined {
  const uid = childText(item, 'UID')?.trim() ?? '';
  const at = new Date(childText(item, 'RecurrenceId') ?? '');
  if (uid.length % 2 !== 0 || !HEX_ID.test(uid) || Number.isNaN(at.getTime())) return undefined;
  const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0');
  const day = hex(at.getUTCFullYear(), 4) + hex(at.getUTCMonth() + 1, 2) + hex(at.getUTCDate(), 2);
  const around = (middle: string) => base64Of(uid.slice(0, DAY_AT) + middle + uid.slice(DAY_AT + 8));
  const [id, clean, isException, replaces] = FIELDS as [ExtendedField, ExtendedField, ExtendedField, ExtendedField];
  return [
    extendedProperty(id, around(day)),
    extendedProperty(clean, around('00000000')),
    extendedProperty(isException, 'true'),
    extendedProperty(replaces, at.toISOString()),
  ];
}

function base64Of(hex: string): string {
  return btoa(hex.replaceAll(/../g, (pair) => String.fromCharCode(Number.parseInt(pair, 16))));
}
