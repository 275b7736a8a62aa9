import type { Connection } from '../client/connection.ts';
import type { FolderRef, Owner } from '../operations/folders/get-folder.ts';
import { readHierarchy, syncFolderHierarchyBody } from '../operations/folders/sync-folder-hierarchy.ts';
import { requireMessage } from '../client/responses.ts';
import type { XmlElement } from '../xml/scan.ts';
import { noteFolders, type FoundFolder } from './found-folder.ts';
import type { FolderBudget } from './folder-budget.ts';

/** All folders below one, or of the next level, as SyncFolderHierarchy lists them. Throws FaultError. */
export async function readFolderHierarchy(
  connection: Connection,
  parent: FolderRef,
  owner: Owner,
  how: { traversal: 'Deep' | 'Shallow'; isFull: boolean },
  signal: AbortSignal,
  budget: FolderBudget,
): Promise<FoundFolder[]> {
  const found = new Map<string, FoundFolder>();
  let pages = 0;
  for (let state: string | undefined; ;) {
    const asked = state;
    const response: XmlElement = await connection.call({
      operation: 'SyncFolderHierarchy',
      body: () => syncFolderHierarchyBody(parent, owner, asked, how.isFull),
      signal,
    });
    const page = readHierarchy(requireMessage(response, connection.side));
    const before = found.size;
    noteFolders(connection, found, page.folders, budget);
    budget.page((pages += 1), found.size);
    // As of other pages: one that brings nothing new is the last.
    if (page.next === undefined || found.size === before) break;
    state = page.next;
  }
  const all = [...found.values()];
  // What stands right below has a parent that is not among them.
  return how.traversal === 'Deep' ? all : all.filter(({ folder }) => !found.has(folder.parentId));
}
