import type { Connection } from '../client/connection.ts';
import type { FolderRef, Owner } from '../operations/folders/get-folder.ts';
import { readHierarchy, syncFolderHierarchyBody } from '../operations/folders/sync-folder-hierarchy.ts';
import { requireMessage } from '../client/responses.ts';
import { attributeOf, child, type XmlElement } from '../xml/scan.ts';

/** The elements of all folders below one, or of the next level, as SyncFolderHierarchy tells them. Throws FaultError. */
export async function readFolderHierarchy(
  connection: Connection,
  parent: FolderRef,
  owner: Owner,
  how: { traversal: 'Deep' | 'Shallow'; isFull: boolean },
  signal: AbortSignal,
): Promise<XmlElement[]> {
  const found = new Map<string, XmlElement>();
  for (let state: string | undefined; ;) {
    const asked = state;
    const response: XmlElement = await connection.call({
      operation: 'SyncFolderHierarchy',
      body: () => syncFolderHierarchyBody(parent, owner, asked, how.isFull),
      signal,
    });
    const page = readHierarchy(requireMessage(response, connection.side));
    const before = found.size;
    for (const element of page.folders) found.set(idOf(element, 'FolderId'), element);
    // As of other pages: one that brings nothing new is the last.
    if (page.next === undefined || found.size === before) break;
    state = page.next;
  }
  const all = [...found.values()];
  // What stands right below has a parent that is not among them.
  return how.traversal === 'Deep' ? all : all.filter((element) => !found.has(idOf(element, 'ParentFolderId')));
}

function idOf(element: XmlElement, name: string): string {
  return attributeOf(child(element, name), 'Id') ?? '';
}
