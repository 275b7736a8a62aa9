import type { Folder } from '../../engine/model/item.ts';
import type { Connection } from '../client/connection.ts';
import { findFolders, firstAccepted } from './find-folders.ts';
import { createFolderBudget } from './folder-budget.ts';
import type { FoundFolder } from './found-folder.ts';
import type { FolderRef } from '../operations/folders/get-folder.ts';

/** Folders that are never migrated: servers and clients keep them for themselves. */
const SKIPPED = new Set([
  'outbox',
  'syncissues',
  'conflicts',
  'localfailures',
  'serverfailures',
  'searchfolders',
  'recipientcache',
  'quickcontacts',
  'imcontactlist',
  'adminauditlogs',
  'directory',
  'peopleconnect',
  'todosearch',
  'mycontacts',
  'favorites',
]);

/** The same where a server has no name for them; container classes are not localised. */
const SKIPPED_CLASSES = /^IPF\.Contact\.(?:MOC\.|RecipientCache|GalContacts|PeopleConnect)/i;
/** Hidden ones that servers make for themselves. Others (quick steps, ignored conversations) are their owner's. */
const SKIPPED_IF_HIDDEN = /^IPF\.(?:Contact\.|Files|SocialConnector|StoreItem)/i;

/** The folders below a root as the server lists them: all, or only the next level. */
export type FoundTree = { below: readonly FoundFolder[]; isDeep: boolean };

/** Every folder below one in as few requests as the server allows. Throws FaultError. */
export function findTree(connection: Connection, root: FolderRef, signal: AbortSignal): Promise<FoundTree> {
  const shallow = async () => ({ below: await findFolders(connection, root, 'Shallow', signal), isDeep: false });
  const deep = async () => {
    const below = await findFolders(connection, root, 'Deep', signal);
    // A list without parent ids is no tree; reading level by level shows the parents.
    const hasParents = below.length === 0 || below.some(({ folder }) => folder.parentId !== '');
    return hasParents ? { below, isDeep: true } : shallow();
  };
  return firstAccepted([deep, shallow]);
}

/**
 * The folders of a tree, parents before their children, without search folders and folders that are never migrated, and
 * without their subfolders. A folder whose parent the server does not show goes below the root, so it is not lost.
 * If a server lists only one level, asks for the others. Throws FaultError.
 */
export async function readTree(
  connection: Connection,
  root: Folder,
  { below, isDeep }: FoundTree,
  distinguished: ReadonlyMap<string, Folder>,
  signal: AbortSignal,
): Promise<Folder[]> {
  const names = new Map([...distinguished].map(([name, folder]) => [folder.id, name]));
  const children = new Map<string, Folder[]>();
  const childCounts = new Map<string, number>();
  const known = new Set([root.id]);
  const take = (found: readonly FoundFolder[], under: Folder): void => {
    const added = found.filter(({ folder }) => !known.has(folder.id));
    for (const { folder } of added) known.add(folder.id);
    for (const { folder, isSearch, childCount } of added) {
      if (isSearch) continue;
      const distinguishedId = names.get(folder.id);
      if (distinguishedId) folder.distinguishedId = distinguishedId;
      if (!known.has(folder.parentId) || folder.parentId === folder.id) folder.parentId = under.id;
      childCounts.set(folder.id, childCount);
      const siblings = children.get(folder.parentId);
      if (siblings) siblings.push(folder);
      else children.set(folder.parentId, [folder]);
    }
  };
  take(below, root);
  const budget = createFolderBudget(connection.side);
  const listed: Folder[] = [root];
  // The list grows while it is walked: breadth first, so that parents precede.
  for (const parent of listed) {
    const count = childCounts.get(parent.id);
    const mayHaveMore = parent !== root && !children.has(parent.id) && (isDeep ? (count ?? 0) > 0 : count !== 0);
    if (mayHaveMore) take(await findFolders(connection, { id: parent.id }, 'Shallow', signal, budget), parent);
    for (const folder of children.get(parent.id) ?? []) {
      if (!isWanted(folder)) continue;
      budget.place(folder);
      listed.push(folder);
    }
  }
  return listed;
}

/** Whether anyone migrates the well-known folder of this name. */
export function isMigrated(distinguishedId: string): boolean {
  return !SKIPPED.has(distinguishedId);
}

/** Whether anyone migrates it. */
export function isWanted(folder: Folder): boolean {
  if (folder.distinguishedId !== undefined) return isMigrated(folder.distinguishedId);
  return !SKIPPED_CLASSES.test(folder.folderClass) && !(folder.isHidden && SKIPPED_IF_HIDDEN.test(folder.folderClass));
}
