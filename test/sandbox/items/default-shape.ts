import type { ItemElement } from './model.ts';

const BASE = ['Subject', 'HasAttachments'];
const MESSAGE = [
  ...BASE,
  'Sensitivity',
  'Body',
  'Attachments',
  'Size',
  'Importance',
  'DateTimeSent',
  'DateTimeCreated',
  'ToRecipients',
  'CcRecipients',
  'BccRecipients',
  'IsReadReceiptRequested',
  'IsDeliveryReceiptRequested',
  'From',
  'IsRead',
  'InternetMessageId',
  'References',
  'ReplyTo',
];
const CALENDAR = ['Start', 'End', 'LegacyFreeBusyStatus', 'Location', 'CalendarItemType', 'Organizer', 'IsRecurring'];

/** What the Default shape gives of each kind of item, besides the id. */
export const DEFAULT_FIELDS: Readonly<Record<ItemElement, readonly string[]>> = {
  Item: [...BASE, 'ItemClass', 'Body', 'Attachments', 'DateTimeReceived', 'Size'],
  Message: MESSAGE,
  MeetingMessage: MESSAGE,
  MeetingRequest: [...MESSAGE, ...CALENDAR],
  MeetingResponse: MESSAGE,
  MeetingCancellation: MESSAGE,
  CalendarItem: [...BASE, ...CALENDAR, 'Body', 'Attachments', 'RequiredAttendees', 'OptionalAttendees', 'Recurrence'],
  Contact: [
    ...BASE,
    'FileAs',
    'DisplayName',
    'CompanyName',
    'CompleteName',
    'EmailAddresses',
    'PhysicalAddresses',
    'PhoneNumbers',
    'ImAddresses',
    'JobTitle',
    'Attachments',
  ],
  Task: [...BASE, 'Body', 'DueDate', 'PercentComplete', 'StartDate', 'Status', 'IsComplete', 'Attachments'],
  PostItem: [...BASE, 'Body', 'Attachments', 'From', 'PostedTime', 'DateTimeSent', 'Size'],
  DistributionList: [...BASE, 'DisplayName', 'FileAs', 'ContactSource', 'Members'],
};
