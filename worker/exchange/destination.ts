import type { Folder } from '../engine/model/item.ts';
import type { MailboxDestination } from '../engine/model/mailbox.ts';
import type { Connection } from './client/connection.ts';
import { createExchangeCounter } from './count/counter.ts';
import { noteIfUnknown } from './client/unknown-operation.ts';
import { createFolders } from './folders/create-folders.ts';
import { createOpening } from './folders/opening.ts';
import { placeFolder } from './folders/place-folder.ts';
import { findLackingRight } from './folders/rights.ts';
import { readChanges } from './folders/sync.ts';
import { createSettingsDestination } from './settings/settings.ts';
import { readArrivals } from './write/arrivals.ts';
import { readChangeKeys } from './write/change-keys.ts';
import type { Unfinished } from './write/complete/complete-item.ts';
import type { Ladder } from './write/create/ladder.ts';
import { moveItems } from './write/move-items.ts';
import { removeItems } from './write/remove-items.ts';
import { setRead } from './write/set-read.ts';
import { createStaging } from './write/staging.ts';
import { prepareTrial, tryUpload } from './write/try-upload.ts';
import { writeParcels } from './write/write-parcels.ts';

/** A mailbox on an Exchange server, written by EWS. Nothing that it does sends anything to anyone. */
export function createExchangeDestination(connection: Connection): MailboxDestination {
  const opening = createOpening(connection);
  const staging = createStaging(connection);
  const unfinished = new Map<string, Unfinished>();
  const growing = new Set<string>();
  const target = { connection, staging, unfinished, growing, refused: new Map<string, Ladder>() };
  const classes = new Map<string, string>();
  const note = <F extends Folder>(folder: F): F => {
    classes.set(folder.id, folder.folderClass);
    return folder;
  };
  return {
    settings: createSettingsDestination(connection),
    counter: createExchangeCounter(connection),
    abilities: opening.abilities,
    lacksRights: (signal) =>
      findLackingRight(connection, ['Read', 'CreateContents', 'CreateHierarchy', 'Modify'], signal),
    folders: async (signal, reach) => staging.without(await opening.folders(signal, reach)).map(note),
    createFolders: async (parentId, wanted, signal) =>
      (await createFolders(connection, parentId, wanted, signal)).map((made) => ('fault' in made ? made : note(made))),
    placeFolder: (folderId, parentId, name, signal) => placeFolder(connection, { folderId, parentId, name }, signal),
    changes: (folderId, syncState, signal) => readChanges(connection, folderId, syncState, signal),
    arrivals: (folderId, mark, isWanted, signal) => {
      const isOpen = (sourceId: string) => growing.has(sourceId) || unfinished.has(sourceId);
      return readArrivals(connection, folderId, mark, isWanted, isOpen, signal);
    },
    write: async (folderId, parcels, signal) => {
      if (parcels.length === 0) return [];
      try {
        return await writeParcels({ ...target, folderId, folderClass: classes.get(folderId) }, parcels, signal);
      } catch (error) {
        for (const { content } of parcels) if (content instanceof ReadableStream) await letGo(content);
        throw parcels[0]?.method === 'transfer' ? noteIfUnknown(connection, 'UploadItems', error) : error;
      }
    },
    prepareTrial: (signal) => prepareTrial(staging, signal),
    tryUpload: (parcel, signal) => tryUpload(connection, staging, parcel, signal),
    changeKeys: (ids, signal) => readChangeKeys(connection, ids, signal),
    move: async (folderId, items, signal) => {
      if (items.length === 0) return [];
      return moveItems(connection, folderId, items, signal);
    },
    tidy: (signal) => {
      unfinished.clear();
      return staging.clear(signal);
    },
    remove: (ids, how, signal) => removeItems(connection, ids, how, signal),
    setRead: (items, signal) => setRead(connection, items, signal),
  };
}

/** The parcel will not be written: its source must stop. */
async function letGo(content: ReadableStream<Uint8Array>): Promise<void> {
  try {
    if (!content.locked) await content.cancel();
  } catch {
    // It broke before; no source is left to stop.
  }
}
