import { FaultError } from '../model/fault.ts';
import { ARCHIVE_ROOT, RECOVERABLE_ROOT, rootNameOf } from '../model/folder-tree.ts';
import type { Folder } from '../model/item.ts';
import type { LedgerFolder } from '../model/ledger-facts.ts';
import type { Reach } from '../model/mailbox.ts';
import type { SliceContext, SliceWaits } from '../context/slice-context.ts';
import type { SliceJob } from '../context/slice-job.ts';
import { noteRecorded, selectionNow } from '../context/slice-context.ts';
import { attemptFolder } from './attempt-folder.ts';
import { FolderError } from './folder-error.ts';
import { listSide } from './list-trees.ts';
import { isOver } from '../context/attempt.ts';

/** What the ledger knows and the source does not list, though the pass reaches for it. */
export function unlistedOf(known: readonly LedgerFolder[], source: readonly Folder[], reach: Reach): LedgerFolder[] {
  const listed = new Set(source.map(({ id }) => id));
  const beyond = [
    ...(reach.archive ? [] : [rootNameOf({ distinguishedId: ARCHIVE_ROOT })]),
    ...(reach.recoverableItems ? [] : [rootNameOf({ distinguishedId: RECOVERABLE_ROOT })]),
  ];
  return known.filter(({ sourceId, path }) => !listed.has(sourceId) && !beyond.includes(path.split('/')[0]));
}

/**
 * Folders that people have deleted. Where the server itself says that one is not there, all that was in it has left: it
 * was moved elsewhere before, or is deleted with it. A folder that is only not listed stays as it is. Returns false
 * when the slice ended before all were asked for.
 */
export async function endGoneFolders(context: SliceContext): Promise<boolean> {
  if (context.order.type === 'trial') return true;
  const { reading, ledger, unlisted } = context;
  for (let folder = unlisted[0]; folder; folder = unlisted[0]) {
    if (isOver(context)) return false;
    if (await isGone(context, folder)) {
      noteRecorded(context, await ledger.endFolder(folder.sourceId, selectionNow(context)));
      reading.leftAt = ++reading.turn;
    }
    unlisted.shift();
  }
  return true;
}

async function isGone(context: SliceContext, { sourceId }: LedgerFolder): Promise<boolean> {
  try {
    const at = { side: 'source', id: sourceId } as const;
    await attemptFolder(context, at, () => context.source.changes(sourceId, undefined, context.abort));
    return false;
  } catch (error) {
    if (error instanceof FaultError) return saysGone(error);
    if (error instanceof FolderError) return false;
    throw error;
  }
}

/** A reading from the start says that the folder does not exist: no sync state can be to blame. */
export function saysGone({ fault: { kind } }: FaultError): boolean {
  return kind === 'vanished' || kind === 'sync-state';
}

/** Whether a folder that existed when the slice began is gone. */
export async function wentMeanwhile(context: SliceJob & SliceWaits, { sourceId }: LedgerFolder): Promise<boolean> {
  const folders = await listSide(context, 'source');
  return !folders.some(({ id }) => id === sourceId);
}
