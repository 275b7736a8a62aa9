import { endGoneFolders } from '../folders/gone-folders.ts';
import type { SliceContext } from '../context/slice-context.ts';
import { readFolder } from './read-folder.ts';

/** Folders read side by side. Servers allow few sync calls at once (5 were observed), and other mailboxes want some. */
const LANES = 2;

/**
 * Folders that were read to their end, and their watermarks, are written down by the dozen: what a crash forgets is read
 * again.
 */
const TELL_AT_ONCE = 12;

/** Reads what is new in every folder into the ledger, from where each folder's watermark stands. */
export async function inventory(context: SliceContext): Promise<void> {
  const watermarks = await context.watermarks.all();
  // What an earlier slice of this pass has read to its end is not read again: else many folders would never end.
  const queue = [...context.folders.values()].filter((folder) => !folder.isRead);
  const read: string[] = [];
  let isComplete = await endGoneFolders(context);
  const lane = async () => {
    for (let folder = queue.shift(); folder; folder = queue.shift()) {
      const isRead = await readFolder(context, folder, watermarks.get(folder.sourceId));
      isComplete &&= isRead;
      // A trial has seen enough of each folder, and not all of it.
      if (!isRead || context.order.type === 'trial') continue;
      folder.isRead = true;
      read.push(folder.sourceId);
      if (read.length >= TELL_AT_ONCE) await writeDown();
    }
  };
  const writeDown = async () => {
    const ids = read.splice(0);
    // In this order: a folder that passes for read and has no watermark would be read from its beginning once more.
    await context.watermarks.flush();
    if (ids.length > 0) await context.ledger.foldersRead(ids);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  await writeDown();
  context.isInventoried = isComplete;
}
