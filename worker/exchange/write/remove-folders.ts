import { FaultError, type Fault, type FaultKind } from '../../engine/model/fault.ts';
import type { Connection } from '../client/connection.ts';
import { responseMessages } from '../client/responses.ts';
import { responseFault } from '../faults/response-faults.ts';
import { readChanges } from '../folders/sync.ts';
import { deleteFoldersBody } from '../operations/folders/delete-folder.ts';
import { deleteItemsBody } from '../operations/items/delete-item.ts';
import type { RequestVersion } from '../operations/versions.ts';

/** Removes folders of ours with what is in them. Throws FaultError where one is still there. */
export async function removeWithContent(
  connection: Connection,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<void> {
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

/** Returns those that are still there, and why. */
async function removeFolders(connection: Connection, ids: readonly string[], signal: AbortSignal): Promise<Kept[]> {
  if (ids.length === 0) return [];
  const response = await connection.call({ operation: 'DeleteFolder', body: () => deleteFoldersBody(ids), signal });
  return responseMessages(response).flatMap((message, index) => {
    const fault = responseFault(message, connection.side);
    return fault && fault.kind !== 'vanished' ? [{ id: ids[index] ?? '', fault }] : [];
  });
}

/** More pages than a run can have left in a folder. */
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

/** Whether a fault means that the server will refuse the same of a folder another time as well. */
export const isLasting = ({ kind, code }: Fault): boolean => LASTING.has(kind) && code !== 'ErrorFolderExists';
const LASTING: ReadonlySet<FaultKind> = new Set(['access', 'vanished', 'refused', 'unsupported', 'corrupt', 'unknown']);
