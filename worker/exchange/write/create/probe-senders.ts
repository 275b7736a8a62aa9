import { FaultError, isRefusedOperation } from '../../../engine/model/fault.ts';
import { createItemBody } from '../../operations/items/create-item.ts';
import { xml } from '../../xml/template.ts';
import { responseMessages } from '../../client/responses.ts';
import { makeFault } from '../../faults/make-fault.ts';
import { responseFault } from '../../faults/response-faults.ts';
import { deleteItemsBody } from '../../operations/items/delete-item.ts';
import type { RequestVersion } from '../../operations/versions.ts';
import type { CreateTarget } from './create-target.ts';
import { emptyMessage } from './past-senders.ts';
import { writeResults } from './write-results.ts';

/** Of a reserved domain (RFC 2606). */
const STRANGER = xml`<t:From><t:Mailbox><t:EmailAddress>trial@stranger.invalid</t:EmailAddress></t:Mailbox></t:From>`;

/**
 * Whether the server accepts an empty message without a sender and denies one in a stranger's name; accepted ones are
 * removed immediately. A server that ignores senders is remembered. Throws FaultError; of kind `in-doubt` if a test
 * message may be left: a later search of the folder for arrivals finds it by its marker, and removes it.
 */
export async function mindsSenders({ connection, folderId }: CreateTarget, signal: AbortSignal): Promise<boolean> {
  const { capabilities } = connection;
  if (capabilities.senders === 'any') return false;
  const trials = [emptyMessage('trial'), emptyMessage('trial', STRANGER)];
  const made: string[] = [];
  const takes = async (trial: (typeof trials)[number]): Promise<boolean> => {
    try {
      const body = () => createItemBody(folderId, [trial]);
      const response = await connection.call({ operation: 'CreateItem', body, mutates: true, signal });
      const [result] = writeResults(connection, ['trial'], response);
      if (result && 'id' in result) made.push(result.id);
      return result !== undefined && !('fault' in result);
    } catch (error) {
      if (error instanceof FaultError && (isRefusedOperation(error.fault) || error.fault.kind === 'access'))
        return false;
      throw error;
    }
  };
  let isMinding = false;
  try {
    const [empty, strange] = trials;
    if (empty === undefined || strange === undefined || !(await takes(empty))) return false;
    isMinding = !(await takes(strange));
  } finally {
    await remove(connection, made, signal);
  }
  if (!isMinding) capabilities.senders = 'any';
  return isMinding;
}

async function remove(
  connection: CreateTarget['connection'],
  ids: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  if (ids.length === 0) return;
  const body = (version: RequestVersion) => deleteItemsBody(ids, 'HardDelete', version);
  const response = await connection.call({ operation: 'DeleteItem', body, signal }).catch(() => undefined);
  const messages = response ? responseMessages(response) : [];
  const faults = messages.map((message) => responseFault(message, connection.side));
  if (messages.length === ids.length && faults.every((fault) => !fault || fault.kind === 'vanished')) return;
  const message = 'A message that was only a trial could not be removed yet.';
  throw new FaultError(makeFault('in-doubt', 'batch', 'trial-left', message, connection.side));
}
