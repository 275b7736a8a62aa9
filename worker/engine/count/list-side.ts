import type { FolderPath } from '../../lib/folder-rules.ts';
import type { FolderCount, FolderPart } from '../model/count.ts';
import { ARCHIVE_ROOT, pathOf, RECOVERABLE_ROOT } from '../model/folder-tree.ts';
import type { Folder } from '../model/item.ts';
import { emptyMix } from './folder-count.ts';

/** The folders of a side before anything of them is looked at. `folders` lists parents first. */
export function listedFolders(folders: readonly Folder[]): FolderCount[] {
  const paths = new Map<string, FolderPath>();
  const parts = new Map<string, FolderPart>();
  return folders.flatMap((folder) => {
    const path = pathOf(folder, paths);
    if (path === undefined) return [];
    paths.set(folder.id, path);
    const part = PARTS[folder.distinguishedId ?? ''] ?? parts.get(folder.parentId) ?? 'mailbox';
    parts.set(folder.id, part);
    const { id: folderId, folderClass, distinguishedId, totalCount: count, sizeBytes: bytes, denied: fault } = folder;
    // People put nothing into the root itself; what is there is the server's.
    if (path.shown === '') return [];
    return [
      {
        folderId,
        path: path.shown,
        folderClass,
        part,
        count,
        seen: emptyMix(),
        isWhole: count === 0 && fault === undefined,
        looks: 0,
        failures: 0,
        large: [],
        ...(distinguishedId !== undefined && { distinguishedId }),
        ...(bytes !== undefined && { bytes }),
        ...(fault && { fault }),
      },
    ];
  });
}

const PARTS: Readonly<Record<string, FolderPart>> = { [ARCHIVE_ROOT]: 'archive', [RECOVERABLE_ROOT]: 'recoverable' };
