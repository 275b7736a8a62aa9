import { faultOf } from '../../../engine/model/fault.ts';
import type { Parcel, WriteResult } from '../../../engine/model/mailbox.ts';
import type { Connection } from '../../client/connection.ts';
import { makeFault } from '../../faults/make-fault.ts';
import type { StateReach } from '../../items/meetings.ts';
import { mimeItemAround } from '../../items/mime.ts';
import { createItemAround } from '../../operations/items/create-item.ts';
import { uploadItemAround } from '../../operations/items/upload-items.ts';
import { WITHOUT_BINARIES, withoutBinaries } from './binaries.ts';
import { addOmissionOf } from './omissions.ts';
import { besideMime } from './new-item.ts';
import { writeResults } from './write-results.ts';

/** A stream cannot be sent twice: one that was refused, maybe for its binary properties, is read again for that. */
export async function createStreamed(
  connection: Connection,
  folderId: string,
  parcel: Parcel,
  signal: AbortSignal,
  reach: StateReach,
): Promise<WriteResult[]> {
  const { capabilities } = connection;
  const { sourceId } = parcel;
  const beside = parcel.method === 'mime' ? besideMime(parcel, reach) : undefined;
  const less = beside && withoutBinaries([beside]);
  if (less === undefined) return sendStream(connection, folderId, parcel, signal, beside);
  const isTrial = capabilities.binaries === 'suspected';
  const isLess = capabilities.binaries !== undefined;
  try {
    const results = await sendStream(connection, folderId, parcel, signal, isLess ? less : beside);
    if (isTrial) capabilities.binaries = 'refused';
    return isLess ? addOmissionOf(results, new Set([sourceId]), WITHOUT_BINARIES) : results;
  } catch (error) {
    if (isTrial) delete capabilities.binaries;
    if (isLess || faultOf(error).kind !== 'unsupported') throw error;
    capabilities.binaries = 'suspected';
    const message = 'The item is written without binary properties.';
    return [{ sourceId, fault: makeFault('not-processed', 'item', 'sent-again', message, connection.side) }];
  }
}

async function sendStream(
  connection: Connection,
  folderId: string,
  { sourceId, content, lengthBytes, method, itemClass }: Parcel,
  signal: AbortSignal,
  beside: Uint8Array | undefined,
): Promise<WriteResult[]> {
  if (!(content instanceof ReadableStream)) throw new TypeError('The parcel has no stream.');
  const response = await connection.upload({
    operation: method === 'transfer' ? 'UploadItems' : 'CreateItem',
    body: () => {
      const around = method === 'transfer' ? uploadItemAround(folderId) : createItemAround(folderId);
      const item = beside ? mimeItemAround(itemClass, beside) : { before: [], after: [] };
      return {
        before: [...around.before, ...item.before],
        content,
        after: [...item.after, ...around.after],
        ...(lengthBytes === undefined ? {} : { lengthBytes }),
      };
    },
    mutates: true,
    signal,
  });
  return writeResults(connection, [sourceId], response);
}
