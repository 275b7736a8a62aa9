import { faultOf, type Fault } from '../../../engine/model/fault.ts';
import { FILE_CLOSE, FILE_OPEN, ITEM_OPEN, type NewAttachment } from '../../items/attendant.ts';
import { concat } from '../../xml/bytes.ts';
import type { Connection } from '../../client/connection.ts';
import { makeFault } from '../../faults/make-fault.ts';
import { responseFault } from '../../faults/response-faults.ts';
import { createAttachmentAround } from '../../operations/items/create-attachment.ts';
import { withoutNewer } from '../create/newer-parts.ts';
import { requireMessage, responseMessages } from '../../client/responses.ts';
import { child, childText, contentOf, parseXml } from '../../xml/scan.ts';
import { xml } from '../../xml/template.ts';

/**
 * Adds one attachment to an item, or to an occurrence of a series. Returns the fault with which the server refuses it.
 * Throws FaultError for all other trouble.
 */
export async function addAttachment(
  connection: Connection,
  itemId: string,
  attachment: NewAttachment,
  signal: AbortSignal,
): Promise<Fault | undefined> {
  const { capabilities } = connection;
  if (capabilities.files === 'forgotten') return leftOut(connection, FORGOTTEN);
  if (!attachment.isEmpty) return send(connection, itemId, attachment, signal);
  if (capabilities.emptyFiles === 'refused') return leftOut(connection, EMPTY);
  try {
    return await send(connection, itemId, attachment, signal);
  } catch (error) {
    const { kind, was } = faultOf(error);
    if (kind !== 'unsupported' && was !== 'unsupported' && kind !== 'corrupt') throw error;
    capabilities.emptyFiles = 'refused';
    return leftOut(connection, EMPTY);
  }
}

async function send(
  connection: Connection,
  itemId: string,
  attachment: NewAttachment,
  signal: AbortSignal,
): Promise<Fault | undefined> {
  const around = createAttachmentAround(itemId);
  const version = await connection.version(signal);
  const call = { operation: 'CreateAttachment', mutates: true, signal };
  let response;
  if ('pieces' in attachment) {
    const body = () => [...around.before, ...withoutNewer(attachment.pieces, version), ...around.after];
    response = await connection.call({ ...call, body });
  } else {
    const content = await attachment.open(signal);
    const before = [...around.before, ...withoutNewer(attachment.before, version)];
    const after = [...attachment.after, ...around.after];
    response = await connection.upload({ ...call, body: () => ({ before, content, after }) });
  }
  const message = responseMessages(response)[0];
  // Neither taken nor refused: a server that knows files alone passes over an attached item.
  if (message === undefined && isItem(attachment))
    return makeFault('refused', 'item', PASSED_OVER, LEFT_OUT, connection.side);
  const fault = message && responseFault(message, connection.side);
  if (fault === undefined) requireMessage(response, connection.side);
  return fault;
}

/** Codes of attachments that are not sent, by what is said of the item without them. */
const EMPTY = 'attachment-empty';
const FORGOTTEN = 'attachment-forgotten';
export const SAID_OF: Readonly<Record<string, string>> = {
  [EMPTY]: 'An empty file was left out, because the destination does not accept empty files.',
  [FORGOTTEN]: 'An attachment was left out, because the destination accepts attachments but does not keep them.',
};

function leftOut({ side }: Connection, code: string): Fault {
  return makeFault('refused', 'item', code, SAID_OF[code] ?? '', side);
}

/** The code of an attached item that the server's answer says nothing of. */
export const PASSED_OVER = 'attachment-passed-over';

/** What is said of an item without it. */
export const LEFT_OUT = 'An attached item was left out, because the destination accepts only files as attachments.';

/** What is said of an item whose attached message is a file now. */
export const KEPT_AS_FILE =
  'An attached message was copied as a file, because the destination accepts only files as attachments.';

/** An attached message as a file; undefined for other attachments, and for streamed ones. */
export function asFile(attachment: NewAttachment): NewAttachment | undefined {
  if (!('pieces' in attachment)) return undefined;
  const item = parseXml(concat(attachment.pieces));
  const mime = child(child(item, 'Message'), 'MimeContent');
  if (mime === undefined || mime.start === mime.end) return undefined;
  const name = `${childText(item, 'Name') ?? 'message'}.eml`;
  const head = xml`<t:Name>${name}</t:Name><t:ContentType>message/rfc822</t:ContentType>`;
  const content = [xml`<t:Content>`, contentOf(mime), xml`</t:Content>`];
  return { ...attachment, name, pieces: [FILE_OPEN, head, ...content, FILE_CLOSE] };
}

function isItem(attachment: NewAttachment): boolean {
  const [open] = 'pieces' in attachment ? attachment.pieces : attachment.before;
  return open === ITEM_OPEN;
}
