import { faultOf } from '../../engine/model/fault.ts';
import type { Connection } from '../client/connection.ts';
import { readFolderHierarchy } from './folder-hierarchy.ts';
import { findFolderBody, readFoundFolders } from '../operations/folders/find-folder.ts';
import type { FolderRef, Owner } from '../operations/folders/get-folder.ts';
import { requireMessage } from '../client/responses.ts';
import { attributeOf, child, type XmlElement } from '../xml/scan.ts';
import { mayBeRefusal } from '../faults/refusals.ts';

type Traversal = 'Deep' | 'Shallow';

/**
 * The elements of all folders below one, as FindFolder lists them; where the server does not answer that, as
 * SyncFolderHierarchy does. Throws FaultError.
 */
export async function findFolders(
  connection: Connection,
  parent: FolderRef,
  traversal: Traversal,
  signal: AbortSignal,
): Promise<XmlElement[]> {
  const all = async (isFull: boolean) => {
    const found = new Map<string, XmlElement>();
    for (let offset: number | undefined = 0; offset !== undefined;) {
      const how = { traversal, offset, isFull };
      const response: XmlElement = await connection.call({
        operation: 'FindFolder',
        body: () => findFolderBody(parent, ownerOf(connection), how),
        signal,
      });
      const page = readFoundFolders(requireMessage(response, connection.side), offset);
      const before = found.size;
      for (const element of page.folders) found.set(attributeOf(child(element, 'FolderId'), 'Id') ?? '', element);
      // A server that pages do not concern tells the same for ever.
      offset = found.size > before ? page.next : undefined;
    }
    return [...found.values()];
  };
  try {
    return await firstAccepted([() => all(true), () => all(false)]);
  } catch (error) {
    if (connection.capabilities.operations.works('FindFolder') || !mayBeRefusal(faultOf(error))) throw error;
    const other = (isFull: boolean) =>
      readFolderHierarchy(connection, parent, ownerOf(connection), { traversal, isFull }, signal);
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
  throw new Error('nothing was attempted');
}

/** Whose distinguished folders a connection means. */
export function ownerOf({ mailbox, impersonates }: Connection): Owner {
  return { mailbox, impersonates };
}
