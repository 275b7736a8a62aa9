import { FaultError, type Fault } from '../../engine/model/fault.ts';
import type { Folder } from '../../engine/model/item.ts';
import type { ListHow, Reach } from '../../engine/model/mailbox.ts';
import { sideBySide } from '../../lib/side-by-side.ts';
import type { Connection } from '../client/connection.ts';
import { makeFault } from '../faults/make-fault.ts';
import { findFolders, firstAccepted, ownerOf } from './find-folders.ts';
import { findTree, isMigrated, readTree } from './folder-tree.ts';
import { getFolderBody, type FolderRef } from '../operations/folders/get-folder.ts';
import { MESSAGE_ROOT } from '../operations/folders/well-known.ts';
import { readFolder } from './read-folder.ts';
import { readNamed } from './named-folders.ts';
import { readWellKnown } from './well-known-folders.ts';
import { requireMessage } from '../client/responses.ts';
import { child } from '../xml/scan.ts';
import { isAtLeast } from '../operations/versions.ts';

/** Roots other than the message root, with the well-known names below them. */
const FURTHER: readonly (readonly [wanted: keyof Reach, root: string, below: readonly (readonly string[])[]])[] = [
  // Not every 2013 knows the inbox of an archive by name.
  ['archive', 'archivemsgfolderroot', [['archivedeleteditems', 'archiveinbox'], ['archivedeleteditems']]],
  ['recoverableItems', 'recoverableitemsdeletions', []],
];

/**
 * The message root and the whole tree below it, parents before their children, without search folders and folders that
 * are never migrated, and without their subfolders. Then what `reach` asks for and the mailbox has. `shown` has the
 * well-known folders that the server showed a moment ago. A well-known folder that stays denied is listed last, with the
 * reason. Throws FaultError.
 */
export async function listFolders(
  connection: Connection,
  signal: AbortSignal,
  { isPatient = true, ...reach }: Reach & ListHow = {},
  shown?: ReadonlyMap<string, Folder>,
): Promise<Folder[]> {
  // None of them needs the others' answers.
  const [distinguished, below, beside] = await sideBySide([
    readWellKnown(connection, signal, shown, isPatient),
    findTree(connection, { distinguishedId: MESSAGE_ROOT }, signal),
    further(connection, signal, reach),
  ]);
  const { folders, denied } = distinguished;
  const root = folders.get(MESSAGE_ROOT);
  if (root === undefined) throw new FaultError(rootMissing(connection));
  const tree = await readTree(connection, root, below, folders, signal);
  return [...tree, ...[...denied].filter(([name]) => isMigrated(name)).map(deniedFolder(root)), ...beside];
}

/** A well-known folder of which only the name is known; no server gives such an id. */
function deniedFolder({ id: parentId }: Folder): (entry: [name: string, fault: Fault]) => Folder {
  return ([name, denied]) => ({
    id: `?${name}`,
    parentId,
    name: SHOWN_NAMES[name] ?? name,
    distinguishedId: name,
    folderClass: '',
    totalCount: 0,
    denied,
  });
}

const SHOWN_NAMES: Readonly<Record<string, string>> = {
  inbox: 'Inbox',
  calendar: 'Calendar',
  contacts: 'Contacts',
  deleteditems: 'Deleted Items',
  drafts: 'Drafts',
  journal: 'Journal',
  notes: 'Notes',
  sentitems: 'Sent Items',
  tasks: 'Tasks',
  junkemail: 'Junk E-mail',
  voicemail: 'Voice Mail',
  conversationhistory: 'Conversation History',
};

/** A mailbox may have no archive: missing roots are not listed. */
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
      const tree = await findTree(connection, { distinguishedId: root }, signal);
      listed.push(...(await readTree(connection, folder, tree, known, signal)));
    }
  }
  return listed;
}

/** What is not there, or not to be opened, is left out. */
function namedFolders(connection: Connection, names: readonly string[], signal: AbortSignal) {
  return readNamed(connection, names, signal, { leftOut: ['access', 'unknown'] });
}

/** The id of a root of the mailbox, such as `msgfolderroot`. Throws FaultError. */
export async function readRootId(
  connection: Connection,
  distinguishedId: string,
  signal: AbortSignal,
): Promise<string> {
  const response = await connection.call({
    operation: 'GetFolder',
    body: () => getFolderBody([{ distinguishedId }], ownerOf(connection), false),
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
  const found = await findFolders(connection, parent, 'Shallow', signal);
  return found.filter(({ isSearch }) => !isSearch).map(({ folder }) => folder);
}

function rootMissing(connection: Connection) {
  return makeFault('access', 'mailbox', 'no-message-root', 'The mailbox shows no message folders.', connection.side);
}
