import { EwsError } from '../operations/errors.ts';
import { elementsOf } from '../schema/grammar.ts';
import { GRAMMAR } from '../schema/index-of-types.ts';
import { child, type Node, textOf } from '../xml/node.ts';
import { readExtended, setExtended } from './extended.ts';
import { itemFromIcs } from './ics-parse.ts';
import { localise, type RequestClock } from './localise.ts';
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
  REFERENCE_FIELDS,
} from './model.ts';
import { nameEntries } from './named-fields.ts';
import { isReadOnly, readOnlyError } from './read-only.ts';
import { settleNew } from './settle.ts';
import { noteTaskState } from './task-state.ts';
import { valueOfNode } from './values.ts';

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
  if (isReadOnly(node.name)) throw readOnlyError(wire, node.name);
  const type = typedFields(wire).get(node.name)?.type ?? 'string';
  properties.fields[node.name] = valueOfNode(node, type);
  if (item.element === 'Task') noteTaskState(properties.fields, node.name);
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
  if (node.name === 'ReferenceAttachment') {
    attachment.kind = 'reference';
    attachment.reference = {};
    for (const name of REFERENCE_FIELDS) {
      const value = text(name);
      if (value !== undefined) attachment.reference[name] = value;
    }
    return attachment;
  }
  attachment.kind = 'item';
  const inner = node.children.at(-1);
  if (!inner || !typedFields('ItemAttachment').has(inner.name) || inner.name === 'IsInline')
    throw new EwsError('ErrorMissingItemForCreateItemAttachment');
  if (inner.name.startsWith('Meeting')) throw new EwsError('ErrorInvalidItemForOperationCreateItemAttachment');
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
export function itemOfNode(
  node: Node,
  now: number,
  mailboxName: string,
  clock: RequestClock = { level: 16 },
): { item: NewItem; hasFlags: boolean } {
  localise(node, clock);
  const wire = node.name as ItemElement;
  // Meeting messages come of sending and answering meetings; no client makes them.
  if (wire.startsWith('Meeting')) throw new EwsError('ErrorInvalidItemForOperationCreateItem');
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
  nameEntries(item);
  const attachments = child(node, 'Attachments');
  if (attachments) item.attachments.push(...attachmentsOfNode(attachments, now, mailboxName));
  const hasFlags = node.children.some(
    (each) => each.name === 'ExtendedProperty' && Number(each.children[0]?.attributes['PropertyTag']) === 0x0e07,
  );
  if (isMessageLike(item.element) && !hasFlags) item.isDraft = true;
  settleNew(item, now, mailboxName, clock);
  return { item, hasFlags };
}
