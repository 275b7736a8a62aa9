import { FaultError } from '../../engine/model/fault.ts';
import type { Folder } from '../../engine/model/item.ts';
import { sideBySide } from '../../lib/side-by-side.ts';
import type { Connection } from '../client/connection.ts';
import { requireMessage } from '../client/responses.ts';
import { makeFault } from '../faults/make-fault.ts';
import { listChildren, readRootId } from '../folders/list-folders.ts';
import { readFolder } from '../folders/read-folder.ts';
import { createFolderBody } from '../operations/folders/create-folder.ts';
import { child } from '../xml/scan.ts';
import { removeWithContent } from './remove-folders.ts';

/** Stands for a container class: the folder of items that are only tried, and removed again. */
export const TRIAL = 'trial';

/** What a staging folder is called, by its container class. */
const NAMES: Readonly<Record<string, string>> = {
  [TRIAL]: 'Mailferry test',
  'IPF.Note': 'Mailferry mail',
  'IPF.Appointment': 'Mailferry calendar',
  'IPF.Contact': 'Mailferry contacts',
  'IPF.Task': 'Mailferry tasks',
};
export const OWN_NAMES: ReadonlySet<string> = new Set(Object.values(NAMES));

/** Where staging folders may be, best first. */
export const PLACES = ['root', 'msgfolderroot'] as const;
export type Place = (typeof PLACES)[number];

/**
 * Makes an empty staging folder in a place. One that a run left there when it was cut off is removed with what was
 * unfinished in it. Returns the id. Throws FaultError.
 */
export async function makeStagingFolder(
  connection: Connection,
  place: Place,
  folderClass: string,
  signal: AbortSignal,
): Promise<string> {
  const name = NAMES[folderClass] ?? folderClass;
  const ownClass = folderClass === TRIAL ? 'IPF.Note' : folderClass;
  const [parent, left] = await sideBySide([
    readRootId(connection, place, signal),
    findStagingFolders(connection, place, new Set([name]), signal),
  ]);
  await removeWithContent(connection, left, signal);
  const response = await connection.call({
    operation: 'CreateFolder',
    body: () => createFolderBody(parent, [{ name, folderClass: ownClass, isHidden: place === 'msgfolderroot' }]),
    signal,
  });
  const element = child(requireMessage(response, connection.side), 'Folders')?.children[0];
  const id = element && readFolder(element, new Map()).id;
  if (id) return id;
  const message = 'The server created a folder but does not return its id.';
  throw new FaultError(makeFault('transient', 'folder', 'folder-not-shown', message, connection.side));
}

/** The ids of our folders in a place, by their names. A folder that people see is theirs, whatever its name. */
export async function findStagingFolders(
  connection: Connection,
  place: Place,
  names: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<string[]> {
  const children = await listChildren(connection, { distinguishedId: place }, signal);
  const isOwn = ({ name, isHidden }: Folder) => names.has(name) && (place === 'root' || isHidden === true);
  return children.filter(isOwn).map(({ id }) => id);
}
