import { FaultError, faultOf } from '../engine/fault.ts';
import type { Folder } from '../engine/item.ts';
import type { Reach } from '../engine/mailbox.ts';
import { sideBySide } from '../lib/side-by-side.ts';
import type { Connection } from './connection.ts';
import { makeFault, responseFault } from './faults.ts';
import { findFolderBody, readFoundFolders } from './operations/find-folder.ts';
import { getFolderBody, type FolderRef } from './operations/get-folder.ts';
import { readHierarchy, syncFolderHierarchyBody } from './operations/sync-folder-hierarchy.ts';
import { extendedValue, FOLDER_HIDDEN, FOLDER_SIZE } from './properties.ts';
import { requireMessage, responseMessages } from './responses.ts';
import { attributeOf, child, childText, type XmlElement } from './scan.ts';
import { mayBeRefusal } from './standing.ts';
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
/** Hidden ones that servers make anew for themselves. Others (quick steps, ignored conversations) are their owner's. */
const SKIPPED_IF_HIDDEN = /^IPF\.(?:Contact\.|Files|SocialConnector|StoreItem)/i;

/** Roots beside the message root, with the names that are known below them. */
const FURTHER: readonly (readonly [wanted: keyof Reach, root: string, below: readonly (readonly string[])[]])[] = [
  // Not every 2013 knows the inbox of an archive by name.
  ['archive', 'archivemsgfolderroot', [['archivedeleteditems', 'archiveinbox'], ['archivedeleteditems']]],
  ['recoverableItems', 'recoverableitemsdeletions', []],
];

/**
 * The whole tree below the message root, which comes first; parents before their children. Search folders and those
 * that no one migrates are left out, with what is below them. Behind it what else `reach` asks for and the mailbox has.
 * Throws FaultError.
 */
export async function listFolders(connection: Connection, signal: AbortSignal, reach: Reach = {}): Promise<Folder[]> {
  // None of them needs the others' answers.
  const [distinguished, below, beside] = await sideBySide([
    distinguishedFolders(connection, signal),
    pages(connection, { distinguishedId: ROOT }, 'Deep', signal),
    further(connection, signal, reach),
  ]);
  const root = distinguished.get(ROOT);
  if (root === undefined) throw new FaultError(rootMissing(connection));
  return [...treeOf(root, below, distinguished), ...beside];
}

function treeOf(root: Folder, below: readonly XmlElement[], distinguished: ReadonlyMap<string, Folder>): Folder[] {
  const names = new Map([...distinguished].map(([name, folder]) => [folder.id, name]));
  const children = new Map<string, Folder[]>();
  for (const element of below) {
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

/** A mailbox without an archive is none without folders: what is not there is not listed. */
async function further(connection: Connection, signal: AbortSignal, reach: Reach): Promise<Folder[]> {
  const wanted = FURTHER.filter(([what]) => reach[what] === true);
  if (wanted.length === 0 || !isAtLeast(await connection.version(signal), 'Exchange2010_SP1')) return [];
  const listed: Folder[] = [];
  for (const [, root, below] of wanted) {
    const found = await namedFolders(connection, [root], signal);
    const folder = found.get(root);
    if (folder === undefined) continue;
    // A hidden folder that was asked for by its name is no secret.
    delete folder.isHidden;
    if (below.length === 0) listed.push(folder);
    else {
      const known = await firstAccepted(below.map((names) => () => namedFolders(connection, names, signal)));
      const tree = await pages(connection, { distinguishedId: root }, 'Deep', signal);
      listed.push(...treeOf(folder, tree, known));
    }
  }
  return listed;
}

/** Those of these distinguished folders that the mailbox has. */
async function namedFolders(
  connection: Connection,
  names: readonly string[],
  signal: AbortSignal,
): Promise<Map<string, Folder>> {
  const refs = names.map((distinguishedId) => ({ distinguishedId }));
  const body = () => getFolderBody(refs, owner(connection));
  const response = await connection.call({ operation: 'GetFolder', body, signal });
  const folders = new Map<string, Folder>();
  for (const [index, message] of responseMessages(response).entries()) {
    const name = names[index];
    const fault = responseFault(message, connection.side);
    // Only what is not there, or not to be opened, is left out.
    if (fault && !['vanished', 'access', 'unknown', 'unsupported', 'corrupt'].includes(fault.kind))
      throw new FaultError(fault);
    const element = child(message, 'Folders')?.children[0];
    if (fault || element === undefined || name === undefined) continue;
    folders.set(name, readFolder(element, new Map([[attributeOf(child(element, 'FolderId'), 'Id') ?? '', name]])));
  }
  return folders;
}

/** The id of a root of the mailbox, such as `msgfolderroot`. Throws FaultError. */
export async function readRootId(
  connection: Connection,
  distinguishedId: string,
  signal: AbortSignal,
): Promise<string> {
  const response = await connection.call({
    operation: 'GetFolder',
    body: () => getFolderBody([{ distinguishedId }], owner(connection), false),
    signal,
  });
  const element = child(requireMessage(response, connection.side), 'Folders')?.children[0];
  if (element) return readFolder(element, new Map()).id;
  const message = 'The mailbox does not show its root.';
  throw new FaultError(makeFault('access', 'mailbox', 'no-root', message, connection.side));
}

/** The folders in a parent, to be asked for by name, in any case, as servers tell folders apart. Throws FaultError. */
export async function childFolders(
  connection: Connection,
  parentId: string,
  signal: AbortSignal,
): Promise<(name: string) => Folder | undefined> {
  const keyOf = (name: string) => name.normalize('NFC').toLowerCase();
  const folders = new Map<string, Folder>();
  for (const folder of await listChildren(connection, { id: parentId }, signal)) {
    const key = keyOf(folder.name);
    if (!folders.has(key)) folders.set(key, folder);
  }
  return (name) => folders.get(keyOf(name));
}

/** The folders right below one, search folders left out. Throws FaultError. */
export async function listChildren(connection: Connection, parent: FolderRef, signal: AbortSignal): Promise<Folder[]> {
  const elements = await pages(connection, parent, 'Shallow', signal);
  return elements.filter(({ name }) => name !== 'SearchFolder').map((element) => readFolder(element, new Map()));
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
  if (folder.distinguishedId !== undefined) return !SKIPPED.has(folder.distinguishedId);
  return !SKIPPED_CLASSES.test(folder.folderClass) && !(folder.isHidden && SKIPPED_IF_HIDDEN.test(folder.folderClass));
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
  try {
    return await firstAccepted([() => all(true), () => all(false)]);
  } catch (error) {
    if (connection.standing.works('FindFolder') || !mayBeRefusal(faultOf(error))) throw error;
    return hierarchy(connection, parent, traversal, signal).catch(() => {
      throw error;
    });
  }
}

/** The same where the server does not answer FindFolder. */
async function hierarchy(
  connection: Connection,
  parent: FolderRef,
  traversal: 'Deep' | 'Shallow',
  signal: AbortSignal,
): Promise<XmlElement[]> {
  const all = async (isFull: boolean) => {
    const folders: XmlElement[] = [];
    for (let state: string | undefined; ;) {
      const asked = state;
      const response: XmlElement = await connection.call({
        operation: 'SyncFolderHierarchy',
        body: () => syncFolderHierarchyBody(parent, owner(connection), asked, isFull),
        signal,
      });
      const page = readHierarchy(requireMessage(response, connection.side));
      folders.push(...page.folders);
      if (page.next === undefined || page.next === asked) return folders;
      state = page.next;
    }
  };
  const found = await firstAccepted([() => all(true), () => all(false)]);
  if (traversal === 'Deep') return found;
  const parentId = 'id' in parent ? parent.id : await readRootId(connection, parent.distinguishedId, signal);
  return found.filter((element) => attributeOf(child(element, 'ParentFolderId'), 'Id') === parentId);
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
