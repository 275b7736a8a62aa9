import { toIso } from '../../lib/clock.ts';
import { explainFolder } from './explain-folder.ts';
import type { FolderErrorRow } from './table.ts';

/** A folder that was set aside, with cause and remedy. */
export function presentFolderError(row: FolderErrorRow) {
  return {
    id: row.id,
    folder: row.path,
    distinguishedId: row.distinguishedId,
    itemCount: row.itemCount,
    ...presentFolderFailure(row),
    passId: row.passId,
    createdAt: toIso(row.createdAt),
  };
}

export function presentFolderFailure(row: FolderErrorRow) {
  const { side, code, message, below } = row;
  return { side, code, error: message, ...explainFolder(row), below };
}
