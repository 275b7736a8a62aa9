import { FaultError } from '../engine/fault.ts';
import type { Piece } from './bytes.ts';
import type { Connection } from './connection.ts';
import { makeFault, responseFault } from './faults.ts';
import { getAttachmentBody } from './operations/get-attachment.ts';
import { responseMessages } from './responses.ts';
import { rewrite } from './elements.ts';
import { attributeOf, child, childText, descend, type XmlElement } from './scan.ts';
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
  for (const ids of batches(child(item, 'Attachments')?.children ?? [], losses)) {
    const response = await connection.call({ operation: 'GetAttachment', body: () => getAttachmentBody(ids), signal });
    const messages = responseMessages(response);
    if (messages.length < ids.length) throw new FaultError(missing(connection));
    for (const message of messages) {
      const fault = responseFault(message, connection.side);
      if (fault) throw new FaultError(fault);
      const attachment = descend(message, 'Attachments')?.children[0];
      if (attachment) pieces.push(...newAttachment(attachment, losses));
    }
  }
  return pieces;
}

/** Ids by the call: many small ones in one, large ones alone. */
function batches(listed: readonly XmlElement[], losses: Losses): string[][] {
  const found: string[][] = [];
  let open: { ids: string[]; bytes: number } | undefined;
  for (const attachment of listed) {
    const id = attributeOf(child(attachment, 'AttachmentId'), 'Id');
    if (id === undefined || (attachment.name !== 'FileAttachment' && attachment.name !== 'ItemAttachment')) {
      losses.push('An attachment that is only a link was left out.');
      continue;
    }
    // Exchange 2007 does not tell the size; then each goes alone.
    const bytes = Number(childText(attachment, 'Size') ?? BATCH_BYTES);
    if (open === undefined || open.bytes + bytes > BATCH_BYTES || open.ids.length >= BATCH_IDS) {
      open = { ids: [], bytes: 0 };
      found.push(open.ids);
    }
    open.ids.push(id);
    open.bytes += bytes;
  }
  return found;
}

const BATCH_BYTES = 4_000_000;
const BATCH_IDS = 20;

function missing(connection: Connection) {
  return makeFault('transient', 'item', 'missing-result', 'The server left an attachment out.', connection.side);
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
