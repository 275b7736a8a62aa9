import type { Folder } from '../../engine/model/item.ts';
import type { Connection } from '../client/connection.ts';
import { childText, type XmlElement } from '../xml/scan.ts';
import type { FolderBudget } from './folder-budget.ts';
import { readFolder } from './read-folder.ts';

/** A folder as a server lists it, whether it is a search folder, and its number of subfolders (NaN if not reported). */
export type FoundFolder = { folder: Folder; isSearch: boolean; childCount: number };

/** Takes in a page of folders. Of its answer nothing is kept: lists may be long. */
export function noteFolders(
  { side, capabilities }: Connection,
  found: Map<string, FoundFolder>,
  elements: readonly XmlElement[],
  budget: FolderBudget,
): void {
  capabilities.hour.count(elements.length, side);
  for (const element of elements) {
    const folder = readFolder(element, new Map());
    if (!found.has(folder.id)) budget.folder(folder);
    const childCount = Number(childText(element, 'ChildFolderCount') ?? Number.NaN);
    found.set(folder.id, { folder, isSearch: element.name === 'SearchFolder', childCount });
  }
}
