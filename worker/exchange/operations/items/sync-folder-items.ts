import { toIsoSecond } from '../../../lib/clock.ts';
import type { ItemFacts } from '../../../engine/model/item.ts';
import type { Change, ChangePage } from '../../../engine/model/mailbox.ts';
import type { Piece } from '../../xml/bytes.ts';
import { xml, type Xml } from '../../xml/template.ts';
import { additionalProperties, extendedFieldUri, extendedValue, fieldUri, MARKER } from '../properties.ts';
import { attributeOf, child, childText, type XmlElement } from '../../xml/scan.ts';
import { LISTED_FIELDS, shownFields } from './listed-fields.ts';

/** The most that servers give in one call. */
const SYNC_PAGE = 512;

/** What is asked of changed items, from everything down to ids; some servers refuse some properties. */
export const FACT_SHAPES = ['full', 'elements', 'message', 'ids'] as const;
export type FactShape = (typeof FACT_SHAPES)[number];

const ITEM_FIELDS = [
  'item:ItemClass',
  'item:Size',
  'item:DateTimeReceived',
  'item:DateTimeSent',
  'item:LastModifiedTime',
  'item:Subject',
];
const MESSAGE_FIELDS = ['message:IsRead', 'message:InternetMessageId', 'message:From'];
const CALENDAR_FIELDS = ['calendar:UID', 'calendar:Start'];

const ELEMENTS = xml`${[...ITEM_FIELDS, ...MESSAGE_FIELDS, ...CALENDAR_FIELDS].map(fieldUri)}`;

const SHAPES: Record<FactShape, Xml | undefined> = {
  full: xml`${ELEMENTS}${extendedFieldUri(MARKER)}`,
  elements: ELEMENTS,
  message: xml`${[...ITEM_FIELDS, ...MESSAGE_FIELDS].map(fieldUri)}`,
  ids: undefined,
};

const OF_SOURCE = xml`${SHAPES.full ?? ''}${LISTED_FIELDS}`;

/** The properties of a shape; copies are held against nothing but their facts. */
export function factsIn(shape: FactShape, isSource: boolean): Xml | undefined {
  return shape === 'full' && isSource ? OF_SOURCE : SHAPES[shape];
}

export type SyncRequest = {
  folderId: string;
  /** From the previous page; without it, the folder is read from the start. */
  syncState?: string | undefined;
  properties: Xml | undefined;
  /** Changes in the answer, at most. */
  most?: number;
};

/**
 * What changed in a folder since a sync state, or everything that is in it.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/syncfolderitems-operation
 */
export function syncFolderItemsBody({ folderId, syncState, properties, most = SYNC_PAGE }: SyncRequest): Piece[] {
  return [
    xml`
      <m:SyncFolderItems>
        <m:ItemShape><t:BaseShape>IdOnly</t:BaseShape>${additionalProperties(properties)}</m:ItemShape>
        <m:SyncFolderId><t:FolderId Id="${folderId}"/></m:SyncFolderId>
        ${syncState === undefined ? '' : xml`<m:SyncState>${syncState}</m:SyncState>`}
        <m:MaxChangesReturned>${most}</m:MaxChangesReturned>
      </m:SyncFolderItems>`,
  ];
}

/** The page in a response message. An answer that leaves the state out keeps the one it was asked with. */
export function readChangePage(message: XmlElement, asked: string | undefined): ChangePage {
  const changes: Change[] = [];
  for (const change of child(message, 'Changes')?.children ?? []) {
    const read = readChange(change);
    if (read) changes.push(read);
  }
  const syncState = childText(message, 'SyncState') ?? asked ?? '';
  const last = childText(message, 'IncludesLastItemInRange') ?? 'true';
  return { changes, syncState, isLast: last.trim() !== 'false' };
}

function readChange(change: XmlElement): Change | undefined {
  const id = attributeOf(child(change, 'ItemId'), 'Id');
  if (change.name === 'Delete') return id === undefined ? undefined : { kind: 'delete', id };
  if (change.name === 'ReadFlagChange') {
    const changeKey = attributeOf(child(change, 'ItemId'), 'ChangeKey');
    if (id === undefined) return undefined;
    return { kind: 'read-flag', id, isRead: childText(change, 'IsRead') === 'true', ...(changeKey && { changeKey }) };
  }
  const element = change.children[0];
  if (element === undefined || (change.name !== 'Create' && change.name !== 'Update')) return undefined;
  return { kind: change.name === 'Create' ? 'create' : 'update', item: readFacts(element) };
}

/** What an item's element says of it; a class that the server left out follows from the element. */
export function readFacts(element: XmlElement): ItemFacts {
  const itemId = child(element, 'ItemId');
  const isRead = childText(element, 'IsRead');
  const facts: ItemFacts = {
    id: attributeOf(itemId, 'Id') ?? '',
    changeKey: attributeOf(itemId, 'ChangeKey') ?? '',
    itemClass: childText(element, 'ItemClass') ?? CLASS_OF_ELEMENT[element.name] ?? 'IPM.Note',
    sizeBytes: Number(childText(element, 'Size') ?? 0) || 0,
  };
  if (isRead !== undefined) facts.isRead = isRead.trim() === 'true';
  const optional = {
    messageId: childText(element, 'InternetMessageId'),
    receivedAt: toSecond(childText(element, 'DateTimeReceived')),
    sentAt: toSecond(childText(element, 'DateTimeSent')),
    uid: childText(element, 'UID'),
    startAt: toSecond(childText(element, 'Start')),
    modifiedAt: childText(element, 'LastModifiedTime'),
    subject: childText(element, 'Subject'),
    sender: senderOf(element),
    marker: extendedValue(element, MARKER),
    shows: shownFields(element),
  };
  for (const [key, value] of Object.entries(optional)) if (value) Object.assign(facts, { [key]: value });
  return facts;
}

/** Servers show people of their own directory by an internal name: then the display name is more useful. */
function senderOf(element: XmlElement): string | undefined {
  const from = child(child(element, 'From'), 'Mailbox');
  const address = childText(from, 'EmailAddress');
  return address?.includes('@') ? address : childText(from, 'Name');
}

/** ISO 8601 in UTC, to the second; undefined for what is no date. One without a zone is taken for UTC. */
function toSecond(text: string | undefined): string | undefined {
  const given = text?.trim() ?? '';
  const at = Date.parse(/T[\d:.]+$/.test(given) ? `${given}Z` : given);
  return Number.isNaN(at) ? undefined : toIsoSecond(at);
}

const CLASS_OF_ELEMENT: Record<string, string> = {
  CalendarItem: 'IPM.Appointment',
  Contact: 'IPM.Contact',
  DistributionList: 'IPM.DistList',
  Task: 'IPM.Task',
  PostItem: 'IPM.Post',
  MeetingRequest: 'IPM.Schedule.Meeting.Request',
  MeetingCancellation: 'IPM.Schedule.Meeting.Canceled',
  MeetingResponse: 'IPM.Schedule.Meeting.Resp.Pos',
};
