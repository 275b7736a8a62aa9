import { faultOf, type Fault } from '../../engine/model/fault.ts';
import type { Folder } from '../../engine/model/item.ts';
import type { CreatedFolder, NewFolder } from '../../engine/model/mailbox.ts';
import type { Connection } from '../client/connection.ts';
import { makeFault } from '../faults/make-fault.ts';
import { responseFault } from '../faults/response-faults.ts';
import { childFolders } from './list-folders.ts';
import { createFolderBody } from '../operations/folders/create-folder.ts';
import { readFolder } from './read-folder.ts';
import { readReserved } from './well-known-folders.ts';
import { responseMessages } from '../client/responses.ts';
import { child } from '../xml/scan.ts';

const EXISTS = 'ErrorFolderExists';
/** What servers of another make may answer that take one folder a request. */
const REFUSED_SHAPES: ReadonlySet<string> = new Set(['corrupt', 'unsupported', 'unknown']);

/** What the server said of one folder; neither where it said nothing. */
type Answer = { folder?: Folder; fault?: Fault };

/** See `createFolders` of MailboxDestination. A lost answer leaves nothing unconfirmed: done twice it finds the first one's folders. */
export async function createFolders(
  connection: Connection,
  parentId: string,
  wanted: readonly NewFolder[],
  signal: AbortSignal,
): Promise<CreatedFolder[]> {
  if (wanted.length === 0) return [];
  const answers = await ask(connection, parentId, wanted, signal);
  const isClear = ({ folder, fault }: Answer) =>
    folder !== undefined || (fault !== undefined && !isLeftOpen(fault, wanted));
  const there = answers.every(isClear) ? () => undefined : await childFolders(connection, parentId, signal);
  let reserved: Promise<ReadonlySet<string>> | undefined;
  const isReserved = async (id: string) => (await (reserved ??= readReserved(connection, signal))).has(id);
  const folders: CreatedFolder[] = [];
  for (const [index, folder] of wanted.entries()) {
    const { folder: made, fault } = answers[index] ?? {};
    if (fault && !isLeftOpen(fault, wanted)) {
      folders.push({ fault });
      continue;
    }
    const found = made ?? there(folder.name);
    if (found && (made || !(await isReserved(found.id)))) folders.push(found);
    else if (found) folders.push(...(await createFolders(connection, parentId, [besideReserved(folder)], signal)));
    else if (wanted.length > 1) folders.push(...(await createFolders(connection, parentId, [folder], signal)));
    else folders.push({ fault: notShown(connection) });
  }
  return folders;
}

/** A server's Outbox is no folder for what a person keeps in one of that name. */
function besideReserved(folder: NewFolder): NewFolder {
  const [, name = folder.name, number = '1'] = /^(.*) \((\d{1,6})\)$/.exec(folder.name) ?? [];
  return { ...folder, name: `${name} (${String(Number(number) + 1)})` };
}

async function ask(
  connection: Connection,
  parentId: string,
  wanted: readonly NewFolder[],
  signal: AbortSignal,
): Promise<Answer[]> {
  try {
    const body = () => createFolderBody(parentId, wanted);
    const response = await connection.call({ operation: 'CreateFolder', body, signal });
    const messages = responseMessages(response);
    return wanted.map(({ name, folderClass, isHidden }, index): Answer => {
      const message = messages[index];
      const fault = message && responseFault(message, connection.side);
      if (fault) return { fault };
      const element = message && child(message, 'Folders')?.children[0];
      if (element === undefined) return {};
      const made = { parentId, name, folderClass, ...(isHidden && { isHidden }) };
      return { folder: { ...readFolder(element, new Map()), ...made } };
    });
  } catch (error) {
    if (!isLeftOpen(faultOf(error), wanted)) throw error;
    return wanted.map(() => ({}));
  }
}

/** The folder may be there, or may yet be made by a request of its own. */
function isLeftOpen({ kind, code }: Fault, wanted: readonly NewFolder[]): boolean {
  return code === EXISTS || (wanted.length > 1 && REFUSED_SHAPES.has(kind));
}

function notShown(connection: Connection): Fault {
  const message = 'The server says that the folder exists, but does not show it.';
  // Of a server that made it, and shows it a moment later, a few more looks are enough.
  return { ...makeFault('unknown', 'folder', 'folder-not-shown', message, connection.side), operation: 'CreateFolder' };
}
