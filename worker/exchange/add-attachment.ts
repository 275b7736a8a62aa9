import type { Fault } from '../engine/fault.ts';
import type { NewAttachment } from './attachments.ts';
import type { Connection } from './connection.ts';
import { responseFault } from './faults.ts';
import { createAttachmentAround } from './operations/create-attachment.ts';
import { requireMessage, responseMessages } from './responses.ts';

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
  const around = createAttachmentAround(itemId);
  const call = { operation: 'CreateAttachment', mutates: true, signal };
  let response;
  if ('pieces' in attachment) {
    const body = () => [...around.before, ...attachment.pieces, ...around.after];
    response = await connection.call({ ...call, body });
  } else {
    const content = await attachment.open(signal);
    const before = [...around.before, ...attachment.before];
    const after = [...attachment.after, ...around.after];
    response = await connection.upload({ ...call, body: () => ({ before, content, after }) });
  }
  const message = responseMessages(response)[0];
  const fault = message && responseFault(message, connection.side);
  if (fault === undefined) requireMessage(response, connection.side);
  return fault;
}
