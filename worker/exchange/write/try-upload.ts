import { FaultError, faultOf, type Fault } from '../../engine/model/fault.ts';
import type { Parcel } from '../../engine/model/mailbox.ts';
import type { Connection } from '../client/connection.ts';
import { makeFault } from '../faults/make-fault.ts';
import { uploadItemsBody } from '../operations/items/upload-items.ts';
import { requireMessage } from '../client/responses.ts';
import type { Staging } from './staging.ts';
import { TRIAL } from './staging-folders.ts';

/** Makes the folder that an item is tried in. Where that fails, `tryUpload` says why. */
export async function prepareTrial(staging: Staging, signal: AbortSignal): Promise<void> {
  await staging.folder(TRIAL, signal).catch(() => undefined);
}

/**
 * Uploads an item into a hidden folder of its own, to find out whether the server accepts such a stream. The folder is
 * removed immediately or, failing that, when the pass ends. Returns the server's fault if it refuses. Throws FaultError
 * if nothing could be tried.
 */
export async function tryUpload(
  connection: Connection,
  staging: Staging,
  { content }: Parcel,
  signal: AbortSignal,
): Promise<Fault | undefined> {
  if (!(content instanceof Uint8Array)) throw new TypeError('Only small items are used for the trial.');
  const folderId = await staging.folder(TRIAL, signal);
  if (folderId === undefined) {
    const message = 'The account may not create a folder for the trial.';
    throw new FaultError(makeFault('unsupported', 'folder', 'no-folder-to-try', message, connection.side));
  }
  try {
    const response = await connection.call({
      operation: 'UploadItems',
      body: () => uploadItemsBody(folderId, [content]),
      signal,
    });
    requireMessage(response, connection.side);
    return undefined;
  } catch (error) {
    return faultOf(error);
  } finally {
    staging.discard(TRIAL, signal);
  }
}
