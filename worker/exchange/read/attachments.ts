import { FaultError, type Fault, type FaultKind } from '../../engine/model/fault.ts';
import type { Piece } from '../xml/bytes.ts';
import type { Connection } from '../client/connection.ts';
import { rewrite } from '../items/rewrite.ts';
import { makeFault } from '../faults/make-fault.ts';
import { responseFault } from '../faults/response-faults.ts';
import { mimeProperties } from '../items/mime.ts';
import { getAttachmentBody } from '../operations/items/get-attachment.ts';
import { MIME_CONTENT } from '../operations/items/get-item.ts';
import { requireMessage, responseMessages } from '../client/responses.ts';
import { attributeOf, child, childText, descend, type XmlElement } from '../xml/scan.ts';
import { xml } from '../xml/template.ts';
import {
  FILE_CLOSE,
  FILE_OPEN,
  ITEM_CLOSE,
  ITEM_OPEN,
  type Omissions,
  type NewAttachment,
} from '../items/attendant.ts';
import { embeddedItem } from '../items/typed-item.ts';
import { typedProperties } from '../items/typed-shape.ts';
import { embeddedIn, headOf, isMessage, nameOf } from './attachment-head.ts';

/** From this size on an attachment streams; what is smaller is read with others into memory. */
const STREAM_FROM_BYTES = 2_000_000;
const BATCH_BYTES = 4_000_000;
const BATCH_IDS = 20;
/** The schema has an element for it, which its reference keeps for servers (AttachLongPathName: internal use only). */
const LINK =
  'An attachment was left out, because it is only a link to a file stored elsewhere. The file itself is not affected.';

/** What is said of an item without an attachment that its server lists and does not give. */
const UNREADABLE = 'An attachment was left out, because the source lists it but does not return it.';

/** Exchange 2007 to 2010 SP2 give only attached messages, posts and appointments as MIME. */
const NO_MIME_FORM = 'ErrorUnsupportedMimeConversion';

/** Deeper than people nest letters; a guard against a server that answers with ever more. */
const MAX_DEPTH = 8;

/**
 * An item's attachments in their order, ready to be created with the copy or after it. `itemBytes` is the whole
 * item's size: Exchange 2007 does not tell that of an attachment. Throws FaultError.
 */
export async function readAttachments(
  connection: Connection,
  item: XmlElement,
  itemBytes: number,
  omissions: Omissions,
  signal: AbortSignal,
  depth = 0,
): Promise<NewAttachment[]> {
  const found: NewAttachment[] = [];
  let batch: string[] = [];
  let bytes = 0;
  const flush = async () => {
    if (batch.length > 0) found.push(...(await readSmall(connection, item, batch, omissions, signal, depth)));
    batch = [];
    bytes = 0;
  };
  for (const attachment of child(item, 'Attachments')?.children ?? []) {
    const id = attributeOf(child(attachment, 'AttachmentId'), 'Id');
    if (id === undefined || (attachment.name !== 'FileAttachment' && attachment.name !== 'ItemAttachment')) {
      omissions.push(LINK);
      continue;
    }
    const size = Number(childText(attachment, 'Size') ?? itemBytes) || 0;
    if (size >= STREAM_FROM_BYTES && depth === 0) {
      await flush();
      found.push(await largeAttachment(connection, item, attachment, id, omissions, signal));
      continue;
    }
    if (bytes + size > BATCH_BYTES || batch.length >= BATCH_IDS) await flush();
    batch.push(id);
    bytes += size;
  }
  await flush();
  return found;
}

async function readSmall(
  connection: Connection,
  owner: XmlElement,
  ids: readonly string[],
  omissions: Omissions,
  signal: AbortSignal,
  depth: number,
): Promise<NewAttachment[]> {
  const messages = await askForSmall(connection, ids, true, signal);
  const bare = ids.filter((_, index) => codeOf(connection, messages[index]) === NO_MIME_FORM);
  const asElements = bare.length > 0 ? await askForSmall(connection, bare, false, signal) : [];
  const elements = new Map(bare.map((id, index) => [id, asElements[index]]));
  const found: NewAttachment[] = [];
  for (const [index, id] of ids.entries()) {
    const message = elements.get(id) ?? messages[index];
    const fault = message && responseFault(message, connection.side);
    if (fault && isOfAttachment(fault)) {
      omissions.push(UNREADABLE);
      continue;
    }
    if (fault) throw new FaultError(fault);
    const attachment = descend(message, 'Attachments')?.children[0];
    if (attachment === undefined) throw new FaultError(missing(connection));
    const pieces = await wholeAttachment(connection, owner, attachment, omissions, signal, depth);
    if (pieces.length === 0) continue;
    const bytes = attachment.end - attachment.start;
    found.push({ name: nameOf(attachment), pieces, bytes, ...(isEmptyFile(attachment) && { isEmpty: true }) });
  }
  return found;
}

/** One message for each. What a server passes over after the fault of one attachment is asked for again. */
async function askForSmall(
  connection: Connection,
  ids: readonly string[],
  withMime: boolean,
  signal: AbortSignal,
): Promise<XmlElement[]> {
  const response = await connection.call({
    operation: 'GetAttachment',
    body: (version) => getAttachmentBody(ids, withMime, typedProperties(version)),
    signal,
  });
  const messages = responseMessages(response);
  if (messages.length < ids.length) throw new FaultError(missing(connection));
  const faults = messages.map((message) => responseFault(message, connection.side));
  const end = faults.findIndex((fault) => fault?.kind === 'not-processed');
  if (end < 0) return messages;
  // What ended the batch, where it is no single attachment's; with nothing before it there is no progress.
  const cause = faults.slice(0, end).find((fault) => fault && !isOfAttachment(fault)) ?? (end === 0 && faults[0]);
  if (cause) throw new FaultError(cause);
  return [...messages.slice(0, end), ...(await askForSmall(connection, ids.slice(end), withMime, signal))];
}

function isEmptyFile(attachment: XmlElement): boolean {
  const content = child(attachment, 'Content');
  return attachment.name === 'FileAttachment' && (content === undefined || content.start === content.end);
}

function codeOf(connection: Connection, message: XmlElement | undefined): string | undefined {
  return message && responseFault(message, connection.side)?.code;
}

/** An attachment that came with its content; what hangs on an attached item is read as well. */
async function wholeAttachment(
  connection: Connection,
  owner: XmlElement,
  attachment: XmlElement,
  omissions: Omissions,
  signal: AbortSignal,
  depth: number,
): Promise<Piece[]> {
  const head = headOf(attachment, owner);
  if (attachment.name === 'FileAttachment') {
    const content = child(attachment, 'Content');
    return [FILE_OPEN, ...head, ...(content ? rewrite(content) : [xml`<t:Content/>`]), FILE_CLOSE];
  }
  const item = embeddedIn(attachment);
  if (item === undefined) return [];
  const hasMime = (child(item, MIME_CONTENT)?.end ?? 0) > (child(item, MIME_CONTENT)?.start ?? 0);
  const inside: Piece[] = [];
  // What hangs on a message is in its MIME.
  if (!hasMime || !isMessage(item)) {
    if (depth >= MAX_DEPTH) omissions.push('Items nested more than eight attachments deep were left out.');
    else
      for (const each of await readAttachments(connection, item, 0, omissions, signal, depth + 1))
        if ('pieces' in each) inside.push(...each.pieces);
  }
  const inner = embeddedItem(item, inside, omissions);
  return inner.length === 0 ? [] : [ITEM_OPEN, ...head, ...inner, ITEM_CLOSE];
}

/** An attachment that is too large for memory: a file, or a message as MIME. Any other item is read whole. */
async function largeAttachment(
  connection: Connection,
  owner: XmlElement,
  attachment: XmlElement,
  id: string,
  omissions: Omissions,
  signal: AbortSignal,
): Promise<NewAttachment> {
  if (attachment.name === 'FileAttachment') {
    return {
      name: nameOf(attachment),
      before: [FILE_OPEN, ...headOf(attachment, owner), xml`<t:Content>`],
      after: [xml`</t:Content>`, FILE_CLOSE],
      open: (stop) => openContent(connection, id, 'Content', stop),
    };
  }
  const response = await connection.call({
    operation: 'GetAttachment',
    body: (version) => getAttachmentBody([id], false, typedProperties(version)),
    signal,
  });
  const message = requireMessage(response, connection.side);
  const found = descend(message, 'Attachments')?.children[0];
  const item = found && embeddedIn(found);
  if (found === undefined || item === undefined) throw new FaultError(missing(connection));
  if (!isMessage(item)) {
    const pieces = await wholeAttachment(connection, owner, found, omissions, signal, 0);
    return { name: nameOf(attachment), pieces, bytes: STREAM_FROM_BYTES };
  }
  return {
    name: nameOf(attachment),
    before: [ITEM_OPEN, ...headOf(attachment, owner), xml`<t:Message><t:MimeContent>`],
    after: [xml`</t:MimeContent>`, mimeProperties(item, undefined), xml`</t:Message>`, ITEM_CLOSE],
    open: (stop) => openContent(connection, id, MIME_CONTENT, stop),
  };
}

/** The content of one attachment, as it stands on the wire. Throws FaultError. */
async function openContent(
  connection: Connection,
  id: string,
  element: string,
  signal: AbortSignal,
): Promise<ReadableStream<Uint8Array>> {
  const answer = await connection.callForStream(
    { operation: 'GetAttachment', body: () => getAttachmentBody([id], true), signal },
    element,
    (response) => void requireMessage(response, connection.side),
  );
  if ('content' in answer) return answer.content;
  requireMessage(answer, connection.side);
  // An empty file has no content to stream.
  return new Blob([]).stream();
}

/**
 * The fault concerns the attachment and not its item, which the server has just returned, whatever the code may mean
 * elsewhere.
 */
function isOfAttachment({ kind, scope }: Fault): boolean {
  if (kind === 'access' || kind === 'version' || kind === 'wrong-server') return true;
  return scope === 'item' && OF_ITEM.has(kind);
}

const OF_ITEM: ReadonlySet<FaultKind> = new Set(['vanished', 'corrupt', 'refused', 'too-large', 'stale']);

function missing(connection: Connection) {
  return makeFault('transient', 'item', 'missing-result', 'The server left out an attachment.', connection.side);
}
