import { FaultError, isPassingForItem, type Fault, type FaultKind } from '../../engine/model/fault.ts';
import type { Folder } from '../../engine/model/item.ts';
import type { Connection } from '../client/connection.ts';
import { responseMessages } from '../client/responses.ts';
import { responseFault } from '../faults/response-faults.ts';
import { getFolderBody } from '../operations/folders/get-folder.ts';
import { MESSAGE_ROOT } from '../operations/folders/well-known.ts';
import { attributeOf, child, type XmlElement } from '../xml/scan.ts';
import { isMigrated } from './folder-tree.ts';
import { ownerOf } from './find-folders.ts';
import { readFolder } from './read-folder.ts';

/** What says that a mailbox has no folder of this name, or that its server does not know the name. */
const NOT_THERE: ReadonlySet<FaultKind> = new Set(['vanished', 'unsupported', 'corrupt']);
/** Times that a server may fail one name before its word is taken. */
const MAX_FAULTS = 2;

/** An answer to a request for distinguished folders: those that it shows, and faults that prove no absence. */
export type NamedFolders = { folders: Map<string, Folder>; open: Map<string, Fault> };

/** Sorts an answer by what each name came to. A name in neither map is of a folder that the mailbox does not have. */
export function sortNamed(
  messages: readonly XmlElement[],
  names: readonly string[],
  side: Connection['side'],
): NamedFolders {
  const folders = new Map<string, Folder>();
  const open = new Map<string, Fault>();
  for (const [index, message] of messages.entries()) {
    const name = names[index];
    if (name === undefined) continue;
    const fault = responseFault(message, side);
    const element = child(message, 'Folders')?.children[0];
    if (fault && isOpen(name, fault)) open.set(name, fault);
    if (fault || element === undefined) continue;
    folders.set(name, readFolder(element, new Map([[attributeOf(child(element, 'FolderId'), 'Id') ?? '', name]])));
  }
  return { folders, open };
}

/**
 * Without its root a mailbox shows nothing. A folder that is never migrated may be denied permanently, as those of
 * administrators are; but if a temporary fault hid it, it would pass for a person's folder.
 */
function isOpen(name: string, fault: Fault): boolean {
  if (name === MESSAGE_ROOT) return true;
  return isMigrated(name) ? !NOT_THERE.has(fault.kind) : isPassingForItem(fault);
}

type ReadHow = {
  isFull?: boolean;
  leftOut?: readonly FaultKind[];
  denied?: Map<string, Fault>;
  isPatient?: boolean;
};

/**
 * Those of these distinguished folders that the mailbox has, by name. A folder is absent only if the server says so: all
 * other answers, and folders skipped because of them, are requested again. A fault that stays is thrown, unless its kind
 * is in `leftOut`; or noted in `denied` if other folders are shown. With `isPatient`, a temporary fault is thrown as
 * well. Throws FaultError.
 */
export async function readNamed(
  connection: Connection,
  names: readonly string[],
  signal: AbortSignal,
  { isFull = true, leftOut = [], denied, isPatient = true }: ReadHow = {},
): Promise<Map<string, Folder>> {
  const found = new Map<string, Folder>();
  const faults = new Map<string, number>();
  for (let rest = names; rest.length > 0;) {
    const refs = rest.map((distinguishedId) => ({ distinguishedId }));
    const body = () => getFolderBody(refs, ownerOf(connection), isFull);
    const response = await connection.call({ operation: 'GetFolder', body, signal });
    const { folders, open } = sortNamed(responseMessages(response), rest, connection.side);
    for (const [name, folder] of folders) found.set(name, folder);
    const hasAnswered = open.size < rest.length;
    const held: string[] = [];
    const failed: string[] = [];
    for (const [name, fault] of open) {
      if (fault.kind === 'not-processed') {
        held.push(name);
        continue;
      }
      const count = (faults.get(name) ?? 0) + 1;
      faults.set(name, count);
      const isLasting = count >= MAX_FAULTS || name === MESSAGE_ROOT || (fault.kind === 'busy' && !hasAnswered);
      if (!isLasting) failed.push(name);
      else if (denied && found.size > 0 && name !== MESSAGE_ROOT && !(isPatient && isPassingForItem(fault)))
        denied.set(name, fault);
      else if (name === MESSAGE_ROOT || !leftOut.includes(fault.kind)) throw new FaultError(fault);
    }
    const [stopped] = open.values();
    if (stopped && !hasAnswered && failed.length === 0 && held.length === open.size) throw new FaultError(stopped);
    // What failed goes last: it keeps no other folder from being answered.
    rest = [...held, ...failed];
  }
  return found;
}
