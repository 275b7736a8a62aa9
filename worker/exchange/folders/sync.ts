import { FaultError, faultOf, isDenied, type Fault } from '../../engine/model/fault.ts';
import type { ChangePage } from '../../engine/model/mailbox.ts';
import type { Connection } from '../client/connection.ts';
import { requireMessage } from '../client/responses.ts';
import { makeFault } from '../faults/make-fault.ts';
import {
  FACT_SHAPES,
  factsIn,
  readChangePage,
  syncFolderItemsBody,
  type FactShape,
  type SyncRequest,
} from '../operations/items/sync-folder-items.ts';
import { findChanges, isFindState } from './find-pages.ts';

const SYNC = 'SyncFolderItems';

/**
 * The page of a folder's changes behind a sync state, or the first, with as many properties as the server gives; of
 * `most` changes where fewer are wanted than a page can hold. Where the server does not report changes, the folder is
 * listed each time. Throws FaultError.
 */
export async function readChanges(
  connection: Connection,
  folderId: string,
  syncState: string | undefined,
  signal: AbortSignal,
  most?: number,
): Promise<ChangePage> {
  const { side, capabilities } = connection;
  const { operations, walks } = capabilities;
  const find = () =>
    inShape(connection, 'find', async (shape) => {
      const page = await findChanges(connection, folderId, syncState, shape, signal);
      // A list that returns to an earlier position starts over, at most a few times.
      isFollowed(connection, folderId, syncState, page);
      return page;
    });
  const isListed = operations.isLost(SYNC) || walks.isListed(folderId);
  if (isListed || (isFindState(syncState) && !syncState.endsWith(':end'))) return find();
  // SyncFolderItems cannot continue from the state of a list.
  if (isFindState(syncState)) throw new FaultError(rereadFault('listed-before', side));
  try {
    return await inShape(connection, 'sync', (shape) =>
      syncPage(
        connection,
        { folderId, syncState, properties: factsIn(shape, side === 'source'), ...(most !== undefined && { most }) },
        signal,
      ),
    );
  } catch (error) {
    const fault = faultOf(error);
    if (fault.kind !== 'unsupported' && !isDenied(fault)) throw error;
    const page = await find().catch((failure: unknown) => {
      // It was the folder, or the server, after all.
      throw faultOf(failure).kind === 'sync-state' ? failure : error;
    });
    if (walks.list(folderId) >= MOST_LISTED && !operations.works(SYNC)) operations.lose(SYNC);
    return page;
  }
}

/** So many folders, and it is none of them that the server does not tell the changes of. */
const MOST_LISTED = 2;

async function syncPage(connection: Connection, asked: SyncRequest, signal: AbortSignal): Promise<ChangePage> {
  const { side, capabilities } = connection;
  const { syncState } = asked;
  const body = () => syncFolderItemsBody(asked);
  const response = await connection.call({ operation: SYNC, body, signal });
  const page = readChangePage(requireMessage(response, side), syncState);
  // A server whose state does not move on, or comes back, would return the same pages for ever: the folder is listed
  // instead.
  const isStuck = !page.isLast && page.syncState === syncState;
  if (isStuck ? page.changes.length > 0 : !isFollowed(connection, asked.folderId, syncState, page)) {
    if (capabilities.walks.list(asked.folderId) >= MOST_LISTED) capabilities.operations.lose(SYNC);
    throw new FaultError(rereadFault('stands-still', side));
  }
  return page;
}

/** Counts a page. False where it leads back to where the reading has been. Throws FaultError where it has no end. */
function isFollowed(
  { side, capabilities: { hour, walks } }: Connection,
  folderId: string,
  asked: string | undefined,
  page: ChangePage,
): boolean {
  hour.count(page.changes.length, side);
  return walks.goesOn(folderId, asked, page, side);
}

/** With fewer properties while the server refuses some; the number is remembered once the server took one less. */
async function inShape(
  { side, capabilities: { factShapes } }: Connection,
  way: keyof typeof factShapes,
  ask: (shape: FactShape) => Promise<ChangePage>,
): Promise<ChangePage> {
  for (let index = factShapes[way]; ; index += 1) {
    const shape = FACT_SHAPES[index] ?? 'ids';
    try {
      const page = await ask(shape);
      factShapes[way] = Math.max(factShapes[way], index);
      return side === 'source' ? withKeys(page) : page;
    } catch (error) {
      if (!isRefusal(faultOf(error)) || shape === 'ids') throw error;
    }
  }
}

/** Where a source has no change keys, an edit shows in its time. A copy is never held against more than its key. */
function withKeys(page: ChangePage): ChangePage {
  for (const change of page.changes)
    if ('item' in change && change.item.changeKey === '') change.item.changeKey = change.item.modifiedAt ?? '';
  return page;
}

function isRefusal({ kind }: Fault): boolean {
  return kind === 'corrupt' || kind === 'unsupported';
}

function rereadFault(code: string, side: Connection['side']): Fault {
  return makeFault('sync-state', 'folder', code, 'The folder must be read again.', side);
}
