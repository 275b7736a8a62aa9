import { sideBySide } from '../../lib/side-by-side.ts';
import { SliceEnd } from '../context/attempt.ts';
import type { SliceContext } from '../context/slice-context.ts';
import { FolderError } from '../folders/folder-error.ts';
import { endGoneFolders } from '../folders/gone-folders.ts';
import { asTroubled, noteTrouble, noteWell } from '../folders/set-aside.ts';
import type { LedgerFolder } from '../model/ledger-facts.ts';
import { stepsOf } from '../model/pass.ts';
import type { ReadingQueue } from './queue.ts';
import { queueFolders } from './queue.ts';
import { readFolder } from './read-folder.ts';

/** Folders read side by side. Servers allow few sync calls at once (5 were observed), and other mailboxes want some. */
const LANES = 2;
/**
 * Folders that were read to their end, and their watermarks, are written down by the dozen: what a crash forgets is read
 * again.
 */
const RECORD_BATCH_SIZE = 12;

/** Records new items of every folder in the ledger, from each folder's watermark on. */
export async function inventory(context: SliceContext, watermarks: ReadonlyMap<string, string>): Promise<void> {
  const queue = queueFolders(context);
  const read: string[] = [];
  let isComplete = !stepsOf(context.order.type).reads || (await endGoneFolders(context));
  const lane = async () => {
    for (let folder = await queue.next(); folder; folder = await queue.next()) {
      const isRead = await readOrPutBack(context, queue, folder, watermarks);
      if (isRead === 'not-now') continue;
      isComplete &&= isRead;
      // A trial has seen enough of each folder, and not all of it.
      if (!isRead || context.order.type === 'trial') continue;
      folder.isRead = true;
      read.push(folder.sourceId);
      if (read.length >= RECORD_BATCH_SIZE) await writeDown();
    }
  };
  const writeDown = async () => {
    const ids = read.splice(0);
    // In this order: a folder that passes for read and has no watermark would be read from its beginning once more.
    await context.watermarks.flush();
    if (ids.length > 0) await context.ledger.foldersRead(ids);
  };
  const first = lane().finally(() => context.opening?.resolve());
  const others = Array.from({ length: LANES - 1 }, async () => {
    await context.opening?.promise;
    await lane();
  });
  try {
    await sideBySide([first, ...others]);
  } catch (error) {
    // One folder is waited for, and all that could be read is.
    if (error instanceof SliceEnd) await writeDown();
    throw error;
  }
  await writeDown();
  context.isInventoried = isComplete && context.isMapped;
}

/** As `readFolder`; of a folder that fails by its own fault nothing is read now. */
async function readOrPutBack(
  context: SliceContext,
  queue: ReadingQueue,
  folder: LedgerFolder,
  watermarks: ReadonlyMap<string, string>,
): Promise<boolean | 'not-now'> {
  const hasFailed = (context.troubles.get(folder.sourceId)?.tries ?? 0) > 0;
  try {
    // It may have been read in part.
    const from = hasFailed ? await context.watermarks.all() : watermarks;
    const isRead = await readFolder(context, folder, from.get(folder.sourceId));
    await noteWell(context, folder.sourceId);
    return isRead;
  } catch (error) {
    if (!(error instanceof FolderError)) throw error;
    const at = await noteTrouble(context, asTroubled(context, folder), error.fault);
    if (at !== undefined) queue.putBack(folder, at, error.fault);
    context.opening?.resolve();
    return 'not-now';
  }
}
