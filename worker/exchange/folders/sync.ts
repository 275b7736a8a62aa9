import { FaultError, faultOf, type Fault } from '../../engine/model/fault.ts';
import type { ChangePage } from '../../engine/model/mailbox.ts';
import type { Connection } from '../client/connection.ts';
import { makeFault } from '../faults/make-fault.ts';
import { findChanges, isFindState } from './find-pages.ts';
import {
  FACT_SHAPES,
  readChangePage,
  syncFolderItemsBody,
  type FactShape,
} from '../operations/items/sync-folder-items.ts';
import { requireMessage } from '../client/responses.ts';

/** Reads pages of changes with as many properties as the server gives; remembers what it refused. */
export type FolderSync = {
  /** The page behind a sync state, or the first. Throws FaultError. */
  page(folderId: string, syncState: string | undefined, signal: AbortSignal): Promise<ChangePage>;
};

const SYNC = 'SyncFolderItems';

/** Where the server does not tell changes, folders are listed anew each time. */
export function createFolderSync(connection: Connection): FolderSync {
  const { side, standing } = connection;
  /** Of each of the two ways, the first shape that was not refused. */
  const shapes = { sync: 0, find: 0 };
  const sync = async (folderId: string, syncState: string | undefined, shape: FactShape, signal: AbortSignal) => {
    const body = () => syncFolderItemsBody(folderId, syncState, shape);
    const response = await connection.call({ operation: SYNC, body, signal });
    const page = readChangePage(requireMessage(response, side), syncState);
    // A server that stands still tells the same for ever: the folder is listed instead.
    if (syncState !== undefined && !page.isLast && page.syncState === syncState && page.changes.length > 0) {
      standing.lose(SYNC);
      throw new FaultError(makeFault('sync-state', 'folder', 'stands-still', 'The folder has to be read anew.', side));
    }
    return page;
  };
  /** With fewer properties while the server refuses some; which is remembered once less was taken. */
  const inShape = async (way: keyof typeof shapes, ask: (shape: FactShape) => Promise<ChangePage>) => {
    for (let index = shapes[way]; ; index += 1) {
      const shape = FACT_SHAPES[index] ?? 'ids';
      try {
        const page = await ask(shape);
        shapes[way] = Math.max(shapes[way], index);
        return side === 'source' ? withKeys(page) : page;
      } catch (error) {
        if (!isRefusal(faultOf(error)) || shape === 'ids') throw error;
      }
    }
  };
  return {
    page: async (folderId, syncState, signal) => {
      const find = () => inShape('find', (shape) => findChanges(connection, folderId, syncState, shape, signal));
      if (standing.isLost(SYNC) || (isFindState(syncState) && !syncState.endsWith(':end'))) return find();
      // What was listed can not be gone on from.
      if (isFindState(syncState))
        throw new FaultError(
          makeFault('sync-state', 'folder', 'listed-before', 'The folder has to be read anew.', side),
        );
      try {
        return await inShape('sync', (shape) => sync(folderId, syncState, shape, signal));
      } catch (error) {
        const fault = faultOf(error);
        if (standing.works(SYNC) || fault.kind !== 'unsupported') throw error;
        const page = await find().catch((failure: unknown) => {
          // It was the folder, or the server, after all.
          throw faultOf(failure).kind === 'sync-state' ? failure : error;
        });
        standing.lose(SYNC);
        return page;
      }
    },
  };
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
