import type { Piece } from '../xml/bytes.ts';
import { rewrite } from './rewrite.ts';
import {
  extendedFieldUri,
  extendedProperty,
  isOf,
  ONLINE_MEETING,
  type ExtendedField,
} from '../operations/properties.ts';
import type { XmlElement } from '../xml/scan.ts';
import { xml } from '../xml/template.ts';
import type { MeetingState } from './meetings.ts';

const appointment = (id: number, type: ExtendedField['type']): ExtendedField => ({ set: 'Appointment', id, type });
const meeting = (id: number, type: ExtendedField['type']): ExtendedField => ({ set: 'Meeting', id, type });

/**
 * What requests, answers and cancellations say of their meeting (MS-OXOCAL 2.2.1, 2.2.5 to 2.2.8). Their elements are
 * read-only, as servers make them when they send; the properties are a client's to write. Who sent them is in the MIME.
 */
const FIELDS: readonly ExtendedField[] = [
  appointment(0x8201, 'Integer'), // PidLidAppointmentSequence
  appointment(0x8204, 'Integer'), // PidLidChangeHighlight
  appointment(0x8205, 'Integer'), // PidLidBusyStatus
  appointment(0x8208, 'String'), // PidLidLocation
  appointment(0x820d, 'SystemTime'), // PidLidAppointmentStartWhole
  appointment(0x820e, 'SystemTime'), // PidLidAppointmentEndWhole
  appointment(0x8213, 'Integer'), // PidLidAppointmentDuration
  appointment(0x8215, 'Boolean'), // PidLidAppointmentSubType: all day
  appointment(0x8216, 'Binary'), // PidLidAppointmentRecur
  appointment(0x8217, 'Integer'), // PidLidAppointmentStateFlags
  appointment(0x8218, 'Integer'), // PidLidResponseStatus
  appointment(0x8223, 'Boolean'), // PidLidRecurring
  appointment(0x8224, 'Integer'), // PidLidIntendedBusyStatus
  appointment(0x8228, 'SystemTime'), // PidLidExceptionReplaceTime
  appointment(0x8231, 'Integer'), // PidLidRecurrenceType
  appointment(0x8232, 'String'), // PidLidRecurrencePattern
  appointment(0x8233, 'Binary'), // PidLidTimeZoneStruct
  appointment(0x8234, 'String'), // PidLidTimeZoneDescription
  appointment(0x825e, 'Binary'), // PidLidAppointmentTimeZoneDefinitionStartDisplay
  appointment(0x825f, 'Binary'), // PidLidAppointmentTimeZoneDefinitionEndDisplay
  appointment(0x8260, 'Binary'), // PidLidAppointmentTimeZoneDefinitionRecur
  appointment(0x8250, 'SystemTime'), // PidLidAppointmentProposedStartWhole
  appointment(0x8251, 'SystemTime'), // PidLidAppointmentProposedEndWhole
  appointment(0x8256, 'Integer'), // PidLidAppointmentProposedDuration
  appointment(0x8257, 'Boolean'), // PidLidAppointmentCounterProposal
  meeting(0x01, 'SystemTime'), // PidLidAttendeeCriticalChange
  meeting(0x02, 'String'), // PidLidWhere
  meeting(0x03, 'Binary'), // PidLidGlobalObjectId
  meeting(0x05, 'Boolean'), // PidLidIsRecurring
  meeting(0x0a, 'Boolean'), // PidLidIsException
  meeting(0x1a, 'SystemTime'), // PidLidOwnerCriticalChange
  meeting(0x23, 'Binary'), // PidLidCleanGlobalObjectId
  meeting(0x26, 'Integer'), // PidLidMeetingType
  { tag: '0x0060', type: 'SystemTime' }, // PidTagStartDate
  { tag: '0x0061', type: 'SystemTime' }, // PidTagEndDate
  { tag: '0x0062', type: 'Integer' }, // PidTagOwnerAppointmentId
  { tag: '0x0063', type: 'Boolean' }, // PidTagResponseRequested
  { tag: '0x7D01', type: 'Boolean' }, // PidTagProcessed
];

/** Properties to request of meeting messages in addition to those of all messages and their MIME. */
export const MEETING_MESSAGE_PROPERTIES = xml`${FIELDS.map(extendedFieldUri)}`;
export const MEETING_MIME_PROPERTIES = xml`${[...FIELDS, ...ONLINE_MEETING].map(extendedFieldUri)}`;

/**
 * PidLidServerProcessed (MS-OXOCAL 2.2.5.4). The message was already handled at the source: the new server's assistant,
 * which might answer for a room, must ignore it.
 */
const SERVER_PROCESSED = extendedProperty({ set: 'CalendarAssistant', id: 0x85cc, type: 'Boolean' }, 'true');

/** True for requests, responses, cancellations and all other messages about a meeting. */
export function isMeetingMessage(itemClass: string): boolean {
  return /^IPM\.Schedule\.Meeting\b/i.test(itemClass);
}

/** What the copy of a meeting message gets besides its elements, or besides its MIME. */
export function messageState(item: XmlElement, besides: 'elements' | 'mime'): MeetingState {
  const fields = besides === 'mime' ? [...FIELDS, ...ONLINE_MEETING] : FIELDS;
  const found = item.children.filter(
    (inner) => inner.name === 'ExtendedProperty' && fields.some((field) => isOf(inner, field)),
  );
  const properties: Piece[] = found.flatMap((inner) => rewrite(inner));
  return { properties: [...properties, SERVER_PROCESSED] };
}

/** True for a property that speaks of a meeting; only messages about one pass it on as it is. */
export function isMeetingField(property: XmlElement): boolean {
  return FIELDS.some((field) => isOf(property, field));
}
