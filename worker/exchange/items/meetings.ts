import type { AddressMap } from '../../lib/recipients.ts';
import type { Piece } from '../xml/bytes.ts';
import { extendedFieldUri, extendedProperty, type ExtendedField } from '../operations/properties.ts';
import { childText, descend, type XmlElement } from '../xml/scan.ts';
import { xml } from '../xml/template.ts';
import { orphanProperties } from './orphans.ts';

/**
 * Where a meeting stands. EWS has elements for it that only servers set, and Exchange keeps it in properties that
 * clients write (MS-OXOCAL 2.2.1 and 2.2.4): so the copy gets it by those. Series, UID and times have elements.
 */
const STATE: readonly { element: string; field: ExtendedField; read: (text: string) => string | undefined }[] = [
  // PidLidAppointmentStateFlags: 1 meeting, 2 received from someone else, 4 cancelled.
  { element: 'AppointmentState', field: { set: 'Appointment', id: 0x8217, type: 'Integer' }, read: number },
  // PidLidResponseStatus
  { element: 'MyResponseType', field: { set: 'Appointment', id: 0x8218, type: 'Integer' }, read: response },
  // PidLidFInvited: without it nobody is notified of a change or a cancellation
  { element: 'MeetingRequestWasSent', field: { set: 'Appointment', id: 0x8229, type: 'Boolean' }, read: same },
  // PidLidAppointmentSequence
  { element: 'AppointmentSequenceNumber', field: { set: 'Appointment', id: 0x8201, type: 'Integer' }, read: number },
  // PidLidAppointmentReplyTime
  { element: 'AppointmentReplyTime', field: { set: 'Appointment', id: 0x8220, type: 'SystemTime' }, read: same },
  // PidLidOwnerCriticalChange (MS-OXCICAL 2.1.3.1.1.20.9)
  { element: 'DateTimeStamp', field: { set: 'Meeting', id: 0x1a, type: 'SystemTime' }, read: same },
];

/** PidTagSentRepresentingName, …AddressType and …EmailAddress: of a meeting, who organises it. */
const ORGANIZER_NAME: ExtendedField = { tag: '0x0042', type: 'String' };
const ORGANIZER_TYPE: ExtendedField = { tag: '0x0064', type: 'String' };
const ORGANIZER_ADDRESS: ExtendedField = { tag: '0x0065', type: 'String' };

const MEETING = 1;
const CANCELLED = 4;
const RESPONSES = ['Unknown', 'Organizer', 'Tentative', 'Accept', 'Decline', 'NoResponseReceived'];

/** Of a meeting, what its copy gets besides its elements. */
export type MeetingState = {
  properties: Piece[];
  /** The organizer, if that is not the mailbox owner. */
  organizer?: Organizer;
};

export type Organizer = { name: string; address: string };

/** How much of it the copy gets: all, all but the organiser, nothing. */
export type StateReach = 'all' | 'no-organizer' | 'nothing';

/** The properties that the copy gets. */
export function stateProperties({ properties, organizer }: MeetingState, reach: StateReach): Piece[] {
  if (reach === 'nothing') return [];
  if (reach === 'no-organizer' || organizer === undefined) return properties;
  return [
    ...properties,
    extendedProperty(ORGANIZER_NAME, organizer.name),
    extendedProperty(ORGANIZER_TYPE, 'SMTP'),
    extendedProperty(ORGANIZER_ADDRESS, organizer.address),
  ];
}

/** Undefined for what is no meeting. */
export function meetingState(item: XmlElement, mapAddress: AddressMap | undefined): MeetingState | undefined {
  const orphan = orphanProperties(item);
  if (item.name !== 'CalendarItem' || childText(item, 'IsMeeting')?.trim() !== 'true')
    return orphan && { properties: orphan };
  const state = [...stateOf(item)].map(([field, value]) => extendedProperty(field, value));
  const properties = [...state, ...(orphan ?? [])];
  const mailbox = descend(item, 'Organizer', 'Mailbox');
  const address = childText(mailbox, 'EmailAddress')?.trim() ?? '';
  const response = childText(item, 'MyResponseType')?.trim();
  // A server knows those of its own organisation by names that no other server has.
  if (response === undefined || response === 'Organizer' || response === 'Unknown' || !address.includes('@'))
    return { properties };
  const name = childText(mailbox, 'Name') ?? address;
  const organizer = { name: mapAddress?.(name) ?? name, address: mapAddress?.(address) ?? address };
  return { properties, organizer };
}

/** The changes that make an occurrence stand where the old one does, where that is not where its series stands. */
export function occurrenceState(occurrence: XmlElement, series: XmlElement): Piece[] {
  const usual = stateOf(series);
  return [...stateOf(occurrence)]
    .filter(([field, value]) => field !== DATE_TIME_STAMP && value !== usual.get(field))
    .map(
      ([field, value]) =>
        xml`
          <t:SetItemField>
            ${extendedFieldUri(field)}
            <t:CalendarItem>${extendedProperty(field, value)}</t:CalendarItem>
          </t:SetItemField>`,
    );
}

/** True where the server names this organiser. */
export function isOrganizedBy(item: XmlElement, { name, address }: Organizer): boolean {
  const mailbox = descend(item, 'Organizer', 'Mailbox');
  const names = [childText(mailbox, 'EmailAddress'), childText(mailbox, 'Name')].map((text) =>
    text?.trim().toLowerCase(),
  );
  return names.includes(address.toLowerCase()) || names.includes(name.trim().toLowerCase());
}

const DATE_TIME_STAMP = STATE.find(({ element }) => element === 'DateTimeStamp')?.field;

function stateOf(item: XmlElement): Map<ExtendedField, string> {
  const found = new Map<ExtendedField, string>();
  for (const { element, field, read } of STATE) {
    const text = childText(item, element)?.trim();
    const value = text === undefined ? undefined : read(text);
    if (value !== undefined) found.set(field, value);
  }
  const flags = STATE[0]?.field;
  const isCancelled = childText(item, 'IsCancelled')?.trim() === 'true';
  if (flags) {
    const names = Number(found.get(flags) ?? 0) | MEETING;
    found.set(flags, String(isCancelled ? names | CANCELLED : names));
  }
  return found;
}

function number(text: string): string | undefined {
  return /^-?\d+$/.test(text) ? text : undefined;
}

function response(text: string): string | undefined {
  const at = RESPONSES.indexOf(text);
  return at < 0 ? undefined : String(at);
}

function same(text: string): string {
  return text;
}
