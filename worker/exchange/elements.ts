import type { Piece } from './bytes.ts';
import { attributesOf, contentOf, type XmlElement } from './scan.ts';

/** The elements that CreateItem is given. */
export type NewElement = 'Message' | 'PostItem' | 'CalendarItem' | 'Contact' | 'DistributionList' | 'Task';

const COMMON = [
  'ItemClass',
  'Subject',
  'Sensitivity',
  'Body',
  'Attachments',
  'Categories',
  'Importance',
  'InReplyTo',
  'ReminderDueBy',
  'ReminderIsSet',
  'ReminderMinutesBeforeStart',
  'ExtendedProperty',
  'Culture',
] as const;

/**
 * What of an item may be set when it is created, in the order of the schema; all else is the server's own.
 * https://learn.microsoft.com/exchange/client-developer/exchange-web-services/ews-xml-elements-in-exchange
 */
export const SETTABLE: Readonly<Record<NewElement, readonly string[]>> = {
  Message: [
    ...COMMON,
    'Sender',
    'ToRecipients',
    'CcRecipients',
    'BccRecipients',
    'IsReadReceiptRequested',
    'IsDeliveryReceiptRequested',
    'From',
    'InternetMessageId',
    'IsRead',
    'IsResponseRequested',
    'References',
    'ReplyTo',
  ],
  PostItem: [...COMMON, 'From', 'InternetMessageId', 'IsRead', 'References', 'Sender'],
  CalendarItem: [
    // Servers work out when a meeting's reminder is due.
    ...COMMON.filter((name) => name !== 'ReminderDueBy'),
    'UID',
    'Start',
    'End',
    'IsAllDayEvent',
    'LegacyFreeBusyStatus',
    'Location',
    'IsResponseRequested',
    'RequiredAttendees',
    'OptionalAttendees',
    'Resources',
    'Recurrence',
    'MeetingTimeZone',
    'StartTimeZone',
    'EndTimeZone',
    'ConferenceType',
    'AllowNewTimeProposal',
    'MeetingWorkspaceUrl',
    'NetShowUrl',
  ],
  Contact: [
    ...COMMON,
    'FileAs',
    'FileAsMapping',
    'DisplayName',
    'GivenName',
    'Initials',
    'MiddleName',
    'Nickname',
    'CompanyName',
    'EmailAddresses',
    'PhysicalAddresses',
    'PhoneNumbers',
    'AssistantName',
    'Birthday',
    'BusinessHomePage',
    'Children',
    'Companies',
    'Department',
    'Generation',
    'ImAddresses',
    'JobTitle',
    'Manager',
    'Mileage',
    'OfficeLocation',
    'PostalAddressIndex',
    'Profession',
    'SpouseName',
    'Surname',
    'WeddingAnniversary',
  ],
  DistributionList: [...COMMON, 'DisplayName', 'FileAs', 'Members'],
  Task: [
    ...COMMON,
    'ActualWork',
    'BillingInformation',
    'Companies',
    'CompleteDate',
    'Contacts',
    'DueDate',
    'Mileage',
    'PercentComplete',
    'Recurrence',
    'StartDate',
    'Status',
    'TotalWork',
  ],
};

/** Children that name things of the old mailbox, or that only a server may say. */
const NEVER_INSIDE = new Set(['ItemId', 'OriginalDisplayName']);

/** The element in which an item is created; notes and journal entries are messages of another class. */
export function newElementFor(element: string, itemClass: string): NewElement {
  if (element in SETTABLE) return element as NewElement;
  return /^IPM\.POST\b/i.test(itemClass) ? 'PostItem' : 'Message';
}

/**
 * An element as it goes into a request: in the types namespace with our prefix, whatever the server's was; leaves
 * keep the bytes that they came in.
 */
export function rewrite(element: XmlElement): Piece[] {
  const pieces: Piece[] = [];
  rewriteInto(element, pieces);
  return pieces;
}

function rewriteInto(element: XmlElement, pieces: Piece[]): void {
  const attributes = attributesOf(element).map(({ name, raw }) => ` ${name}="${raw.replaceAll('"', '&quot;')}"`);
  const open = `<t:${element.name}${attributes.join('')}`;
  if (element.start === element.end) {
    pieces.push(`${open}/>`);
    return;
  }
  pieces.push(`${open}>`);
  if (element.children.length === 0) pieces.push(contentOf(element));
  else for (const inner of element.children) if (!NEVER_INSIDE.has(inner.name)) rewriteInto(inner, pieces);
  pieces.push(`</t:${element.name}>`);
}
