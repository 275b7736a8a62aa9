import type { Piece } from '../xml/bytes.ts';
import { rewrite } from './rewrite.ts';
import { extendedFieldUri, isOf, type ExtendedField } from '../operations/properties.ts';
import { child, type XmlElement } from '../xml/scan.ts';
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
 * Of an instance that came without its series, as to who is invited to it alone: the properties by which later messages
 * about it find it. RecurrenceId is read-only, and a UID would name the series. Undefined for what is none, or where the
 * server does not tell them.
 */
export function orphanProperties(item: XmlElement): Piece[] | undefined {
  if (!isOrphan(item)) return undefined;
  const told = item.children.filter(({ name }) => name === 'ExtendedProperty');
  if (!told.some((each) => isOf(each, GLOBAL_OBJECT_ID))) return undefined;
  return told.filter((each) => FIELDS.some((field) => isOf(each, field))).flatMap((each) => rewrite(each));
}
