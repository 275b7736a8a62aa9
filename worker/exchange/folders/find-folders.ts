import { faultOf } from '../../engine/model/fault.ts';
import type { Connection } from '../client/connection.ts';
import { readFolderHierarchy } from './folder-hierarchy.ts';
import { findFolderBody, readFoundFolders } from '../operations/folders/find-folder.ts';
import type { FolderRef, Owner } from '../operations/folders/get-folder.ts';
import { requireMessage } from '../client/responses.ts';
import type { XmlElement } from '../xml/scan.ts';
import { createFolderBudget } from './folder-budget.ts';
import { noteFolders, type FoundFolder } from './found-folder.ts';
import { mayBeRefusal } from '../faults/refusals.ts';

type Traversal = 'Deep' | 'Shallow';

/**
 * All folders below one, as FindFolder lists them; where the server does not answer that, as SyncFolderHierarchy does.
 * Throws FaultError, also where there is no end of them.
 */
export async function findFolders(
  connection: Connection,
  parent: FolderRef,
  traversal: Traversal,
  signal: AbortSignal,
  budget = createFolderBudget(connection.side),
): Promise<FoundFolder[]> {
  const all = async (isFull: boolean) => {
    const found = new Map<string, FoundFolder>();
    let pages = 0;
    for (let offset: number | undefined = 0; offset !== undefined;) {
      const how = { traversal, offset, isFull };
      const response: XmlElement = await connection.call({
        operation: 'FindFolder',
        body: () => findFolderBody(parent, ownerOf(connection), how),
        signal,
      });
      const page = readFoundFolders(requireMessage(response, connection.side), offset);
      const before = found.size;
      noteFolders(connection, found, page.folders, budget);
      budget.page((pages += 1), found.size);
      // A server that ignores paging would return the same folders for ever.
      offset = found.size > before ? page.next : undefined;
    }
    return [...found.values()];
  };
  try {
    return await firstAccepted([() => all(true), () => all(false)]);
  } catch (error) {
    if (connection.capabilities.operations.works('FindFolder') || !mayBeRefusal(faultOf(error))) throw error;
    const other = (isFull: boolean) =>
      readFolderHierarchy(connection, parent, ownerOf(connection), { traversal, isFull }, signal, budget);
    // Where there is no other way, it is what was said first that counts.
    return firstAccepted([() => other(true), () => other(false)]).catch(() => {
      throw error;
    });
  }
}

/** The first attempt that the server does not turn down for what it asks. */
export async function firstAccepted<T>(attempts: readonly (() => Promise<T>)[]): Promise<T> {
  for (const [index, attempt] of attempts.entries()) {
    try {
      return await attempt();
    } catch (error) {
      const isRefusedShape = ['corrupt', 'unsupported', 'unknown'].includes(faultOf(error).kind);
      if (!isRefusedShape || index === attempts.length - 1) throw error;
    }
  }
  throw new Error('no request was made');
}

/** Whose distinguished folders a connection means. */
export function ownerOf({ mailbox, impersonates }: Connection): Owner {
  return { mailbox, impersonates };
}
