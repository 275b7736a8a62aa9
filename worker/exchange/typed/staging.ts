import { FaultError } from '../../engine/fault.ts';
import type { Connection } from '../connection.ts';
import { makeFault, responseFault } from '../faults.ts';
import { findChildFolders, readFolder, readRootId } from '../folders.ts';
import { createFolderBody } from '../operations/create-folder.ts';
import { deleteFoldersBody } from '../operations/delete-folder.ts';
import { requireMessage, responseMessages } from '../responses.ts';
import { child } from '../scan.ts';

/**
 * Where items are made that need more than one request, or that may not be made where they belong. They come into
 * their folder finished, by one MoveItem: until then there is nothing of them, after it there is all of them. The
 * folders lie beside what people see of their mailbox, below its root.
 */
export type Staging = {
  /** The folder for items of a container class, such as `IPF.Appointment`; empty at first. Throws FaultError. */
  folder(folderClass: string, signal: AbortSignal): Promise<string>;
  /** Removes all of them, also what an earlier run has left. Throws FaultError. */
  clear(signal: AbortSignal): Promise<void>;
};

/** Container classes by what a staging folder is called. */
const NAMES: Readonly<Record<string, string>> = {
  'IPF.Note': 'Mailferry mail',
  'IPF.Appointment': 'Mailferry calendar',
  'IPF.Contact': 'Mailferry contacts',
  'IPF.Task': 'Mailferry tasks',
};

export function createStaging(connection: Connection): Staging {
  const made = new Map<string, Promise<string>>();
  let root: Promise<string> | undefined;
  const rootId = (signal: AbortSignal) => {
    root ??= readRootId(connection, 'root', signal).catch((error: unknown) => {
      root = undefined;
      throw error;
    });
    return root;
  };
  return {
    folder: (folderClass, signal) => {
      let pending = made.get(folderClass);
      if (!pending) {
        pending = rootId(signal).then((parent) => makeFresh(connection, parent, folderClass, signal));
        made.set(folderClass, pending);
        pending.catch(() => made.delete(folderClass));
      }
      return pending;
    },
    clear: async (signal) => {
      made.clear();
      const parent = await rootId(signal);
      await removeFolders(connection, parent, Object.values(NAMES), signal);
    },
  };
}

/** What a run that was cut off left unfinished goes with its folder: its items are made anew. */
async function makeFresh(
  connection: Connection,
  parent: string,
  folderClass: string,
  signal: AbortSignal,
): Promise<string> {
  const name = NAMES[folderClass] ?? folderClass;
  await removeFolders(connection, parent, [name], signal);
  const response = await connection.call({
    operation: 'CreateFolder',
    body: () => createFolderBody(parent, name, folderClass),
    signal,
  });
  const element = child(requireMessage(response, connection.side), 'Folders')?.children[0];
  const id = element && readFolder(element, new Map()).id;
  if (id) return id;
  const message = 'The server made a folder and does not tell which.';
  throw new FaultError(makeFault('transient', 'folder', 'folder-not-shown', message, connection.side));
}

async function removeFolders(
  connection: Connection,
  parent: string,
  names: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const left = await findChildFolders(connection, parent, names, signal);
  if (left.length === 0) return;
  const response = await connection.call({
    operation: 'DeleteFolder',
    body: () => deleteFoldersBody(left.map(({ id }) => id)),
    signal,
  });
  for (const message of responseMessages(response)) {
    const fault = responseFault(message, connection.side);
    if (fault) throw new FaultError(fault);
  }
}
