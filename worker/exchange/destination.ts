import { FaultError, faultOf, type Fault } from '../engine/fault.ts';
import type { CopyPath, Folder, ItemFacts } from '../engine/item.ts';
import type { MailboxDestination, Parcel, WriteResult } from '../engine/mailbox.ts';
import { readAbilities } from './abilities.ts';
import type { Piece } from './bytes.ts';
import type { Connection } from './connection.ts';
import { applyExceptions } from './exceptions.ts';
import { isUnknownElement, makeFault, responseFault } from './faults.ts';
import { findChildFolder, listFolders, readFolder } from './folders.ts';
import { mimeItemAround } from './mime.ts';
import { createFolderBody } from './operations/create-folder.ts';
import { deleteItemsBody } from './operations/delete-item.ts';
import { getItemBody, itemIn } from './operations/get-item.ts';
import { moveItemBody } from './operations/move-item.ts';
import { createItemAround, createItemBody, readNewId } from './operations/create-item.ts';
import { readStateUpdate, updateItemBody } from './operations/update-item.ts';
import { uploadItemAround, uploadItemsBody } from './operations/upload-items.ts';
import { placeFolder } from './place-folder.ts';
import { requireMessage, responseMessages, settleBatch } from './responses.ts';
import { attributeOf, child, type XmlElement } from './scan.ts';
import { createSettingsDestination } from './settings/settings.ts';
import type { TypedAttendant } from './source.ts';
import { createFolderSync } from './sync.ts';

/** A mailbox on an Exchange server, written by EWS. Nothing that it does sends anything to anyone. */
export function createExchangeDestination(connection: Connection): MailboxDestination {
  const refused = new Set<CopyPath>();
  const sync = createFolderSync(connection);
  return {
    settings: createSettingsDestination(connection),
    abilities: (signal) => readAbilities(connection, refused, signal),
    folders: (signal) => listFolders(connection, signal),
    createFolder: (parentId, name, folderClass, signal) =>
      createFolder(connection, { parentId, name, folderClass }, signal),
    placeFolder: (folderId, parentId, name, signal) => placeFolder(connection, { folderId, parentId, name }, signal),
    changes: (folderId, syncState, signal) => sync.page(folderId, syncState, signal),
    arrivals: async (folderId, mark, signal) => {
      const arrived = new Map<string, ItemFacts>();
      for (let state = mark; ;) {
        const page = await sync.page(folderId, state, signal);
        for (const change of page.changes) {
          if (change.kind === 'delete') arrived.delete(change.id);
          else if (change.kind !== 'read-flag') arrived.set(change.item.id, change.item);
        }
        if (page.isLast || page.syncState === state) return [...arrived.values()];
        state = page.syncState;
      }
    },
    write: async (folderId, parcels, signal) => {
      if (parcels.length === 0) return [];
      try {
        const results = await write(connection, folderId, parcels, signal);
        return await attend(connection, parcels, results, signal);
      } catch (error) {
        for (const { content } of parcels) if (content instanceof ReadableStream) await letGo(content);
        throw rememberUnsupported(error, parcels, refused, connection);
      }
    },
    changeKeys: (ids, signal) => readChangeKeys(connection, ids, signal),
    move: async (folderId, items, signal) => {
      if (items.length === 0) return [];
      const response = await connection.call({
        operation: 'MoveItem',
        body: (version) =>
          moveItemBody(
            folderId,
            items.map(({ id }) => id),
            version,
          ),
        mutates: true,
        signal,
      });
      return perItem(
        connection,
        items.map(({ sourceId }) => sourceId),
        response,
      );
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
      return perItem(
        connection,
        items.map(({ id }) => id),
        response,
      );
    },
  };
}

async function createFolder(
  connection: Connection,
  { parentId, name, folderClass }: { parentId: string; name: string; folderClass: string },
  signal: AbortSignal,
): Promise<Folder> {
  // Done twice it finds the first one's folder: a lost answer is no doubt.
  try {
    const response = await connection.call({
      operation: 'CreateFolder',
      body: () => createFolderBody(parentId, name, folderClass),
      signal,
    });
    const element = child(requireMessage(response, connection.side), 'Folders')?.children[0];
    if (element) return { ...readFolder(element, new Map()), parentId, name, folderClass };
  } catch (error) {
    if (faultOf(error).code !== 'ErrorFolderExists') throw error;
  }
  const existing = await findChildFolder(connection, parentId, name, signal);
  if (existing) return existing;
  const message = 'The server says that the folder exists, and does not show it.';
  throw new FaultError(makeFault('transient', 'folder', 'folder-not-shown', message, connection.side));
}

/** A missing item has no entry; any other trouble with one is told as a key that fits no copy of ours. */
async function readChangeKeys(
  connection: Connection,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const keys = new Map<string, string>();
  if (ids.length === 0) return keys;
  const response = await connection.call({
    operation: 'GetItem',
    body: () => getItemBody(ids, { base: 'IdOnly', withMime: false, properties: '' }),
    signal,
  });
  const messages = responseMessages(response);
  for (const [index, id] of ids.entries()) {
    const message = messages[index];
    const fault = message && responseFault(message, connection.side);
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

function write(
  connection: Connection,
  folderId: string,
  parcels: readonly Parcel[],
  signal: AbortSignal,
): Promise<WriteResult[]> {
  const only = parcels.length === 1 ? parcels[0] : undefined;
  if (only && only.content instanceof ReadableStream) return writeStream(connection, folderId, only, signal);
  return writeBatch(connection, folderId, parcels, signal);
}

async function writeBatch(
  connection: Connection,
  folderId: string,
  parcels: readonly Parcel[],
  signal: AbortSignal,
): Promise<WriteResult[]> {
  const contents = parcels.map(({ content }) => {
    if (content instanceof Uint8Array) return content;
    throw new TypeError('A stream is written alone.');
  });
  const path = parcels[0]?.path;
  const response = await connection.call({
    operation: path === 'transfer' ? 'UploadItems' : 'CreateItem',
    body: () =>
      path === 'transfer'
        ? uploadItemsBody(folderId, contents)
        : createItemBody(
            folderId,
            parcels.flatMap((parcel, index) => newItem(parcel, contents[index] ?? new Uint8Array(0))),
          ),
    mutates: true,
    signal,
  });
  return perItem(
    connection,
    parcels.map(({ sourceId }) => sourceId),
    response,
  );
}

async function writeStream(
  connection: Connection,
  folderId: string,
  parcel: Parcel,
  signal: AbortSignal,
): Promise<WriteResult[]> {
  const { content, lengthBytes, path } = parcel;
  if (!(content instanceof ReadableStream)) throw new TypeError('The parcel has no stream.');
  const response = await connection.upload({
    operation: path === 'transfer' ? 'UploadItems' : 'CreateItem',
    body: () => {
      const around = path === 'transfer' ? uploadItemAround(folderId) : createItemAround(folderId);
      const item = path === 'mime' ? mimeAround(parcel) : { before: [], after: [] };
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
  return perItem(connection, [parcel.sourceId], response);
}

function newItem(parcel: Parcel, content: Uint8Array): Piece[] {
  if (parcel.path === 'typed') return [content];
  const { before, after } = mimeAround(parcel);
  return [...before, content, ...after];
}

function mimeAround(parcel: Parcel) {
  return mimeItemAround(parcel.itemClass, parcel.properties ?? new Uint8Array(0));
}

/** What a typed item still needs once it is there. Its own losses are told with it; the item stays a success. */
async function attend(
  connection: Connection,
  parcels: readonly Parcel[],
  results: readonly WriteResult[],
  signal: AbortSignal,
): Promise<WriteResult[]> {
  const attended: WriteResult[] = [];
  for (const [index, result] of results.entries()) {
    const attendant = parcels[index]?.attendant as TypedAttendant | undefined;
    if ('fault' in result || attendant === undefined) {
      attended.push(result);
      continue;
    }
    const missed = attendant.exceptions
      ? await applyExceptions(connection, result.id, attendant.exceptions, signal)
      : [];
    const losses = [...attendant.losses, ...missed];
    attended.push(losses.length === 0 ? result : { ...result, losses });
  }
  return attended;
}

function perItem(connection: Connection, sourceIds: readonly string[], response: XmlElement): WriteResult[] {
  const messages = responseMessages(response);
  const results = sourceIds.map((sourceId, index): WriteResult & { fault?: Fault } => {
    const message = messages[index];
    if (message === undefined) return { sourceId, fault: missingResult(connection) };
    const fault = responseFault(message, connection.side);
    if (fault) return { sourceId, fault };
    const created = readNewId(message);
    // A success without an id: it is there, and only the folder's list can tell where.
    return created ? { sourceId, ...created } : { sourceId, fault: missingResult(connection) };
  });
  return settleBatch<WriteResult>(results);
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
  return new FaultError(
    makeFault('unsupported', 'endpoint', code, 'The server does not know UploadItems.', connection.side),
  );
}

/** The parcel will not be written: whoever feeds it shall stop. */
async function letGo(content: ReadableStream<Uint8Array>): Promise<void> {
  try {
    if (!content.locked) await content.cancel();
  } catch {
    // It broke before; nothing feeds it any more.
  }
}

function missingResult(connection: Connection): Fault {
  return makeFault('in-doubt', 'item', 'missing-result', 'The server did not say what became of it.', connection.side);
}
