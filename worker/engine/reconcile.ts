import type { Folder } from './item.ts';
import type { FolderReport, SliceContext, SliceResult } from './slice-context.ts';
import { attempt, interruption, isOver } from './slice-context.ts';

const READ_BATCH = 100;

/** Tells the destination what was read, or marked unread, at the source since the items were copied. */
export async function carryReadState(context: SliceContext): Promise<void> {
  for (;;) {
    if (isOver(context)) return;
    const changes = await context.ledger.readChanges(READ_BATCH);
    if (changes.length === 0) return;
    const wanted = changes.map((change) => ({ id: change.destinationId, isRead: change.isRead }));
    await attempt(context, () => context.destination.setRead(wanted, context.abort));
    // An item that the user has deleted or locked at the destination keeps the state that it has there.
    await context.ledger.readSettled(changes.map(({ id, isRead }) => ({ id, isRead })));
  }
}

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
  return { outcome: 'done', folders, summary: await context.ledger.summary() };
}

function tallyOf(folder: Folder): { count: number; bytes: number } {
  return { count: folder.totalCount, bytes: folder.sizeBytes ?? 0 };
}
