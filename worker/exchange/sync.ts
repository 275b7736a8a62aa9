import { faultOf } from '../engine/fault.ts';
import type { ChangePage } from '../engine/mailbox.ts';
import type { Connection } from './connection.ts';
import { FACT_SHAPES, readChangePage, syncFolderItemsBody, type FactShape } from './operations/sync-folder-items.ts';
import { requireMessage } from './responses.ts';

/** Reads pages of changes with as many properties as the server gives; remembers what it refused. */
export type FolderSync = {
  /** The page behind a sync state, or the first. Throws FaultError. */
  page(folderId: string, syncState: string | undefined, signal: AbortSignal): Promise<ChangePage>;
};

export function createFolderSync(connection: Connection): FolderSync {
  let shapeIndex = 0;
  const ask = async (folderId: string, syncState: string | undefined, shape: FactShape, signal: AbortSignal) => {
    const response = await connection.call({
      operation: 'SyncFolderItems',
      body: () => syncFolderItemsBody(folderId, syncState, shape),
      signal,
    });
    return readChangePage(requireMessage(response, connection.side), syncState);
  };
  return {
    page: async (folderId, syncState, signal) => {
      for (;;) {
        const index = shapeIndex;
        const shape = FACT_SHAPES[index] ?? 'ids';
        try {
          return await ask(folderId, syncState, shape, signal);
        } catch (error) {
          const isRefusedShape = ['corrupt', 'unsupported'].includes(faultOf(error).kind);
          if (!isRefusedShape || shape === 'ids') throw error;
          shapeIndex = Math.max(shapeIndex, index + 1);
        }
      }
    },
  };
}
