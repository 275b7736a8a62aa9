import { faultOf } from '../../engine/model/fault.ts';
import type { Folder } from '../../engine/model/item.ts';
import type { Connection } from '../client/connection.ts';
import { isLasting, removeWithContent } from './remove-folders.ts';
import { findStagingFolders, makeStagingFolder, OWN_NAMES, PLACES, type Place } from './staging-folders.ts';

/**
 * Staging folders, for items that need more than one request, or that cannot be created where they belong. One MoveItem
 * brings complete items into their folder, so nobody sees half an item. The folders are below the mailbox's root, out of
 * people's sight. If the account may not create them there (it has rights only on the folders that people see), they are
 * hidden among those.
 */
export type Staging = {
  /**
   * The folder for items of a container class, such as `IPF.Appointment`; empty at first. Undefined where the server
   * lets none be made. Throws FaultError.
   */
  folder(folderClass: string, signal: AbortSignal): Promise<string | undefined>;
  /** Begins to remove one of them. Where that fails, `clear` removes it. The next `folder` of that class is a new one. */
  discard(folderClass: string, signal: AbortSignal): void;
  /** The folders of a mailbox without those that were made here; what an earlier run has left is remembered. */
  without(folders: readonly Folder[]): Folder[];
  /** Removes all of them, also what an earlier run has left. One request where there are none. Throws FaultError. */
  clear(signal: AbortSignal): Promise<void>;
};

export function createStaging(connection: Connection): Staging {
  const made = new Map<string, Promise<string | undefined>>();
  /** Places that were refused, and those that may hold something. */
  const refused = new Set<Place>();
  const used = new Set<Place>();
  const removing = new Set<Promise<void>>();
  const make = async (folderClass: string, signal: AbortSignal): Promise<string | undefined> => {
    for (const place of PLACES) {
      if (refused.has(place)) continue;
      try {
        const id = await makeStagingFolder(connection, place, folderClass, signal);
        used.add(place);
        return id;
      } catch (error) {
        if (!isLasting(faultOf(error))) throw error;
        refused.add(place);
      }
    }
    return undefined;
  };
  return {
    folder: (folderClass, signal) => {
      let pending = made.get(folderClass);
      if (!pending) {
        pending = make(folderClass, signal);
        made.set(folderClass, pending);
        pending.catch(() => made.delete(folderClass));
      }
      return pending;
    },
    discard: (folderClass, signal) => {
      const pending = made.get(folderClass);
      made.delete(folderClass);
      const removal = (async () => {
        const id = await pending;
        if (id !== undefined) await removeWithContent(connection, [id], signal);
      })()
        .catch(() => {})
        .finally(() => removing.delete(removal));
      removing.add(removal);
    },
    without: (folders) => {
      const root = folders[0]?.id;
      const isOwn = (folder: Folder) =>
        folder.parentId === root && folder.isHidden === true && OWN_NAMES.has(folder.name);
      if (folders.some(isOwn)) used.add('msgfolderroot');
      return folders.filter((folder) => !isOwn(folder));
    },
    clear: async (signal) => {
      made.clear();
      await Promise.all(removing);
      for (const place of PLACES) {
        if (place !== 'root' && !used.has(place)) continue;
        try {
          await removeWithContent(connection, await findStagingFolders(connection, place, OWN_NAMES, signal), signal);
          used.delete(place);
        } catch (error) {
          // Where none can be made, none can be left.
          if (used.has(place) || !isLasting(faultOf(error))) throw error;
        }
      }
    },
  };
}
