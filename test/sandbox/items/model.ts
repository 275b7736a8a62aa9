/**
 * A typed field as the wire has it: text, or an element with attributes and children. One shape carries every
 * schema type, so that nothing is lost between CreateItem and GetItem.
 */
export type Value = string | { a?: Record<string, string>; x?: string; c?: [name: string, value: Value][] };

export type ItemElement =
  | 'Item'
  | 'Message'
  | 'CalendarItem'
  | 'Contact'
  | 'DistributionList'
  | 'MeetingMessage'
  | 'MeetingRequest'
  | 'MeetingResponse'
  | 'MeetingCancellation'
  | 'Task'
  | 'PostItem';

/** A part of the MIME content: half-open byte range and how to decode it. */
export type MimeRange = { start: number; end: number; encoding: string; charset?: string };

/** What a reference attachment points at: its elements by name. */
export const REFERENCE_FIELDS = [
  'AttachLongPathName',
  'ProviderType',
  'ProviderEndpointUrl',
  'AttachmentThumbnailUrl',
  'AttachmentPreviewUrl',
  'PermissionType',
  'OriginalPermissionType',
  'AttachmentIsFolder',
] as const;

/** Element of an attachment on the wire. */
export const ATTACHMENT_ELEMENT = {
  file: 'FileAttachment',
  item: 'ItemAttachment',
  reference: 'ReferenceAttachment',
} as const;

export type Attachment = {
  kind: keyof typeof ATTACHMENT_ELEMENT;
  name: string;
  contentType?: string;
  contentId?: string;
  contentLocation?: string;
  isInline?: boolean;
  isContactPhoto?: boolean;
  reference?: Partial<Record<(typeof REFERENCE_FIELDS)[number], string>>;
  modifiedAt?: number;
  sizeBytes: number;
  /** Where the content lies in the item's MIME; absent when it has content or an item of its own. */
  range?: MimeRange;
  /** Original start of the exception that it belongs to; without, it is the item's own. */
  occurrence?: number;
};

export type Exception = {
  /** Milliseconds since 1970. */
  originalStart: number;
  fields: Record<string, Value>;
  named: Record<string, NamedValue>;
  /** A body of its own. */
  body?: { kind: 'HTML' | 'Text'; text: string };
};

/** MAPI properties by canonical key (see extended.ts). Arrays for the multi-valued types. */
export type NamedValue = string | string[];

/** What is stored in the properties column: everything that has no column of its own. */
export type Properties = {
  fields: Record<string, Value>;
  named: Record<string, NamedValue>;
  body?: { kind: 'HTML' | 'Text'; text: string };
  /** Bodies inside the MIME content. */
  text?: MimeRange;
  html?: MimeRange;
  exceptions?: Exception[];
  /** Original starts of deleted occurrences. */
  deleted?: number[];
  /** A read or non-read receipt went out already. */
  isReceiptSent?: boolean;
  /** Character set of the MIME content where it is not UTF-8. */
  mimeCharset?: string;
};

export type Item = {
  id: number;
  mailbox: number;
  folder: number;
  /** The item that this one is attached to. */
  owner?: number;
  element: ItemElement;
  itemClass: string;
  isAssociated: boolean;
  isRead: boolean;
  isDraft: boolean;
  subject: string;
  /** Milliseconds since 1970, like every instant here. */
  receivedAt?: number;
  sentAt?: number;
  createdAt: number;
  modifiedAt: number;
  messageId?: string;
  sizeBytes: number;
  hasMime: boolean;
  attachmentCount: number;
  change: number;
  properties: Properties;
};

export type NewAttachment = Attachment & { content?: Iterable<Uint8Array>; item?: NewItem };

/** An item before it is in the store. */
export type NewItem = Omit<
  Item,
  'id' | 'mailbox' | 'folder' | 'owner' | 'sizeBytes' | 'hasMime' | 'attachmentCount' | 'change'
> & { mime?: Iterable<Uint8Array>; attachments: NewAttachment[] };

const ELEMENTS: readonly (readonly [prefix: string, element: ItemElement])[] = [
  ['ipm.schedule.meeting.request', 'MeetingRequest'],
  ['ipm.schedule.meeting.resp', 'MeetingResponse'],
  ['ipm.schedule.meeting.canceled', 'MeetingCancellation'],
  ['ipm.schedule.meeting', 'MeetingMessage'],
  ['ipm.note', 'Message'],
  ['report', 'Message'],
  ['ipm.recall', 'Message'],
  ['ipm.sharing', 'Message'],
  ['ipm.appointment', 'CalendarItem'],
  ['ipm.contact', 'Contact'],
  ['ipm.distlist', 'DistributionList'],
  ['ipm.task', 'Task'],
  ['ipm.post', 'PostItem'],
];

/** Which element an item of a class is on the wire. */
export function elementOf(itemClass: string): ItemElement {
  const lower = itemClass.toLowerCase();
  for (const [prefix, element] of ELEMENTS)
    if (lower === prefix || lower.startsWith(`${prefix}.`) || (prefix.endsWith('resp') && lower.startsWith(prefix)))
      return element;
  return 'Item';
}

export const CLASS_OF: Readonly<Record<ItemElement, string>> = {
  Item: 'IPM.Note',
  Message: 'IPM.Note',
  CalendarItem: 'IPM.Appointment',
  Contact: 'IPM.Contact',
  DistributionList: 'IPM.DistList',
  MeetingMessage: 'IPM.Schedule.Meeting',
  MeetingRequest: 'IPM.Schedule.Meeting.Request',
  MeetingResponse: 'IPM.Schedule.Meeting.Resp.Pos',
  MeetingCancellation: 'IPM.Schedule.Meeting.Canceled',
  Task: 'IPM.Task',
  PostItem: 'IPM.Post',
};

/** Elements that carry the fields of a message. */
export const isMessageLike = (element: ItemElement): boolean => element === 'Message' || element.startsWith('Meeting');

/** A new item with the usual defaults. */
export function newItem(itemClass: string, now: number): NewItem {
  return {
    element: elementOf(itemClass),
    itemClass,
    isAssociated: false,
    isRead: true,
    isDraft: false,
    subject: '',
    createdAt: now,
    modifiedAt: now,
    properties: { fields: {}, named: {} },
    attachments: [],
  };
}
