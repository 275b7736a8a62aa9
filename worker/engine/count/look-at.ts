import type { SliceContext } from '../context/slice-context.ts';
import type { FolderCount, SideCount } from '../model/count.ts';
import { type Fault, isPassingForItem } from '../model/fault.ts';
import { tried } from '../settings/tried.ts';
import { takeIn } from './folder-count.ts';
import type { PlannedLook } from './plan-look.ts';

/** So often a folder is asked for whose trouble may pass. */
const MOST_FAILURES = 3;

/**
 * Takes one look. A fault stays with the folder that has it: what its server says of it as a whole still counts. Where
 * the server refuses the request itself, fewer folders share the next one.
 */
export async function lookAt(
  context: SliceContext,
  name: 'source' | 'destination',
  side: SideCount,
  { folderIds, look }: PlannedLook,
): Promise<void> {
  const { counter } = context[name];
  const folders = new Map((side.folders ?? []).map((folder) => [folder.folderId, folder]));
  const asked = folderIds.flatMap((id) => folders.get(id) ?? []);
  const wanted = asked.map(({ folderId: id, count }) => ({ id, count }));
  const withSubjects = context.options().includeSubjects === true && look.order === 'largest';
  const seen = await tried(context, () =>
    counter!.look(wanted, { ...look, ...(withSubjects && { withSubjects }) }, context.abort),
  );
  if ('fault' in seen && asked.length > 1) {
    side.width = Math.max(1, Math.floor(asked.length / 2));
    return;
  }
  const now = context.now();
  for (const [index, folder] of asked.entries()) {
    const result = 'fault' in seen ? seen : seen.value[index];
    if (result === undefined) continue;
    folders.set(
      folder.folderId,
      'fault' in result ? withFault(folder, result.fault, 'fault' in seen) : takeIn(folder, look, result, now),
    );
  }
  side.folders = [...folders.values()];
}

/** `isFinal`: it was tried often enough. */
function withFault(folder: FolderCount, fault: Fault, isFinal: boolean): FolderCount {
  const failures = folder.failures + 1;
  if (!isFinal && isPassingForItem(fault) && failures < MOST_FAILURES) return { ...folder, failures };
  return { ...folder, failures, fault };
}
