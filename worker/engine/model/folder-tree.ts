import type { FolderPath, SeenFolder } from '../../lib/folder-rules.ts';
import type { Folder } from './item.ts';

export const ARCHIVE_ROOT = 'archivemsgfolderroot';
export const RECOVERABLE_ROOT = 'recoverableitemsdeletions';
const MESSAGE_ROOT = 'msgfolderroot';
const TOP: FolderPath = { shown: '', plain: '' };

/** Roots other than the message root, by their name in paths. Only the server can create them. */
const FURTHER_ROOTS: Readonly<Record<string, string>> = {
  [ARCHIVE_ROOT]: 'Archive Mailbox',
  [RECOVERABLE_ROOT]: 'Recoverable Items',
};

/** The name in paths of a root other than the message root; undefined for all other folders. */
export function rootNameOf({ distinguishedId = '' }: Pick<Folder, 'distinguishedId'>): string | undefined {
  return FURTHER_ROOTS[distinguishedId];
}

/** The path of a folder whose parent is in `paths` (by id); undefined if the parent is not. */
export function pathOf(folder: Folder, paths: ReadonlyMap<string, FolderPath>): FolderPath | undefined {
  if (folder.distinguishedId === MESSAGE_ROOT) return TOP;
  const rootName = rootNameOf(folder);
  const parent = rootName === undefined ? paths.get(folder.parentId) : TOP;
  const name = rootName ?? folder.name;
  return (
    parent && {
      shown: joined(parent.shown, name),
      plain: joined(parent.plain, folder.distinguishedId ?? name),
    }
  );
}

/** All folders below the roots, whether or not rules exclude them. `source` lists parents first. */
export function seenFolders(source: readonly Folder[]): SeenFolder[] {
  const paths = new Map<string, FolderPath>();
  return source.flatMap((folder) => {
    const path = pathOf(folder, paths);
    if (path === undefined) return [];
    paths.set(folder.id, path);
    return path === TOP ? [] : [{ ...path, itemCount: folder.totalCount }];
  });
}

function joined(parent: string, name: string): string {
  return parent === '' ? name : `${parent}/${name}`;
}
