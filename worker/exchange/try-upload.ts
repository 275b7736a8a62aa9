import { FaultError, faultOf, type Fault } from '../engine/fault.ts';
import type { Parcel } from '../engine/mailbox.ts';
import type { Connection } from './connection.ts';
import { makeFault } from './faults.ts';
import { findChildFolder, readFolder, readRootId } from './folders.ts';
import { createFolderBody } from './operations/create-folder.ts';
import { deleteFoldersBody } from './operations/delete-folder.ts';
import { uploadItemsBody } from './operations/upload-items.ts';
import { requireMessage } from './responses.ts';
import { child } from './scan.ts';

const NAME = 'Mailferry test';

/**
 * Uploads an item into a hidden folder of its own, which is removed at once: does the server take such a stream?
 * Returns the fault with which it does not. Throws FaultError where nothing could be tried.
 */
export async function tryUpload(
  connection: Connection,
  { content }: Parcel,
  signal: AbortSignal,
): Promise<Fault | undefined> {
  if (!(content instanceof Uint8Array)) throw new TypeError('Only a small item is tried.');
  const folderId = await makeFolder(connection, await readRootId(connection, 'msgfolderroot', signal), signal);
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
    await connection.call({ operation: 'DeleteFolder', body: () => deleteFoldersBody([folderId]), signal });
  }
}

/** The folder, or the one of that name that a try which broke off has left behind. */
async function makeFolder(connection: Connection, parentId: string, signal: AbortSignal): Promise<string> {
  const body = () => createFolderBody(parentId, [{ name: NAME, folderClass: 'IPF.Note', isHidden: true }]);
  try {
    const created = await connection.call({ operation: 'CreateFolder', body, signal });
    const element = child(requireMessage(created, connection.side), 'Folders')?.children[0];
    if (element) return readFolder(element, new Map()).id;
  } catch (error) {
    if (faultOf(error).code !== 'ErrorFolderExists') throw error;
  }
  const left = await findChildFolder(connection, parentId, NAME, signal);
  if (left) return left.id;
  const message = 'The server does not show the folder that it made.';
  throw new FaultError(makeFault('transient', 'folder', 'folder-not-shown', message, connection.side));
}
