import type { ItemKind } from '../../lib/item-kinds.ts';
import {
  CALENDAR_EXTRAS,
  CONTACT_EXTRAS,
  DELIVERY_TIME,
  extendedFieldUri,
  fieldUri,
  JOURNAL_EXTRAS,
  MESSAGE_FLAGS,
  MESSAGE_MARKS,
  NOTE_EXTRAS,
  SUBMIT_TIME,
} from '../operations/properties.ts';
import { isAtLeast, type RequestVersion } from '../operations/versions.ts';
import { xml, type Xml } from '../xml/template.ts';
import { CONTACT_ENTRIES } from './contact-entries.ts';
import { EMAIL_ADDRESSES } from './from-properties.ts';
import { ONE_OFF_MEMBERS } from './members.ts';
import { ZONE_FIELDS } from './zones.ts';

const EXTRAS = xml`${[
  MESSAGE_FLAGS,
  DELIVERY_TIME,
  SUBMIT_TIME,
  ...MESSAGE_MARKS,
  ...CALENDAR_EXTRAS,
  ...CONTACT_EXTRAS,
  ...EMAIL_ADDRESSES,
  ...NOTE_EXTRAS,
  ...JOURNAL_EXTRAS,
].map(extendedFieldUri)}`;

/** The same of servers before Exchange 2010. */
const OLD_EXTRAS = xml`${[...ZONE_FIELDS, ONE_OFF_MEMBERS].map(extendedFieldUri)}`;

const ZONES = ['calendar:StartTimeZone', 'calendar:EndTimeZone'].map(fieldUri);
const OLD_ZONES = ['calendar:MeetingTimeZone', 'calendar:TimeZone'].map(fieldUri);

/**
 * Fields that not every server gives with AllProperties: those of another make load people, attachments and reminders
 * where they are named alone (grommunio/gromox, exch/ews).
 */
const NAMED = xml`${[
  'item:Body',
  'item:Attachments',
  'item:Categories',
  'item:ReminderDueBy',
  'item:ReminderIsSet',
  'item:ReminderMinutesBeforeStart',
  'message:ToRecipients',
  'message:CcRecipients',
  'message:BccRecipients',
  'message:ReplyTo',
  'calendar:RequiredAttendees',
  'calendar:OptionalAttendees',
  'calendar:Resources',
].map(fieldUri)}`;

/**
 * Fields by kind whose underlying property is requested as well. The same server returns each property only in the form
 * that is named first, as field or as property: so the field is named first.
 */
const OF_KIND: Readonly<Partial<Record<ItemKind, Xml>>> = {
  calendar: xml`${['Start', 'End', 'UID', 'RecurrenceId', 'IsAllDayEvent', 'Location'].map((name) => fieldUri(`calendar:${name}`))}`,
  contact: xml`${['FileAs', 'DisplayName', 'PostalAddressIndex'].map((name) => fieldUri(`contacts:${name}`))}`,
  'distribution-list': xml`${['FileAs', 'DisplayName'].map((name) => fieldUri(`contacts:${name}`))}`,
  task: xml`${[
    'Status',
    'PercentComplete',
    'StartDate',
    'DueDate',
    'CompleteDate',
    'IsComplete',
    'Recurrence',
    'Companies',
    'Mileage',
    'BillingInformation',
    'ActualWork',
    'TotalWork',
  ].map((name) => fieldUri(`task:${name}`))}`,
};

const ALL_KINDS: ReadonlySet<ItemKind> = new Set(Object.keys(OF_KIND) as ItemKind[]);

/** The fields alone, of items of these kinds. */
export function typedFields(kinds: ReadonlySet<ItemKind>): Xml {
  return xml`${[...kinds].flatMap((kind) => OF_KIND[kind] ?? [])}${kinds.has('contact') ? CONTACT_ENTRIES : ''}`;
}

/** What is asked beyond AllProperties of items of these kinds on the typed method; without, of items of any kind. */
export function typedProperties(
  version: RequestVersion,
  kinds: ReadonlySet<ItemKind> = ALL_KINDS,
  withEntries = kinds.has('contact'),
): Xml {
  const isNew = isAtLeast(version, 'Exchange2010');
  const fields = [...kinds].flatMap((kind) => OF_KIND[kind] ?? []);
  const entries = withEntries ? CONTACT_ENTRIES : '';
  return xml`${isNew ? ZONES : OLD_ZONES}${NAMED}${fields}${entries}${EXTRAS}${isNew ? '' : OLD_EXTRAS}`;
}
