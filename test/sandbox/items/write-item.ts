import { EwsError } from '../errors.ts';
import { elementsOf } from '../schema/grammar.ts';
import { GRAMMAR } from '../schema/index-of-types.ts';
import { child, type Node, textOf } from '../xml/node.ts';
import { readExtended, setExtended } from './extended.ts';
import { itemFromIcs } from './ics-parse.ts';
import { itemFromMime } from './mime-item.ts';
import {
  CLASS_OF,
  elementOf,
  isMessageLike,
  type Item,
  type ItemElement,
  type NewAttachment,
  type NewItem,
  newItem,
  type Value,
} from './model.ts';
import { fieldText, parseInstant, valueOfNode } from './values.ts';

/** Fields that only the server sets; a client that sends them is refused. */
const READ_ONLY = new Set(
  'ItemId ParentFolderId DateTimeReceived Size IsSubmitted IsDraft IsFromMe IsResend IsUnmodified InternetMessageHeaders DateTimeSent DateTimeCreated ResponseObjects DisplayCc DisplayTo DisplayBcc HasAttachments EffectiveRights LastModifiedName LastModifiedTime IsAssociated WebClientReadFormQueryString WebClientEditFormQueryString ConversationId UniqueBody StoreEntryId InstanceKey NormalizedBody Preview TextBody IconIndex ReminderNextTime AssociatedCalendarItemId IsDelegated IsOutOfDate HasBeenProcessed ResponseType RecurrenceId DateTimeStamp OriginalStart IsMeeting IsCancelled IsRecurring MeetingRequestWasSent CalendarItemType MyResponseType Organizer ConflictingMeetingCount AdjacentMeetingCount Duration TimeZone AppointmentReplyTime AppointmentSequenceNumber AppointmentState FirstOccurrence LastOccurrence ModifiedOccurrences DeletedOccurrences StartWallClock EndWallClock StartTimeZoneId EndTimeZoneId IsOrganizer CompleteName HasPicture ContactSource AssignedTime ChangeCount DelegationState Delegator IsAssignmentEditable IsComplete IsTeamTask Owner PostedTime'.split(
    ' ',
  ),
);

const isTrue = (text: string): boolean => /^(?:true|1)$/.test(text.trim());

type Typed = { name: string; type: string };

const typedCache = new Map<string, Map<string, Typed>>();

function typedFields(element: string): Map<string, Typed> {
  let fields = typedCache.get(element);
  if (!fields) {
    fields = new Map(elementsOf(GRAMMAR, element).map(({ name, type }) => [name, { name, type }]));
    typedCache.set(element, fields);
  }
  return fields;
}

/** Sets one typed field from its element. `wire` is the element that the request speaks of. */
export function setField(item: Item | NewItem, node: Node, wire: ItemElement): void {
  const { properties } = item;
  switch (node.name) {
    case 'MimeContent':
    case 'Attachments':
      return;
    case 'ItemClass':
      item.itemClass = node.text.trim();
      item.element = elementOf(item.itemClass);
      return;
    case 'Subject':
      item.subject = node.text;
      return;
    case 'Body':
      properties.body = { kind: node.attributes['BodyType'] as 'HTML' | 'Text', text: node.text };
      delete properties.text;
      delete properties.html;
      return;
    case 'IsRead':
      item.isRead = isTrue(node.text);
      return;
    case 'InternetMessageId':
      item.messageId = node.text.trim();
      return;
    case 'ExtendedProperty': {
      const { path, value } = readExtended(node);
      setExtended(item, path, value);
      return;
    }
    default:
      break;
  }
  if (READ_ONLY.has(node.name)) throw new EwsError('ErrorInvalidPropertySet');
  const type = typedFields(wire).get(node.name)?.type ?? 'string';
  properties.fields[node.name] = valueOfNode(node, type);
}

function attachmentOfNode(node: Node, now: number, mailboxName: string): NewAttachment {
  const attachment: NewAttachment = { kind: 'file', name: textOf(node, 'Name') ?? '', sizeBytes: 0, modifiedAt: now };
  const text = (name: string): string | undefined => textOf(node, name);
  const contentType = text('ContentType');
  const contentId = text('ContentId');
  const location = text('ContentLocation');
  if (contentType) attachment.contentType = contentType;
  if (contentId) attachment.contentId = contentId;
  if (location) attachment.contentLocation = location;
  attachment.isInline = isTrue(text('IsInline') ?? 'false');
  if (node.name === 'FileAttachment') {
    if (isTrue(text('IsContactPhoto') ?? 'false')) attachment.isContactPhoto = true;
    const spool = child(node, 'Content')?.spool;
    if (spool && !spool.isBase64)
      throw new EwsError('ErrorInvalidAttachmentId', 'The content of the attachment is not base64.');
    attachment.content = spool ? spool.pieces() : [];
    if (spool) attachment.sizeBytes = spool.lengthBytes;
    return attachment;
  }
  attachment.kind = 'item';
  const inner = node.children.at(-1);
  if (!inner || !typedFields('ItemAttachment').has(inner.name) || inner.name === 'IsInline')
    throw new EwsError('ErrorRequiredPropertyMissing');
  attachment.item = itemOfNode(inner, now, mailboxName).item;
  if (!attachment.name) attachment.name = attachment.item.subject;
  return attachment;
}

/** The attachments in an Attachments element. */
export const attachmentsOfNode = (node: Node, now: number, mailboxName: string): NewAttachment[] =>
  node.children.map((each) => attachmentOfNode(each, now, mailboxName));

function fromMime(node: Node, element: ItemElement, now: number): NewItem {
  const mime = child(node, 'MimeContent') as Node;
  if (!mime.spool?.isBase64) throw new EwsError('ErrorMimeContentInvalidBase64String');
  if (mime.spool.lengthBytes === 0) throw new EwsError('ErrorMimeContentInvalid');
  const bytes = mime.spool.all();
  if (element === 'CalendarItem') return itemFromIcs(bytes, now);
  if (isMessageLike(element) || element === 'PostItem') return itemFromMime(bytes, now);
  throw new EwsError('ErrorUnsupportedMimeConversion');
}

/**
 * Makes an item of what CreateItem was given. `hasFlags` tells whether 0x0E07 came with it: without, a message is
 * a draft, for good.
 */
export function itemOfNode(node: Node, now: number, mailboxName: string): { item: NewItem; hasFlags: boolean } {
  const wire = node.name as ItemElement;
  const itemClass = textOf(node, 'ItemClass') || CLASS_OF[wire];
  const element = elementOf(itemClass);
  if (element !== wire && wire !== 'Item' && !(wire === 'Message' && (element === 'Item' || isMessageLike(element))))
    throw new EwsError('ErrorObjectTypeChanged');
  let item = newItem(itemClass, now);
  if (child(node, 'MimeContent')) {
    item = fromMime(node, element, now);
    // Dates of arrival are the server's own unless the request sets the property; the class is the client's.
    item.receivedAt = now;
    if (textOf(node, 'ItemClass')) {
      item.itemClass = itemClass;
      item.element = element;
    } else if (element === 'PostItem') {
      item.itemClass = CLASS_OF.PostItem;
      item.element = element;
    }
  }
  for (const each of node.children) setField(item, each, wire === 'Item' ? item.element : wire);
  const attachments = child(node, 'Attachments');
  if (attachments) item.attachments.push(...attachmentsOfNode(attachments, now, mailboxName));
  const hasFlags = node.children.some(
    (each) => each.name === 'ExtendedProperty' && Number(each.children[0]?.attributes['PropertyTag']) === 0x0e07,
  );
  if (isMessageLike(item.element) && !hasFlags) item.isDraft = true;
  finish(item, now, mailboxName);
  return { item, hasFlags };
}

/** What the server adds by itself when it saves a new item. */
function finish(item: NewItem, now: number, mailboxName: string): void {
  const { fields } = item.properties;
  item.receivedAt ??= now;
  const owner: Value = {
    c: [
      [
        'Mailbox',
        {
          c: [
            ['Name', mailboxName],
            ['EmailAddress', mailboxName],
            ['RoutingType', 'SMTP'],
          ],
        },
      ],
    ],
  };
  if (item.element === 'CalendarItem') {
    checkTimes(fields);
    if (!fields['UID']) fields['UID'] = globalId();
    fields['Organizer'] ??= owner;
    fields['DateTimeStamp'] ??= new Date(now).toISOString().replace(/\.\d+/, '');
    fields['IsAllDayEvent'] ??= 'false';
    if (fields['ReminderMinutesBeforeStart'] === undefined) fields['ReminderMinutesBeforeStart'] = '15';
  }
  if (item.element === 'Task' && fields['Status'] === 'Completed') {
    fields['PercentComplete'] = '100';
    fields['CompleteDate'] ??= new Date(now).toISOString().replace(/\.\d+/, '');
  }
  if (item.element === 'Contact' && typeof fields['FileAs'] === 'string' && !item.subject)
    item.subject = fields['FileAs'];
  if (item.element === 'DistributionList' && typeof fields['DisplayName'] === 'string' && !item.subject)
    item.subject = fields['DisplayName'];
  if (item.element === 'Contact' && typeof fields['DisplayName'] === 'string' && !item.subject)
    item.subject = fields['DisplayName'];
  if (item.element === 'PostItem') {
    fields['From'] ??= owner;
    fields['Sender'] ??= owner;
  }
  if (isMessageLike(item.element) && !item.messageId) item.messageId = `<${crypto.randomUUID()}@sandbox.invalid>`;
}

function checkTimes(fields: Record<string, Value>): void {
  const now = new Date().toISOString().slice(0, 13);
  fields['Start'] ??= `${now}:00:00Z`;
  fields['End'] ??= `${now}:30:00Z`;
  const start = parseInstant(fieldText(fields, 'Start') ?? '');
  const end = parseInstant(fieldText(fields, 'End') ?? '');
  if (end < start) throw new EwsError('ErrorCalendarEndDateIsEarlierThanStartDate');
}

const globalId = (): string =>
  `040000008200E00074C5B7101A82E008${crypto.randomUUID().replaceAll('-', '').toUpperCase()}000000001000000${crypto.randomUUID().replaceAll('-', '').toUpperCase().slice(0, 31)}`;
