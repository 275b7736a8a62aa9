import { FaultError, type Fault } from '../engine/model/fault.ts';
import type { CopyPath, Folder, ItemFacts } from '../engine/model/item.ts';
import type { MailboxDestination, Parcel } from '../engine/model/mailbox.ts';
import { readAbilities } from './client/abilities.ts';
import type { Connection } from './client/connection.ts';
import type { NewElement } from './items/elements.ts';
import { isUnknownElement, makeFault } from './faults/make-fault.ts';
import { responseFault } from './faults/response-faults.ts';
import { createFolders } from './folders/create-folders.ts';
import { listFolders } from './folders/list-folders.ts';
import { getEach } from './client/get-each.ts';
import { moveItems } from './write/move-items.ts';
import { deleteItemsBody } from './operations/items/delete-item.ts';
import { getItemBody, itemIn } from './operations/items/get-item.ts';
import { readStateUpdate, updateItemBody } from './operations/items/update-item.ts';
import { placeFolder } from './folders/place-folder.ts';
import { responseMessages } from './client/responses.ts';
import { findLackingRight } from './folders/rights.ts';
import { attributeOf, child } from './xml/scan.ts';
import { createSettingsDestination } from './settings/settings.ts';
import { mayBeRefusal } from './client/standing.ts';
import { createFolderSync } from './folders/sync.ts';
import { tryUpload } from './write/try-upload.ts';
import type { Unfinished } from './write/complete/complete-item.ts';
import { unfinishedOf } from './write/create/in-place.ts';
import type { MeetingHabits } from './write/create/keep-meetings.ts';
import { createStaging } from './write/staging.ts';
import { writeParcels } from './write/write-parcels.ts';
import { missingResult, writeResults } from './write/create/write-results.ts';

/** A mailbox on an Exchange server, written by EWS. Nothing that it does sends anything to anyone. */
export function createExchangeDestination(connection: Connection): MailboxDestination {
  const refused = new Set<CopyPath>();
  const sync = createFolderSync(connection);
  const staging = createStaging(connection);
  const notCreated = new Set<NewElement>();
  const unfinished = new Map<string, Unfinished>();
  const growing = new Set<string>();
  const habits: MeetingHabits = { meetings: 'all', messages: 'all', later: new Map() };
  const classes = new Map<string, string>();
  const note = <F extends Folder>(folder: F): F => {
    classes.set(folder.id, folder.folderClass);
    return folder;
  };
  return {
    settings: createSettingsDestination(connection),
    abilities: (signal) => readAbilities(connection, refused, signal),
    lacksRights: (signal) =>
      findLackingRight(connection, ['Read', 'CreateContents', 'CreateHierarchy', 'Modify'], signal),
    folders: async (signal, reach) => staging.without(await listFolders(connection, signal, reach)).map(note),
    createFolders: async (parentId, wanted, signal) =>
      (await createFolders(connection, parentId, wanted, signal)).map(note),
    placeFolder: (folderId, parentId, name, signal) => placeFolder(connection, { folderId, parentId, name }, signal),
    changes: (folderId, syncState, signal) => sync.page(folderId, syncState, signal),
    arrivals: async (folderId, mark, isWanted, signal) => {
      const arrived = new Map<string, ItemFacts>();
      const begun = new Map<string, string>();
      for (let state = mark; ;) {
        const page = await sync.page(folderId, state, signal);
        for (const change of page.changes) {
          if (change.kind === 'delete') {
            arrived.delete(change.id);
            begun.delete(change.id);
          } else if (change.kind !== 'read-flag') {
            const of = unfinishedOf(change.item.marker);
            if (of !== undefined) begun.set(change.item.id, of);
            else if (isWanted(change.item)) arrived.set(change.item.id, change.item);
          }
        }
        if (page.isLast || page.syncState === state) break;
        state = page.syncState;
      }
      const left = [...begun].filter(([, of]) => !growing.has(of) && !unfinished.has(of));
      // What a run that was cut off has begun here is no one's copy, and made anew.
      await removeItems(
        connection,
        left.map(([id]) => id),
        'for-good',
        signal,
      );
      return [...arrived.values()];
    },
    write: async (folderId, parcels, signal) => {
      if (parcels.length === 0) return [];
      try {
        return await writeParcels(
          {
            connection,
            staging,
            folderId,
            folderClass: classes.get(folderId),
            refused: notCreated,
            unfinished,
            growing,
            habits,
          },
          parcels,
          signal,
        );
      } catch (error) {
        for (const { content } of parcels) if (content instanceof ReadableStream) await letGo(content);
        throw rememberUnsupported(error, parcels, refused, connection);
      }
    },
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
    setRead: async (items, signal) => {
      if (items.length === 0) return [];
      const changes = items.map(({ id, isRead }) => ({ id, updates: [readStateUpdate(isRead)] }));
      const response = await connection.call({
        operation: 'UpdateItem',
        body: (version) => updateItemBody(changes, version),
        signal,
      });
      return writeResults(
        connection,
        items.map(({ id }) => id),
        response,
      );
    },
  };
}

/** A missing item has no entry; any other trouble with one is told as a key that fits no copy of ours. */
async function readChangeKeys(
  connection: Connection,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const keys = new Map<string, string>();
  if (ids.length === 0) return keys;
  const body = (some: readonly string[]) => getItemBody(some, { base: 'IdOnly', withMime: false, properties: '' });
  const messages = await getEach(connection, ids, body, signal);
  const faults = messages.map((message) => responseFault(message, connection.side));
  const [first] = faults;
  const isGeneral = faults.every((fault) => fault !== undefined && mayBeRefusal(fault));
  if (first && isGeneral && !connection.standing.works('GetItem') && first.kind === 'unknown')
    throw new FaultError({ ...first, scope: 'batch' });
  for (const [index, id] of ids.entries()) {
    const message = messages[index];
    const fault = faults[index];
    if (fault?.kind === 'vanished') continue;
    if (fault && (fault.scope !== 'item' || fault.kind === 'busy' || fault.kind === 'transient'))
      throw new FaultError(fault);
    const element = message && !fault ? itemIn(message) : undefined;
    keys.set(id, (element && attributeOf(child(element, 'ItemId'), 'ChangeKey')) ?? '');
  }
  return keys;
}

async function removeItems(
  connection: Connection,
  ids: readonly string[],
  how: 'for-good' | 'deleted-items',
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Fault>> {
  const faults = new Map<string, Fault>();
  if (ids.length === 0) return faults;
  const response = await connection.call({
    operation: 'DeleteItem',
    body: (version) => deleteItemsBody(ids, how === 'for-good' ? 'HardDelete' : 'MoveToDeletedItems', version),
    signal,
  });
  const messages = responseMessages(response);
  for (const [index, id] of ids.entries()) {
    const message = messages[index];
    const fault = message ? responseFault(message, connection.side) : missingResult(connection);
    if (fault && fault.kind !== 'vanished') faults.set(id, fault);
  }
  return faults;
}

function rememberUnsupported(
  error: unknown,
  parcels: readonly Parcel[],
  refused: Set<CopyPath>,
  connection: Connection,
): unknown {
  if (!(error instanceof FaultError) || parcels[0]?.path !== 'transfer') return error;
  const { kind, code } = error.fault;
  if (kind !== 'unsupported' && !isUnknownElement(code)) return error;
  refused.add('transfer');
  connection.standing.lose('UploadItems');
  const fault = makeFault('unsupported', 'endpoint', code, 'The server does not know UploadItems.', connection.side);
  return new FaultError({ ...fault, operation: 'UploadItems' });
}

/** The parcel will not be written: whoever feeds it shall stop. */
async function letGo(content: ReadableStream<Uint8Array>): Promise<void> {
  try {
    if (!content.locked) await content.cancel();
  } catch {
    // It broke before; nothing feeds it any more.
  }
}
