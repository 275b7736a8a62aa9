import { FaultError } from '../../engine/model/fault.ts';
import type { Connection } from '../client/connection.ts';
import { makeFault } from '../faults/make-fault.ts';
import { readFolder } from './read-folder.ts';
import { getFolderBody } from '../operations/folders/get-folder.ts';
import { moveFolderBody, renameFolderBody } from '../operations/folders/place-folder.ts';
import { requireMessage } from '../client/responses.ts';
import { attributeOf, child } from '../xml/scan.ts';

/** Moves a folder into a parent and names it, as far as it is not there and named so already. Throws FaultError. */
export async function placeFolder(
  connection: Connection,
  { folderId, parentId, name }: { folderId: string; parentId: string; name: string },
  signal: AbortSignal,
): Promise<void> {
  const look = async () => {
    const response = await connection.call({
      operation: 'GetFolder',
      body: () => getFolderBody([{ id: folderId }], { mailbox: connection.mailbox, impersonates: true }, false),
      signal,
    });
    const element = child(requireMessage(response, connection.side), 'Folders')?.children[0];
    if (!element)
      throw new FaultError(
        makeFault('transient', 'folder', 'folder-not-shown', 'The server does not show the folder.', connection.side),
      );
    return { ...readFolder(element, new Map()), changeKey: attributeOf(child(element, 'FolderId'), 'ChangeKey') ?? '' };
  };
  let folder = await look();
  if (folder.parentId !== parentId) {
    const body = () => moveFolderBody(folderId, parentId);
    requireMessage(await connection.call({ operation: 'MoveFolder', body, signal }), connection.side);
    folder = await look();
  }
  if (folder.name === name) return;
  const body = () => renameFolderBody(folderId, folder.changeKey, name);
  requireMessage(await connection.call({ operation: 'UpdateFolder', body, signal }), connection.side);
}
