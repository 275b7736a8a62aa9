import type { Piece } from './bytes.ts';
import type { Connection } from './connection.ts';
import { getAttachmentBody } from './operations/get-attachment.ts';
import { requireMessage } from './responses.ts';
import { rewrite } from './elements.ts';
import { attributeOf, child, descend, type XmlElement } from './scan.ts';
import { embeddedItem, type Losses } from './typed.ts';

/** Of an attachment, what may be set, in the order of the schema. */
const SETTABLE_OF_ATTACHMENT = ['Name', 'ContentType', 'ContentId', 'ContentLocation', 'IsInline', 'IsContactPhoto'];

/** An item's attachments with their content, ready to be created with the copy. Throws FaultError. */
export async function readAttachments(
  connection: Connection,
  item: XmlElement,
  losses: Losses,
  signal: AbortSignal,
): Promise<Piece[]> {
  const pieces: Piece[] = [];
  for (const listed of child(item, 'Attachments')?.children ?? []) {
    const id = attributeOf(child(listed, 'AttachmentId'), 'Id');
    if (id === undefined || (listed.name !== 'FileAttachment' && listed.name !== 'ItemAttachment')) {
      losses.push('An attachment that is only a link was left out.');
      continue;
    }
    const response = await connection.call({ operation: 'GetAttachment', body: () => getAttachmentBody(id), signal });
    const attachment = descend(requireMessage(response, connection.side), 'Attachments')?.children[0];
    if (attachment) pieces.push(...newAttachment(attachment, losses));
  }
  return pieces;
}

function newAttachment(attachment: XmlElement, losses: Losses): Piece[] {
  const head = SETTABLE_OF_ATTACHMENT.flatMap((name) => {
    const found = child(attachment, name);
    return found === undefined || found.start === found.end ? [] : rewrite(found);
  });
  if (attachment.name === 'FileAttachment') {
    const content = child(attachment, 'Content');
    return ['<t:FileAttachment>', ...head, ...(content ? rewrite(content) : []), '</t:FileAttachment>'];
  }
  const item = attachment.children.find(({ name }) => EMBEDDED.has(name));
  const inner = item === undefined ? [] : embeddedItem(item, losses);
  return inner.length === 0 ? [] : ['<t:ItemAttachment>', ...head, ...inner, '</t:ItemAttachment>'];
}

const EMBEDDED = new Set([
  'Item',
  'Message',
  'SharingMessage',
  'CalendarItem',
  'Contact',
  'MeetingMessage',
  'MeetingRequest',
  'MeetingResponse',
  'MeetingCancellation',
  'Task',
  'PostItem',
]);
