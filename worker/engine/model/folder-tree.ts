import type { FolderPath, SeenFolder } from '../../lib/folder-rules.ts';
import type { Folder } from './item.ts';

export const ARCHIVE_ROOT = 'archivemsgfolderroot';
export const RECOVERABLE_ROOT = 'recoverableitemsdeletions';
const MESSAGE_ROOT = 'msgfolderroot';
const TOP: FolderPath = { shown: '', plain: '' };

/** Roots beside the message root, by what they are called in paths. A server makes them; no one else can. */
const FURTHER_ROOTS: Readonly<Record<string, string>> = {
  [ARCHIVE_ROOT]: 'Archive Mailbox',
  [RECOVERABLE_ROOT]: 'Recoverable Items',
};

/** What a root beside the message root is called in paths; undefined for every other folder. */
export function rootNameOf({ distinguishedId = '' }: Pick<Folder, 'distinguishedId'>): string | undefined {
  return FURTHER_ROOTS[distinguishedId];
}

/** Where a folder stands, once the one above it is in `paths` (by id); undefined where that one is not. */
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

/** All folders below the roots, whatever the rules say of them. `source` has parents first. */
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
