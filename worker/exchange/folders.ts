import { FaultError, faultOf } from '../engine/fault.ts';
import type { Folder } from '../engine/item.ts';
import type { Connection } from './connection.ts';
import { makeFault, responseFault } from './faults.ts';
import { findFolderBody, readFoundFolders } from './operations/find-folder.ts';
import { getFolderBody, type FolderRef } from './operations/get-folder.ts';
import { extendedValue, FOLDER_HIDDEN, FOLDER_SIZE } from './properties.ts';
import { requireMessage, responseMessages } from './responses.ts';
import { attributeOf, child, childText, type XmlElement } from './scan.ts';
import { isAtLeast, type RequestVersion } from './versions.ts';

const ROOT = 'msgfolderroot';

/** Distinguished folders by the first version whose schema has them. */
const DISTINGUISHED: readonly (readonly [RequestVersion, readonly string[]])[] = [
  [
    'Exchange2007_SP1',
    [
      ROOT,
      'inbox',
      'calendar',
      'contacts',
      'deleteditems',
      'drafts',
      'journal',
      'notes',
      'outbox',
      'sentitems',
      'tasks',
      'junkemail',
      'searchfolders',
      'voicemail',
    ],
  ],
  [
    'Exchange2013',
    [
      'syncissues',
      'conflicts',
      'localfailures',
      'serverfailures',
      'recipientcache',
      'quickcontacts',
      'conversationhistory',
      'adminauditlogs',
      'todosearch',
      'mycontacts',
      'directory',
      'imcontactlist',
      'peopleconnect',
      'favorites',
    ],
  ],
];

/** Folders that no one migrates: what servers and clients keep for themselves. */
const SKIPPED = new Set([
  'outbox',
  'syncissues',
  'conflicts',
  'localfailures',
  'serverfailures',
  'searchfolders',
  'recipientcache',
  'quickcontacts',
  'imcontactlist',
  'adminauditlogs',
  'directory',
  'peopleconnect',
  'todosearch',
  'mycontacts',
  'favorites',
]);

/** The same where a server has no name for them; container classes are not localised. */
const SKIPPED_CLASSES = /^IPF\.Contact\.(?:MOC\.|RecipientCache|GalContacts|PeopleConnect)/i;

/**
 * The whole tree below the message root, which comes first; parents before their children. Search folders, hidden
 * folders and those that no one migrates are left out, with what is below them. Throws FaultError.
 */
export async function listFolders(connection: Connection, signal: AbortSignal): Promise<Folder[]> {
  const distinguished = await distinguishedFolders(connection, signal);
  const root = distinguished.get(ROOT);
  if (root === undefined) throw new FaultError(rootMissing(connection));
  const names = new Map([...distinguished].map(([name, folder]) => [folder.id, name]));
  const children = new Map<string, Folder[]>();
  for (const element of await deepFolders(connection, signal)) {
    if (element.name === 'SearchFolder') continue;
    const folder = readFolder(element, names);
    const siblings = children.get(folder.parentId);
    if (siblings) siblings.push(folder);
    else children.set(folder.parentId, [folder]);
  }
  const listed: Folder[] = [root];
  // The list grows while it is walked: breadth first, so that parents precede.
  for (const parent of listed)
    for (const folder of children.get(parent.id) ?? []) if (isWanted(folder)) listed.push(folder);
  return listed;
}

/** A folder in a parent by its name, in any case, as folders are told apart by servers. Throws FaultError. */
export async function findChildFolder(
  connection: Connection,
  parentId: string,
  name: string,
  signal: AbortSignal,
): Promise<Folder | undefined> {
  const wanted = name.normalize('NFC').toLowerCase();
  for (const element of await pages(connection, { id: parentId }, 'Shallow', signal)) {
    const folder = readFolder(element, new Map());
    if (element.name !== 'SearchFolder' && folder.name.normalize('NFC').toLowerCase() === wanted) return folder;
  }
  return undefined;
}

/** A folder's element as the engine knows folders. */
export function readFolder(element: XmlElement, distinguishedNames: ReadonlyMap<string, string>): Folder {
  const id = attributeOf(child(element, 'FolderId'), 'Id') ?? '';
  const folder: Folder = {
    id,
    parentId: attributeOf(child(element, 'ParentFolderId'), 'Id') ?? '',
    name: childText(element, 'DisplayName') ?? '',
    folderClass: childText(element, 'FolderClass') ?? CLASS_OF_ELEMENT[element.name] ?? '',
    totalCount: Number(childText(element, 'TotalCount') ?? 0) || 0,
  };
  const distinguishedId = distinguishedNames.get(id) ?? childText(element, 'DistinguishedFolderId');
  if (distinguishedId) folder.distinguishedId = distinguishedId;
  const sizeBytes = Number(extendedValue(element, FOLDER_SIZE) ?? Number.NaN);
  if (Number.isFinite(sizeBytes)) folder.sizeBytes = sizeBytes;
  if (extendedValue(element, FOLDER_HIDDEN)?.trim().toLowerCase() === 'true') folder.isHidden = true;
  return folder;
}

function isWanted(folder: Folder): boolean {
  if (folder.isHidden) return false;
  return folder.distinguishedId === undefined
    ? !SKIPPED_CLASSES.test(folder.folderClass)
    : !SKIPPED.has(folder.distinguishedId);
}

/** The distinguished folders that this mailbox has, by name. */
async function distinguishedFolders(connection: Connection, signal: AbortSignal): Promise<Map<string, Folder>> {
  const version = await connection.version(signal);
  const names = DISTINGUISHED.flatMap(([since, list]) => (isAtLeast(version, since) ? list : []));
  const read = async (asked: readonly string[], isFull: boolean) => {
    const refs = asked.map((distinguishedId) => ({ distinguishedId }));
    const response = await connection.call({
      operation: 'GetFolder',
      body: () => getFolderBody(refs, owner(connection), isFull),
      signal,
    });
    return responseMessages(response);
  };
  // Servers of another make refuse a request for a name or a property that they do not know, as a whole.
  const oldest = DISTINGUISHED[0]?.[1] ?? [ROOT];
  const messages = await firstAccepted([() => read(names, true), () => read(oldest, true), () => read(oldest, false)]);
  const folders = new Map<string, Folder>();
  for (const [index, message] of messages.entries()) {
    const name = names[index];
    const fault = responseFault(message, connection.side);
    if (fault && name === ROOT) throw new FaultError(fault);
    const element = child(message, 'Folders')?.children[0];
    if (fault || element === undefined || name === undefined) continue;
    folders.set(name, readFolder(element, new Map([[attributeOf(child(element, 'FolderId'), 'Id') ?? '', name]])));
  }
  return folders;
}

function deepFolders(connection: Connection, signal: AbortSignal): Promise<XmlElement[]> {
  return pages(connection, { distinguishedId: ROOT }, 'Deep', signal);
}

async function pages(
  connection: Connection,
  parent: FolderRef,
  traversal: 'Deep' | 'Shallow',
  signal: AbortSignal,
): Promise<XmlElement[]> {
  const all = async (isFull: boolean) => {
    const folders: XmlElement[] = [];
    for (let offset: number | undefined = 0; offset !== undefined;) {
      const how = { traversal, offset, isFull };
      const response: XmlElement = await connection.call({
        operation: 'FindFolder',
        body: () => findFolderBody(parent, owner(connection), how),
        signal,
      });
      const page = readFoundFolders(requireMessage(response, connection.side), offset);
      folders.push(...page.folders);
      offset = page.next;
    }
    return folders;
  };
  return firstAccepted([() => all(true), () => all(false)]);
}

/** The first attempt that the server does not turn down for what it asks. */
async function firstAccepted<T>(attempts: readonly (() => Promise<T>)[]): Promise<T> {
  for (const [index, attempt] of attempts.entries()) {
    try {
      return await attempt();
    } catch (error) {
      const isRefusedShape = ['corrupt', 'unsupported', 'unknown'].includes(faultOf(error).kind);
      if (!isRefusedShape || index === attempts.length - 1) throw error;
    }
  }
  throw new Error('nothing was attempted');
}

function owner(connection: Connection) {
  return { mailbox: connection.mailbox, impersonates: connection.impersonates };
}

function rootMissing(connection: Connection) {
  return makeFault('access', 'mailbox', 'no-message-root', 'The mailbox shows no message folders.', connection.side);
}

const CLASS_OF_ELEMENT: Record<string, string> = {
  CalendarFolder: 'IPF.Appointment',
  ContactsFolder: 'IPF.Contact',
  TasksFolder: 'IPF.Task',
};
