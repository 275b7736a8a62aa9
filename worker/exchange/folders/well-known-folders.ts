import { FaultError } from '../../engine/model/fault.ts';
import type { Folder } from '../../engine/model/item.ts';
import type { Connection } from '../client/connection.ts';
import { responseMessages } from '../client/responses.ts';
import { responseFault } from '../faults/response-faults.ts';
import { getFolderBody } from '../operations/folders/get-folder.ts';
import { FIRST_NAMES, LATER_NAMES, MESSAGE_ROOT } from '../operations/folders/well-known.ts';
import { isAtLeast } from '../operations/versions.ts';
import { attributeOf, child, type XmlElement } from '../xml/scan.ts';
import { firstAccepted, ownerOf } from './find-folders.ts';
import { readFolder } from './read-folder.ts';

/** The well-known folders that the server showed when it told its version, by name; undefined where it did not. */
export function greetedFolders(connection: Connection): Map<string, Folder> | undefined {
  const answer = connection.greeting();
  const messages = answer ? responseMessages(answer) : [];
  if (messages.length !== FIRST_NAMES.length) return undefined;
  const folders = foldersIn(messages, FIRST_NAMES, connection.side);
  return folders.has(MESSAGE_ROOT) ? folders : undefined;
}

/** The well-known folders that this mailbox has, by name. Those that are `shown` are not asked for. Throws FaultError. */
export async function readWellKnown(
  connection: Connection,
  signal: AbortSignal,
  shown?: ReadonlyMap<string, Folder>,
): Promise<Map<string, Folder>> {
  const version = await connection.version(signal);
  const later = LATER_NAMES.flatMap(([since, names]) => (isAtLeast(version, since) ? names : []));
  const read = async (names: readonly string[], isFull = true) => {
    const refs = names.map((distinguishedId) => ({ distinguishedId }));
    const body = () => getFolderBody(refs, ownerOf(connection), isFull);
    return responseMessages(await connection.call({ operation: 'GetFolder', body, signal }));
  };
  const { side } = connection;
  // Servers of another make refuse a request for a name or a property that they do not know, as a whole.
  if (shown) {
    const messages = later.length > 0 ? await firstAccepted([() => read(later), async () => []]) : [];
    return new Map([...shown, ...foldersIn(messages, later, side)]);
  }
  const names = [...FIRST_NAMES, ...later];
  const messages = await firstAccepted([() => read(names), () => read(FIRST_NAMES), () => read(FIRST_NAMES, false)]);
  const rootFault = messages[0] && responseFault(messages[0], side);
  if (rootFault) throw new FaultError(rootFault);
  return foldersIn(messages, names, side);
}

/** The folders in the answer to a request for these names, by name. What the mailbox does not have is left out. */
function foldersIn(messages: readonly XmlElement[], names: readonly string[], side: Connection['side']) {
  const folders = new Map<string, Folder>();
  for (const [index, message] of messages.entries()) {
    const name = names[index];
    const element = child(message, 'Folders')?.children[0];
    if (element === undefined || name === undefined || responseFault(message, side)) continue;
    folders.set(name, readFolder(element, new Map([[attributeOf(child(element, 'FolderId'), 'Id') ?? '', name]])));
  }
  return folders;
}
