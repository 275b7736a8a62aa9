import type { Folder } from './item.ts';
import type { FolderReport, SliceContext, SliceResult } from './slice-context.ts';
import { attempt, interruption, isOver, selectionNow } from './slice-context.ts';

/** Counts both sides folder by folder, as the servers themselves tell it. */
export async function reconcile(context: SliceContext): Promise<SliceResult> {
  if (isOver(context)) return interruption(context);
  const source = await attempt(context, () => context.source.folders(context.abort));
  const destination = await attempt(context, () => context.destination.folders(context.abort));
  const destinationById = new Map(destination.map((folder) => [folder.id, folder]));
  const folders: FolderReport[] = [];
  for (const folder of source) {
    const mapped = context.folders.get(folder.id);
    if (!mapped || folder.distinguishedId === 'msgfolderroot') continue;
    const copy = destinationById.get(mapped.destinationId);
    folders.push({
      folderId: folder.id,
      path: mapped.path,
      ...(mapped.distinguishedId && { distinguishedId: mapped.distinguishedId }),
      source: tallyOf(folder),
      destination: copy ? tallyOf(copy) : { count: 0, bytes: 0 },
    });
  }
  return { outcome: 'done', folders, summary: await context.ledger.summary(selectionNow(context)) };
}

function tallyOf(folder: Folder): { count: number; bytes: number } {
  return { count: folder.totalCount, bytes: folder.sizeBytes ?? 0 };
}
