import { type Fault, FaultError, faultOf, type FaultKind } from '../../engine/model/fault.ts';
import type { Folder } from '../../engine/model/item.ts';
import type { Connection } from '../client/connection.ts';
import { makeFault } from '../faults/make-fault.ts';
import { responseFault } from '../faults/response-faults.ts';
import { listChildren, readRootId } from '../folders/list-folders.ts';
import { readFolder } from '../folders/read-folder.ts';
import { createFolderBody } from '../operations/folders/create-folder.ts';
import { deleteFoldersBody } from '../operations/folders/delete-folder.ts';
import { deleteItemsBody } from '../operations/items/delete-item.ts';
import { requireMessage, responseMessages } from '../client/responses.ts';
import { child } from '../xml/scan.ts';
import { readChanges } from '../folders/sync.ts';
import type { RequestVersion } from '../operations/versions.ts';

/**
 * Where items are made that need more than one request, or that may not be made where they belong. They come into
 * their folder finished, by one MoveItem: until then there is nothing of them, after it there is all of them. The
 * folders lie beside what people see of their mailbox, below its root; where the account may make none there (it has
 * rights on the folders that people see, and no others), hidden among those.
 */
export type Staging = {
  /**
   * The folder for items of a container class, such as `IPF.Appointment`; empty at first. Undefined where the server
   * lets none be made. Throws FaultError.
   */
  folder(folderClass: string, signal: AbortSignal): Promise<string | undefined>;
  /**
   * Removes one of them, and does not insist: what stays goes with `clear`. Another `folder` of that class is made anew.
   */
  discard(folderClass: string, signal: AbortSignal): Promise<void>;
  /** The folders of a mailbox without those that were made here; what an earlier run has left is remembered. */
  without(folders: readonly Folder[]): Folder[];
  /** Removes all of them, also what an earlier run has left. One request where there are none. Throws FaultError. */
  clear(signal: AbortSignal): Promise<void>;
};

/** In the place of a class: for what is only tried, and goes again. */
export const TRIAL = 'trial';

/** Container classes by what a staging folder is called. */
const NAMES: Readonly<Record<string, string>> = {
  [TRIAL]: 'Mailferry test',
  'IPF.Note': 'Mailferry mail',
  'IPF.Appointment': 'Mailferry calendar',
  'IPF.Contact': 'Mailferry contacts',
  'IPF.Task': 'Mailferry tasks',
};
const OWN = new Set(Object.values(NAMES));

/** Where they may lie, best first. */
const PLACES = ['root', 'msgfolderroot'] as const;
type Place = (typeof PLACES)[number];

export function createStaging(connection: Connection): Staging {
  const made = new Map<string, Promise<string | undefined>>();
  /** Places that were refused, and those that may hold something. */
  const refused = new Set<Place>();
  const used = new Set<Place>();
  const make = async (folderClass: string, signal: AbortSignal): Promise<string | undefined> => {
    for (const place of PLACES) {
      if (refused.has(place)) continue;
      try {
        const id = await makeFresh(connection, place, folderClass, signal);
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
    discard: async (folderClass, signal) => {
      const id = await made.get(folderClass)?.catch(() => undefined);
      made.delete(folderClass);
      if (id !== undefined) await remove(connection, [id], signal).catch(() => undefined);
    },
    without: (folders) => {
      const root = folders[0]?.id;
      const isOwn = (folder: Folder) => folder.parentId === root && folder.isHidden === true && OWN.has(folder.name);
      if (folders.some(isOwn)) used.add('msgfolderroot');
      return folders.filter((folder) => !isOwn(folder));
    },
    clear: async (signal) => {
      made.clear();
      for (const place of PLACES) {
        if (place !== 'root' && !used.has(place)) continue;
        try {
          await remove(connection, await leftIn(connection, place, OWN, signal), signal);
          used.delete(place);
        } catch (error) {
          // Where none can be made, none can be left.
          if (used.has(place) || !isLasting(faultOf(error))) throw error;
        }
      }
    },
  };
}

/** What a server says that will not let a folder be made there another time either. */
const isLasting = ({ kind, code }: Fault): boolean => LASTING.has(kind) && code !== 'ErrorFolderExists';
const LASTING: ReadonlySet<FaultKind> = new Set(['access', 'vanished', 'refused', 'unsupported', 'corrupt', 'unknown']);

/** What a run that was cut off left unfinished goes with its folder: its items are made anew. */
async function makeFresh(
  connection: Connection,
  place: Place,
  folderClass: string,
  signal: AbortSignal,
): Promise<string> {
  const name = NAMES[folderClass] ?? folderClass;
  const ownClass = folderClass === TRIAL ? 'IPF.Note' : folderClass;
  const parent = await readRootId(connection, place, signal);
  await remove(connection, await leftIn(connection, place, new Set([name]), signal), signal);
  const response = await connection.call({
    operation: 'CreateFolder',
    body: () => createFolderBody(parent, [{ name, folderClass: ownClass, isHidden: place === 'msgfolderroot' }]),
    signal,
  });
  const element = child(requireMessage(response, connection.side), 'Folders')?.children[0];
  const id = element && readFolder(element, new Map()).id;
  if (id) return id;
  const message = 'The server made a folder and does not tell which.';
  throw new FaultError(makeFault('transient', 'folder', 'folder-not-shown', message, connection.side));
}

/** Folders of ours in a place. A folder that people see is theirs, whatever its name. */
async function leftIn(
  connection: Connection,
  place: Place,
  names: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<string[]> {
  const children = await listChildren(connection, { distinguishedId: place }, signal);
  const isOwn = ({ name, isHidden }: Folder) => names.has(name) && (place === 'root' || isHidden === true);
  return children.filter(isOwn).map(({ id }) => id);
}

async function remove(connection: Connection, ids: readonly string[], signal: AbortSignal): Promise<void> {
  const kept = await removeFolders(connection, ids, signal);
  if (kept.length === 0) return;
  // Not every server removes a folder that holds something.
  for (const { id, fault } of kept) {
    if (!isLasting(fault)) throw new FaultError(fault);
    await emptyFolder(connection, id, signal);
  }
  const [still] = await removeFolders(
    connection,
    kept.map(({ id }) => id),
    signal,
  );
  if (still) throw new FaultError(still.fault);
}

type Kept = { id: string; fault: Fault };

/** Those that are there yet, and why. */
async function removeFolders(connection: Connection, ids: readonly string[], signal: AbortSignal): Promise<Kept[]> {
  if (ids.length === 0) return [];
  const response = await connection.call({ operation: 'DeleteFolder', body: () => deleteFoldersBody(ids), signal });
  return responseMessages(response).flatMap((message, index) => {
    const fault = responseFault(message, connection.side);
    return fault && fault.kind !== 'vanished' ? [{ id: ids[index] ?? '', fault }] : [];
  });
}

/** As many pages of what was left in a folder as a run could have left. */
const MOST_PAGES = 20;

async function emptyFolder(connection: Connection, id: string, signal: AbortSignal): Promise<void> {
  let state: string | undefined;
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const { changes, syncState, isLast } = await readChanges(connection, id, state, signal);
    const items = changes.flatMap((change) => ('item' in change ? [change.item.id] : []));
    const body = (version: RequestVersion) => deleteItemsBody(items, 'HardDelete', version);
    if (items.length > 0) await connection.call({ operation: 'DeleteItem', body, signal });
    if (isLast || syncState === state) return;
    state = syncState;
  }
}
