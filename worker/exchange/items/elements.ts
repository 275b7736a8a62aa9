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
 * The elements of an item that may be set on creation, in schema order; the server sets the others.
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
    'StartTimeZone',
    'ConferenceType',
    'AllowNewTimeProposal',
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

/**
 * The element in which an item is created; notes and journal entries are messages of another class. What a server has
 * no element of its own for is known by its class.
 */
export function newElementFor(element: string, itemClass: string): NewElement {
  if (element in SETTABLE) return element as NewElement;
  if (element === 'Item' && /^IPM\.DistList\b/i.test(itemClass)) return 'DistributionList';
  return /^IPM\.POST\b/i.test(itemClass) ? 'PostItem' : 'Message';
}
